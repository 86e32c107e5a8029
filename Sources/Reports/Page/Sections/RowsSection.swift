/// What can become of a row.
enum RowFate: CaseIterable {
    case taken, overCap, duplicate, filtered, blank, refused, rejected

    var name: Markup {
        switch self {
        case .taken: "taken"
        case .overCap: "over cap"
        case .duplicate: "duplicates"
        case .filtered: "filtered"
        case .blank: "blank"
        case .refused: "refused"
        case .rejected: "rejected"
        }
    }

    /// The class of its colour.
    var colour: Markup {
        switch self {
        case .taken: "realised"
        case .overCap: "over-cap"
        case .duplicate: "duplicates"
        case .filtered: "filtered"
        case .blank: "blank"
        case .refused: "refused"
        case .rejected: "rejected"
        }
    }

    /// How many rows of a dataset it met.
    func count(_ ledger: ReportedLedger) -> Int {
        switch self {
        case .taken: ledger.taken
        case .overCap: ledger.overCap
        case .duplicate: ledger.duplicates
        case .filtered: ledger.filtered
        case .blank: ledger.blank
        case .refused: ledger.refused
        case .rejected: ledger.rejected
        }
    }

    /// Those that are shown of some datasets: duplicates only where there are some, as most recipes have no list of them.
    static func shown(_ ledgers: [ReportedLedger]) -> [RowFate] {
        allCases.filter { $0 != .duplicate || ledgers.contains { $0.duplicates > 0 } }
    }

    /// The parts of a bar for some datasets together.
    static func parts(_ ledgers: [ReportedLedger]) -> [PageBars.Part] {
        shown(ledgers).map { fate in
            PageBars.Part(name: fate.name, colour: fate.colour, count: ledgers.total { fate.count($0) })
        }
    }
}

/// Rows by what became of them: none gets lost in silence.
struct RowsSection {
    private let ledgers: [ReportedLedger]

    init(_ build: ReportedBuild) { ledgers = build.datasets.compactMap(\.ledger) }

    /// Nil if the manifest tells of no rows.
    var section: PageSection? {
        guard !ledgers.isEmpty else { return nil }
        let parts = RowFate.parts(ledgers)
        return PageSection(
            id: "rows", title: "Rows",
            body:
                #"<p class="lead">What became of the rows that were read. Over cap: could give an instance, but the mixture needs no more. "#
                + (ledgers.contains { $0.duplicates > 0 }
                    ? "Duplicates: stand in another dataset, or nearly so. " : .empty)
                + "Filtered: left aside by the recipe. Blank: the prompt or the completion came out empty. Refused: fits inverted templates only, "
                + "and the inversion would say nothing. Rejected: could not be used.</p>"
                + PageBars.legend(parts) + PageBars.stacked(parts, title: "all rows", height: 22) + table + codes
                + unaccounted)
    }

    private var table: Markup {
        var table = PageTable<ReportedLedger>("Rows by what became of them", of: "datasets")
        table.add("dataset", .text) { "\($0.name, limit: 80)" }
        table.add("rows", .chart) { PageBars.stacked(RowFate.parts([$0]), title: "\($0.name, limit: 80)") }
        table.add("read") { "\($0.rows)" }
        table.totals = [.empty, "\(ledgers.total(\.rows))"]
        for fate in RowFate.shown(ledgers) {
            table.add(fate.name) { ledger in
                let count = fate.count(ledger)
                return count == 0 ? #"<span class="quiet">0</span>"# : "\(count)"
            }
            table.totals?.append("\(ledgers.total { fate.count($0) })")
        }
        return table.markup(ledgers)
    }

    private var codes: Markup {
        var table = PageTable<NamedCount>("Rejected rows by code", of: "codes", limit: PageLimits.datasetRows)
        let sums = NamedCount.sums(ledgers.map(\.rejectedByCode))
        let whole = sums.total(\.count)
        table.add("code", .text) { "<code>\($0.name, limit: 80)</code>" }
        table.add("share", .chart) { code in
            PageBars.plain(code.count, of: whole, title: "\(code.count) of \(whole) rejected rows")
        }
        table.add("rows") { "\($0.count)" }
        return table.markup(sums)
    }

    private var unaccounted: Markup {
        let open = ledgers.filter { $0.unaccounted != 0 }
        guard !open.isEmpty else { return #"<p class="good">Every row that was read is accounted for.</p>"# }
        return
            #"<p class="bad">The counts of \#(PageNumber.list(open.map(\.name))) do not add up to the rows that were read.</p>"#
    }
}
