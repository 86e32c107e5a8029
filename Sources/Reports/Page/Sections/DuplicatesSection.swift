/// Instances that are equal, within a split and across splits.
struct DuplicatesSection {
    private let duplicates: DuplicateCounts?

    init(_ build: Manifest) { duplicates = build.statistics?.duplicates }

    /// Nil if nobody has looked for any.
    var section: PageSection? {
        guard let duplicates else { return nil }
        return PageSection(
            id: "duplicates", title: "Duplicates",
            body: #"<p class="lead">Instances whose prompt and completion are equal to those of an earlier one.</p>"#
                + sampling(duplicates) + within(duplicates) + across(duplicates))
    }

    private func sampling(_ duplicates: DuplicateCounts) -> Markup {
        guard duplicates.fraction < 1, duplicates.fraction > 0 else { return .empty }
        return "<p>Estimated: one text in \(Int((1 / duplicates.fraction).rounded())) was followed.</p>"
    }

    private func within(_ duplicates: DuplicateCounts) -> Markup {
        guard duplicates.within.contains(where: { $0.count > 0 }) else {
            return #"<p class="good">No split holds an instance twice.</p>"#
        }
        var table = PageTable<NamedCount>("Within a split", of: "splits", limit: PageLimits.datasetRows)
        table.add("split", .text) { "\($0.name, limit: 80)" }
        table.add("instances") { "\($0.count)" }
        return table.markup(duplicates.within)
    }

    private func across(_ duplicates: DuplicateCounts) -> Markup {
        guard duplicates.across.contains(where: { $0.count > 0 }) else {
            return #"<p class="good">No instance stands in two splits.</p>"#
        }
        var table = PageTable<DuplicateCounts.Pair>(
            "Across splits", of: "pairs of splits", limit: PageLimits.datasetRows)
        table.add("splits", .text) { PageNumber.list($0.splits) }
        table.add("instances") { "\($0.count)" }
        return table.markup(duplicates.across)
    }
}
