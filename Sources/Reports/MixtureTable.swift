import Diagnostics

/// The mixture as people read it, one line a dataset.
package struct MixtureTable {
    private let ledgers: [DatasetLedger]
    private let groups: [(name: String, datasets: [String])]
    private let isPlan: Bool, isMix: Bool

    /// - Parameters:
    ///   - groups: names and datasets of the groups that get a line with their sums.
    ///   - isPlan: whether the instances have not been made yet, so that what depends on them is only estimated. A plan tells more
    ///     of how the counts come about.
    ///   - isMix: whether lines were mixed that no template has made.
    package init(
        _ ledgers: [DatasetLedger], groups: [(name: String, datasets: [String])] = [], isPlan: Bool = false,
        isMix: Bool = false
    ) {
        (self.ledgers, self.groups, self.isPlan, self.isMix) = (ledgers, groups, isPlan, isMix)
    }

    /// The table with a heading and a line of totals.
    package var text: String { safeForTerminal(aligned(rows)) }

    package var markdown: String {
        // The first column holds names, which may be anything; the others hold numbers.
        func line(_ cells: [String]) -> String {
            "| " + ([markdownText(cells[0])] + cells.dropFirst()).joined(separator: " | ") + " |\n"
        }
        let rule = rows[0].indices.map { $0 == 0 ? "---" : "---:" }
        return line(rows[0]) + line(rule) + rows.dropFirst().map(line).joined()
    }

    private var rows: [[String]] {
        var columns = isPlan ? Self.planColumns : isMix ? Self.mixColumns : Self.columns
        if ledgers.contains(where: { $0.duplicates ?? 0 > 0 }) { columns.insert(Self.duplicates, at: 2) }
        let total = ledgers.reduce(0) { $0 + $1.amount }
        func row(_ name: String, _ ledgers: [DatasetLedger], isDataset: Bool = false) -> [String] {
            [oneLine(name)]
                + columns.map { $0.cell(Line(ledgers: ledgers, isDataset: isDataset, total: total, isPlan: isPlan)) }
        }
        return [["dataset"] + columns.map(\.name)] + ledgers.map { row($0.name, [$0], isDataset: true) }
            + groups.map { group in row("group " + group.name, ledgers.filter { group.datasets.contains($0.name) }) }
            + [row("total", ledgers)]
    }

    /// What a line tells of: a dataset, or several together.
    private struct Line {
        var ledgers: [DatasetLedger]
        var isDataset: Bool
        /// How much all datasets give, in the mixture's unit.
        var total: Int
        var isPlan: Bool

        func sum(_ number: (DatasetLedger) -> Int) -> Int { ledgers.reduce(0) { $0 + number($1) } }
        /// The only dataset's cell; lines of several have none.
        func single(_ cell: (DatasetLedger) -> String) -> String { isDataset ? cell(ledgers[0]) : "" }
    }

    private struct Column: Sendable {
        var name: String
        var cell: @Sendable (Line) -> String

        init(_ name: String, _ cell: @escaping @Sendable (Line) -> String) { (self.name, self.cell) = (name, cell) }
    }

    private static let columns: [Column] = sourceColumns + [cap] + takenColumns + templateColumns
    private static let mixColumns: [Column] =
        sourceColumns.dropLast() + [cap] + rateColumns + takenColumns + lengthColumns.dropLast()
    private static let planColumns: [Column] =
        sourceColumns + [Column("rendered") { grouped($0.sum(\.available)) }, cap] + rateColumns + takenColumns
        + lengthColumns + templateColumns

    private static let sourceColumns = [
        Column("rows") { grouped($0.sum(\.rows)) },
        Column("rejected") { grouped($0.sum(\.rejectedCount)) },
        Column("filtered") { grouped($0.sum { $0.droppedCount - ($0.duplicates ?? 0) }) },
    ]
    /// Stands before `filtered`, where a list of duplicates has left out something.
    private static let duplicates = Column("duplicates") { grouped($0.sum { $0.duplicates ?? 0 }) }
    private static let cap = Column("cap") { line in line.single { $0.share.cap.map(grouped) ?? "-" } }
    private static let rateColumns = [
        Column("rate") { line in line.single { rounded($0.share.rate) } },
        Column("asked") { line in percent(line.ledgers.reduce(0) { $0 + $1.share.share }) },
    ]
    private static let takenColumns = [
        Column("taken") { grouped($0.sum(\.instances)) },
        Column("share") { percent($0.sum(\.amount), of: $0.total) },
    ]
    private static let lengthColumns = [
        Column("epochs") { line in line.single { rounded($0.epochs) } },
        Column("characters") { grouped($0.sum(\.characters)) },
    ]
    private static let templateColumns = [
        Column("templates") { line in line.single { String($0.templateCount) } },
        Column("inverted") { line in line.single { inverted($0, isPlan: line.isPlan) } },
    ]

    private static func inverted(_ ledger: DatasetLedger, isPlan: Bool) -> String {
        guard isPlan else { return percent(ledger.inverted, of: ledger.instances) }
        let asked = percent(ledger.invertedAsked)
        return ledger.invertedAsked > 0 && ledger.invertedAsked < 1 ? "~" + asked : asked
    }
}

/// Lines of columns; the first column stands left, the others right.
package func aligned(_ rows: [[String]]) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
        var line = ""
        for (column, cell) in row.enumerated() {
            let space = String(repeating: " ", count: widths[column] - cell.count)
            line += column == 0 ? cell + space : "  " + space + cell
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }.joined()
}

/// A number with two decimals at most.
func rounded(_ number: Double) -> String {
    guard number < 1e15 else { return String(number) }
    let hundredths = Int((number * 100).rounded())
    let (whole, rest) = (grouped(hundredths / 100), hundredths % 100)
    if rest == 0 { return whole }
    return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest / 10)\(rest % 10)"
}

/// A share of a whole in per cent, with one decimal; a dash of nothing.
func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "-" }
    let tenths = Int((Double(part) * 1000 / Double(whole)).rounded())
    return "\(tenths / 10).\(tenths % 10)%"
}

/// A fraction in per cent, with one decimal.
package func percent(_ fraction: Double) -> String { percent(Int((fraction * 1000).rounded()), of: 1000) }
