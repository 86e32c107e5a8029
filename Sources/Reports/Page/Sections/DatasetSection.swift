/// One dataset: what its prompts, labels and templates look like, what was dropped, and some instances.
struct DatasetSection {
    private let dataset: ReportedDataset
    private let id: Markup

    /// - Parameter number: counts from 1 over the page.
    init(_ dataset: ReportedDataset, number: Int) {
        self.dataset = dataset
        id = "dataset-\(String(number))"
    }

    /// Its line of the contents.
    var link: Markup { ##"<li><a href="#\##(id)">\##(dataset.name, limit: 40)</a></li>"## }

    /// The part of the page.
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
        table.add("share", .chart) { value in
            PageBars.plain(value.count, of: most, title: "\(value.count) of \(whole) instances")
        }
        table.add("instances") { "\($0.count)" }
        table.add("of&#160;all") { PageNumber.part($0.count, of: whole.saturatingAdd(labels.other)) }
        let other: Markup =
            labels.other > 0
            ? "<p>Other values: \(PageNumber.counted(labels.other, "instance", "instances")).</p>" : .empty
        return "<h4>Labels</h4>" + table.markup(labels.values) + other
    }

    private var templates: Markup {
        let ledger = dataset.ledger
        let known = dataset.contents?.templates ?? []
        guard known.isEmpty else { return templates(known) }
        // Without more, the ledger tells how often each was used.
        let used = ledger?.templates.inOrder ?? []
        guard !used.isEmpty else { return .empty }
        let most = used.map(\.count).max() ?? 0
        var table = PageTable<NamedCount>(
            "How often each template is used", of: "templates", limit: PageLimits.datasetRows)
        table.add("template", .text) { "\($0.name, limit: 80)" }
        table.add("share", .chart) { PageBars.plain($0.count, of: most, title: "\($0.count) instances") }
        table.add("instances") { "\($0.count)" }
        table.add("of&#160;all") { PageNumber.part($0.count, of: used.total(\.count)) }
        return "<h4>Templates</h4>" + table.markup(used)
    }

    private func templates(_ templates: [DatasetStatistics.Template]) -> Markup {
        let (most, whole) = (templates.map(\.used).max() ?? 0, templates.total(\.used))
        var table = PageTable<DatasetStatistics.Template>(
            "How often each template is used", of: "templates", limit: PageLimits.datasetRows)
        table.add("template", .text) { template in
            "\(template.name, limit: 80)" + (template.isInverted ? #" <span class="tag">inverted</span>"# : .empty)
        }
        table.add("share", .chart) { PageBars.plain($0.used, of: most, title: "\($0.used) instances") }
        table.add("instances") { "\($0.used)" }
        table.add("of&#160;all") { PageNumber.part($0.used, of: whole) }
        table.add("failed") { $0.failed == 0 ? #"<span class="quiet">0</span>"# : "\($0.failed)" }
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
        table.add("share", .chart) { PageBars.plain($0.count, of: whole, title: "\($0.count) of \(whole)") }
        table.add("count") { "\($0.count)" }
        table.add("of&#160;all") { PageNumber.part($0.count, of: whole) }
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

/// A dataset of a build as the page shows it.
struct ReportedDataset {
    var name: String
    /// Nil if the manifest's mixture does not name it.
    var ledger: DatasetLedger?
    /// Nil if the manifest does not tell.
    var contents: DatasetStatistics?
}

extension Manifest {
    /// The files of all datasets, in the order of the recipe.
    var namedInputs: [(dataset: String, file: FileRecord)] {
        inputs.flatMap { input in input.files.map { (input.dataset, $0) } }
    }

    /// Ledgers with what was seen of their datasets; datasets without a ledger come last.
    var datasets: [ReportedDataset] {
        var datasets = ledgers.map { ReportedDataset(name: $0.name, ledger: $0) }
        // By bytes: strings that only look alike are not the same name.
        var places: [[UInt8]: Int] = [:]
        for (index, ledger) in ledgers.enumerated() { places[Array(ledger.name.utf8)] = index }
        for contents in statistics?.datasets ?? [] {
            if let place = places[Array(contents.name.utf8)] {
                datasets[place].contents = contents
            } else {
                datasets.append(ReportedDataset(name: contents.name, contents: contents))
            }
        }
        return datasets
    }
}
