/// What a card tells of the rows that gave no instance.
struct CardRows {
    private let ledgers: [DatasetLedger]

    init(_ ledgers: [DatasetLedger]) { self.ledgers = ledgers }

    /// Every row that was read, by what became of it; nothing if none was read.
    var markdown: Markdown {
        guard ledgers.contains(where: { $0.rows > 0 }) else { return "" }
        var table = MarkdownTable<DatasetLedger>(of: "datasets")
        table.addText("dataset") { "\($0.name)" }
        table.add("rows read") { "\($0.rows)" }
        for fate in RowFates(ledgers).fields { table.add("\(fate.title)") { "\(fate.number($0) ?? 0)" } }
        let hasDuplicates = ledgers.contains { $0.duplicates ?? 0 > 0 }
        return """
            ## What was left out, and why

            Over cap: could give an instance, but the mixture needs no more. \(hasDuplicates ? Self.duplicates : "")Filtered: left aside by the recipe. Blank: the prompt or the \
            completion came out empty. Refused: fits inverted templates only, and the inversion would say nothing. Rejected: could not be \
            used.


            """ + table.markdown(ledgers)
                + reasons("reason for rejection", "rows", ledgers.map(\.rejected))
                + reasons("reason to turn no task around", "times", ledgers.map(\.refusedInversions))
    }

    private static let duplicates: Markdown = "Duplicates: stand in another dataset, or nearly so. "

    private func reasons(_ title: Markdown, _ count: Markdown, _ counts: [[String: Int]]) -> Markdown {
        var table = MarkdownTable<NamedCount>(of: "reasons")
        table.addText(title) { "<code>\($0.name)</code>" }
        table.add(count) { "\($0.count)" }
        return table.markdown(NamedCount.sums(counts))
    }
}
