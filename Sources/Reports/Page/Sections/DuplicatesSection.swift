/// Instances that are equal, within a split and across splits.
struct DuplicatesSection {
    private let duplicates: ReportedDuplicates?

    init(_ build: ReportedBuild) { duplicates = build.duplicates }

    /// Nil if nobody has looked for any.
    var section: PageSection? {
        guard let duplicates else { return nil }
        return PageSection(
            id: "duplicates", title: "Duplicates",
            body: #"<p class="lead">Instances whose prompt and completion are equal to those of an earlier one.</p>"#
                + sampling(duplicates) + within(duplicates) + across(duplicates) + examples(duplicates))
    }

    private func sampling(_ duplicates: ReportedDuplicates) -> Markup {
        guard let fraction = duplicates.fraction, fraction < 1, fraction > 0 else { return .empty }
        return "<p>Estimated: one text in \(Int((1 / fraction).rounded())) was followed.</p>"
    }

    private func within(_ duplicates: ReportedDuplicates) -> Markup {
        guard duplicates.within.contains(where: { $0.count > 0 }) else {
            return #"<p class="good">No split holds an instance twice.</p>"#
        }
        var table = PageTable<(split: String, count: Int)>(
            "Within a split", of: "splits", limit: PageLimits.datasetRows)
        table.add("split", .text) { "\($0.split, limit: 80)" }
        table.add("instances") { "\($0.count)" }
        return table.markup(duplicates.within)
    }

    private func across(_ duplicates: ReportedDuplicates) -> Markup {
        guard duplicates.across.contains(where: { $0.count > 0 }) else {
            return #"<p class="good">No instance stands in two splits.</p>"#
        }
        var table = PageTable<(splits: [String], count: Int)>(
            "Across splits", of: "pairs of splits", limit: PageLimits.datasetRows)
        table.add("splits", .text) { PageNumber.list($0.splits) }
        table.add("instances") { "\($0.count)" }
        return table.markup(duplicates.across)
    }

    private func examples(_ duplicates: ReportedDuplicates) -> Markup {
        guard !duplicates.examples.isEmpty else { return .empty }
        let list = duplicates.examples.prefix(PageLimits.examples).map { example -> Markup in
            #"<li>in \#(PageNumber.list(example.splits))<pre class="text">"#
                + #"\#(Markup(block: example.text, limit: PageLimits.excerpt))</pre></li>"#
        }.joined()
        return #"<h3>Examples</h3><ul class="examples">\#(list)</ul>"#
            + Cut.sentence(shown: PageLimits.examples, of: duplicates.examples.count, "examples")
    }
}
