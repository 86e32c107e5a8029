/// One dataset: what its prompts, labels and templates look like, what was dropped, and some instances.
struct DatasetSection {
    private let dataset: ReportedDataset, id: Markup

    /// - Parameter number: counts from 1 over the page.
    init(_ dataset: ReportedDataset, number: Int) {
        self.dataset = dataset
        id = "dataset-\(String(number))"
    }

    /// Its line of the contents.
    var link: Markup { ##"<li><a href="#\##(id)">\##(dataset.name, limit: 40)</a></li>"## }

    var markup: Markup {
        let parts = [lengths, tables, drops, samples].joined()
        return
            #"<section class="dataset" id="\#(id)" aria-labelledby="\#(id)-title"><h3 id="\#(id)-title">\#(dataset.name, limit: 80)</h3>"#
            + facts + (parts.isEmpty ? "<p>The manifest tells nothing more of it.</p>" : parts) + "</section>\n"
    }

    private var facts: Markup {
        guard let ledger = dataset.ledger else { return .empty }
        var facts: [Markup] = [
            PageNumber.counted(ledger.rows, "row", "rows"),
            PageNumber.counted(ledger.instances, "instance", "instances"),
        ]
        if let tag = ledger.tag?.nonEmpty { facts.append("tag <bdi>\(tag, limit: 60)</bdi>") }
        if let licence = ledger.licence?.nonEmpty { facts.append("licence <bdi>\(licence, limit: 60)</bdi>") }
        facts += ledger.splits.inOrder.prefix(PageLimits.columns).map { "<bdi>\($0.name, limit: 40)</bdi> \($0.count)" }
        return #"<p class="facts">\#(facts.map { "<span>\($0)</span>" as Markup }.joined())</p>"#
    }

    private var lengths: Markup {
        let drawings = [
            dataset.contents?.lengths?.prompt.map { Histogram("Prompt", $0).markup },
            dataset.contents?.lengths?.completion.map { Histogram("Completion", $0).markup },
        ].compactMap { $0 }.joined()
        return drawings.isEmpty ? .empty : #"<h4>Lengths</h4><div class="pair">\#(drawings)</div>"#
    }

    /// Tables that stand side by side where there is room.
    private var tables: Markup {
        let tables = [labels, templates, options, inversions].filter { !$0.isEmpty }
        return tables.isEmpty
            ? .empty : #"<div class="pair tables">\#(tables.map { "<div>\($0)</div>" as Markup }.joined())</div>"#
    }

    private var labels: Markup {
        guard let labels = dataset.contents?.labels, !labels.values.isEmpty else { return .empty }
        let most = labels.values.map(\.count).max() ?? 0
        let whole = labels.values.total(\.count)
        var table = PageTable<NamedCount>(
            "Values of \(labels.field, limit: 60)", of: "values", limit: PageLimits.datasetRows)
        table.add("value", .text) { $0.name.isEmpty ? #"<span class="cut">empty</span>"# : "\($0.name, limit: 80)" }
        table.addCounts(\.count, most: most, of: whole.saturatingAdd(labels.other)) { "\($0) of \(whole) instances" }
        let other: Markup =
            labels.other > 0
            ? "<p>Other values: \(PageNumber.counted(labels.other, "instance", "instances")).</p>" : .empty
        return "<h4>Labels</h4>" + table.markup(labels.values) + other
    }

    private var templates: Markup {
        let known = dataset.contents?.templates ?? []
        // Without more, the ledger tells how often each was used.
        let used = (dataset.ledger?.templates.inOrder ?? []).map { one in
            DatasetStatistics.Template(name: one.name, isInverted: false, used: one.count, failed: 0)
        }
        let templates = known.isEmpty ? used : known
        guard !templates.isEmpty else { return .empty }
        let (most, whole) = (templates.map(\.used).max() ?? 0, templates.total(\.used))
        var table = PageTable<DatasetStatistics.Template>(
            "How often each template is used", of: "templates", limit: PageLimits.datasetRows)
        table.add("template", .text) { template in
            "\(template.name, limit: 80)" + (template.isInverted ? #" <span class="tag">inverted</span>"# : .empty)
        }
        table.addCounts(\.used, most: most, of: whole) { "\($0) instances" }
        if !known.isEmpty { table.add("failed") { PageNumber.quietZero($0.failed) } }
        return "<h4>Templates</h4>" + table.markup(templates)
    }

    private var options: Markup {
        guard let ledger = dataset.ledger, !ledger.options.isEmpty else { return .empty }
        return "<h4>Options shown</h4>"
            + counts(
                ledger.options.inOrder, of: ledger.instances, "Instances that show options, by form", "form",
                noun: "forms")
    }

    private var inversions: Markup {
        guard let refused = dataset.ledger?.refusedInversions.inOrder, !refused.isEmpty else { return .empty }
        return "<h4>Inversions refused</h4>"
            + counts(refused, of: refused.total(\.count), "Refused inversions by reason", "reason", noun: "reasons")
    }

    private func counts(
        _ counts: [NamedCount], of whole: Int, _ caption: Markup, _ title: Markup, noun: Markup
    ) -> Markup {
        var table = PageTable<NamedCount>(caption, of: noun, limit: PageLimits.datasetRows)
        table.add(title, .text) { "\($0.name, limit: 80)" }
        table.addCounts(\.count, "count", most: whole, of: whole) { "\($0) of \(whole)" }
        return table.markup(counts)
    }

    private var drops: Markup {
        guard let drops = dataset.contents?.drops, !drops.isEmpty else { return .empty }
        return "<h4>Rows dropped</h4>" + DropList(drops).markup
    }

    private var samples: Markup {
        guard let samples = dataset.contents?.samples, !samples.isEmpty else { return .empty }
        return "<h4>Instances beside their rows</h4>"
            + samples.prefix(PageLimits.samples).map { SampleView($0).markup }.joined()
            + Cut.sentence(shown: PageLimits.samples, of: samples.count, "instances")
    }
}

/// Rows that gave no instance, by reason, with examples by file and line.
struct DropList {
    private let drops: [DatasetStatistics.Drop]

    init(_ drops: [DatasetStatistics.Drop]) { self.drops = drops }

    var markup: Markup {
        drops.prefix(PageLimits.datasetRows).map(reason).joined()
            + Cut.sentence(shown: PageLimits.datasetRows, of: drops.count, "reasons")
    }

    private func reason(_ drop: DatasetStatistics.Drop) -> Markup {
        let examples = drop.examples.prefix(PageLimits.examples).map { example -> Markup in
            #"<li><span class="place"><bdi>\#(example.place.text, limit: 300)</bdi></span>"#
                + (example.message.isEmpty ? .empty : #" <bdi>\#(example.message, limit: 300)</bdi>"#)
                + (example.text.isEmpty
                    ? .empty : #"<pre class="text">\#(Markup(block: example.text, limit: PageLimits.excerpt))</pre>"#)
                + "</li>"
        }
        let rest = drop.count - examples.count
        return
            #"<div class="drop"><p><code>\#(drop.reason, limit: 80)</code> \#(PageNumber.counted(drop.count, "row", "rows"))</p>"#
            + (examples.isEmpty ? .empty : "<ul>\(examples.joined())</ul>")
            + (rest > 0 && !examples.isEmpty ? #"<p class="cut">\#(rest) more of this reason.</p>"# : .empty) + "</div>"
    }
}
