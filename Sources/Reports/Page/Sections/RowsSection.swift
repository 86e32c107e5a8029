/// The counts of rows by what became of them, as they are shown.
struct RowFates {
    /// Those that only some recipes have are left out where there are none.
    let fields: [Field<DatasetLedger>]

    init(_ ledgers: [DatasetLedger]) {
        fields = DatasetLedger.fates.filter { field in
            !field.isOptional || ledgers.contains { field.number($0) ?? 0 > 0 }
        }
    }

    /// The parts of a bar for some datasets together; their classes are the fields' keys.
    func parts(_ ledgers: [DatasetLedger]) -> [PageBars.Part] {
        fields.map { field in
            PageBars.Part(
                name: "\(field.title)",
                colour: field.fate == .taken ? "realised" : "\(field.key.replacing("_", with: "-"))",
                count: ledgers.total { field.number($0) ?? 0 })
        }
    }
}

/// Rows by what became of them: none gets lost in silence.
struct RowsSection {
    private let ledgers: [DatasetLedger], fates: RowFates

    init(_ build: Manifest) { (ledgers, fates) = (build.ledgers, RowFates(build.ledgers)) }

    /// Nil if the manifest tells of no rows.
    var section: PageSection? {
        guard !ledgers.isEmpty else { return nil }
        let parts = fates.parts(ledgers)
        return PageSection(
            id: "rows", title: "Rows",
            body:
                #"<p class="lead">What became of the rows that were read. Over cap: could give an instance, but the mixture needs no more. "#
                + (ledgers.contains { $0.duplicates ?? 0 > 0 }
                    ? "Duplicates: stand in another dataset, or nearly so. " : .empty)
                + "Filtered: left aside by the recipe. Blank: the prompt or the completion came out empty. Refused: fits inverted templates only, "
                + "and the inversion would say nothing. Rejected: could not be used.</p>"
                + PageBars.legend(parts) + PageBars.stacked(parts, title: "all rows", height: 22) + table + codes
                + unaccounted)
    }

    private var table: Markup {
        var table = PageTable<DatasetLedger>("Rows by what became of them", of: "datasets")
        table.add("dataset", .text) { "\($0.name, limit: 80)" }
        table.add("rows", .chart) { PageBars.stacked(fates.parts([$0]), title: "\($0.name, limit: 80)") }
        table.add("read") { "\($0.rows)" }
        table.totals = [.empty, "\(ledgers.total(\.rows))"]
        for fate in fates.fields {
            table.add("\(fate.title)") { PageNumber.quietZero(fate.number($0) ?? 0) }
            table.totals?.append("\(ledgers.total { fate.number($0) ?? 0 })")
        }
        return table.markup(ledgers)
    }

    private var codes: Markup {
        var table = PageTable<NamedCount>("Rejected rows by code", of: "codes", limit: PageLimits.datasetRows)
        let sums = NamedCount.sums(ledgers.map(\.rejected))
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
