/// How the datasets were mixed: asked against realised.
struct MixtureSection {
    private let build: Manifest
    private var ledgers: [DatasetLedger] { build.ledgers }

    init(_ build: Manifest) { self.build = build }

    /// Nil if the manifest tells of no mixture.
    var section: PageSection? {
        guard !ledgers.isEmpty else { return nil }
        let unit: Markup = build.unit.isEmpty ? .empty : " Caps, rates and shares count \(build.unit, limit: 40)."
        return PageSection(
            id: "mixture", title: "Mixture",
            body: #"<p class="lead">What each dataset was to give, and what it gives.\#(unit)</p>"#
                + #"<ul class="legend"><li><svg class="key" aria-hidden="true" width="12" height="12">"#
                + #"<rect class="realised" width="12" height="12" rx="2"/></svg>realised</li><li>"#
                + #"<svg class="key" aria-hidden="true" width="12" height="12">"#
                + #"<line class="asked" x1="6" x2="6" y1="0" y2="12"/></svg>asked</li></ul>"#
                + mixture + groups + splits)
    }

    private var mixture: Markup {
        var table = PageTable<DatasetLedger>("Shares of the datasets", of: "datasets")
        let whole = ledgers.map { max($0.share.share, $0.realised ?? 0) }.max() ?? 0
        table.add("dataset", .text) { "\($0.name, limit: 80)" }
        table.add("share", .chart) { PageBars.share(asked: $0.share.share, realised: $0.realised ?? 0, whole: whole) }
        table.add("asked") { PageNumber.share($0.share.share) }
        table.add("realised") { PageNumber.share($0.realised) }
        table.add("instances") { "\($0.instances)" }
        table.add("cap") { $0.share.cap.map { "\($0)" } ?? PageNumber.none }
        table.add("rate") { PageNumber.decimal($0.share.rate) }
        table.add("epochs") { PageNumber.decimal($0.epochs) }
        table.add("characters") { "\($0.characters)" }
        table.add("inverted") { "\(PageNumber.part($0.inverted, of: $0.instances))" }
        let instances = ledgers.total(\.instances)
        table.totals = [
            .empty, .empty, .empty, "\(instances)", .empty, .empty, .empty, "\(ledgers.total(\.characters))",
            PageNumber.part(ledgers.total(\.inverted), of: instances),
        ]
        return table.markup(ledgers)
    }

    private var groups: Markup {
        var table = PageTable<GroupLine>("Groups of datasets", of: "groups")
        let whole = build.groups.map { max($0.sum.share.share, $0.sum.realised ?? 0) }.max() ?? 0
        table.add("group", .text) { "\($0.name, limit: 80)" }
        table.add("share", .chart) {
            PageBars.share(asked: $0.sum.share.share, realised: $0.sum.realised ?? 0, whole: whole)
        }
        table.add("asked") { PageNumber.share($0.sum.share.share) }
        table.add("realised") { PageNumber.share($0.sum.realised) }
        table.add("instances") { "\($0.sum.instances)" }
        table.add("datasets", .text) { PageNumber.list($0.datasets) }
        return table.markup(build.groups)
    }

    private var splits: Markup {
        let sums = NamedCount.sums(ledgers.map(\.splits))
        let whole = sums.total(\.count)
        var table = PageTable<NamedCount>("Instances by split", of: "splits", limit: PageLimits.datasetRows)
        table.add("split", .text) { "\($0.name, limit: 80)" }
        table.addCounts(\.count, most: whole, of: whole) { "\($0) of \(whole) instances" }
        return table.markup(sums)
    }
}
