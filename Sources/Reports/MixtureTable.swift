import Diagnostics

/// The mixture as people read it, one line a dataset.
public struct MixtureTable {
    private let ledgers: [DatasetLedger]
    private let isPlan: Bool

    /// - Parameter isPlan: whether the instances have not been made yet, so that what depends on them is only estimated.
    public init(_ ledgers: [DatasetLedger], isPlan: Bool = false) {
        self.ledgers = ledgers
        self.isPlan = isPlan
    }

    private func inverted(_ ledger: DatasetLedger) -> String {
        guard isPlan else { return percent(ledger.inverted, of: ledger.instances) }
        let asked = percent(Int((ledger.invertedAsked * 1000).rounded()), of: 1000)
        return ledger.invertedAsked > 0 && ledger.invertedAsked < 1 ? "~" + asked : asked
    }

    /// The table with a heading and a line of totals.
    public var text: String {
        let total = ledgers.reduce(0) { $0 + $1.instances }
        var rows = [["dataset", "rows", "rejected", "filtered", "cap", "taken", "share", "templates", "inverted"]]
        for ledger in ledgers {
            rows.append([
                ledger.name, grouped(ledger.rows), grouped(ledger.rejectedCount),
                grouped(ledger.filtered + ledger.blank + ledger.refused),
                ledger.share.cap.map(grouped) ?? "-", grouped(ledger.instances), percent(ledger.instances, of: total),
                String(ledger.templateCount), inverted(ledger),
            ])
        }
        rows.append([
            "total", grouped(ledgers.reduce(0) { $0 + $1.rows }), grouped(ledgers.reduce(0) { $0 + $1.rejectedCount }),
            grouped(ledgers.reduce(0) { $0 + $1.filtered + $1.blank + $1.refused }), "", grouped(total),
            percent(total, of: total),
            "", "",
        ])
        return safeForTerminal(aligned(rows))
    }
}

/// Lines of columns; the first column stands left, the others right.
public func aligned(_ rows: [[String]]) -> String {
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

/// A whole number with commas between its thousands.
func grouped(_ number: Int) -> String {
    var result = ""
    let digits = String(number.magnitude)
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index) % 3 == 0 { result += "," }
        result.append(digit)
    }
    return number < 0 ? "-" + result : result
}

/// A share of a whole in per cent, with one decimal; a dash of nothing.
func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "-" }
    let tenths = Int((Double(part) * 1000 / Double(whole)).rounded())
    return "\(tenths / 10).\(tenths % 10)%"
}
