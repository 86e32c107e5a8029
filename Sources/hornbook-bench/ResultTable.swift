/// The results on one input as people read them.
struct ResultTable {
    var input: Input
    /// The copy comes first.
    var results: [Suite.Result]

    /// The table, with an empty line behind.
    var text: String {
        var rows = [["", "rows/s", "MB/s", "CPU s", "wall s", "peak MiB", "CPU / copy"]]
        let copy = results.first?.best.cpu ?? 0
        for result in results {
            let best = result.best
            rows.append([
                result.name, result.readsInput ? grouped(Int(Double(input.rows) / best.wall)) : "-",
                result.readsInput ? fixed(Double(input.size) / 1e6 / best.wall, 1) : "-",
                fixed(best.cpu, 3), fixed(best.wall, 3), fixed(Double(best.peak) / 1_048_576, 1),
                copy > 0 ? fixed(best.cpu / copy, 2) : "-",
            ])
        }
        return
            "\(input.name): \(grouped(input.rows)) rows, \(fixed(Double(input.size) / 1e6, 1)) MB\n\(aligned(rows))\n"
    }

    /// The first column stands left, the others right.
    private func aligned(_ rows: [[String]]) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + space : space + cell
            }.joined(separator: "  ") + "\n"
        }.joined()
    }

    /// A positive number with so many decimals.
    private func fixed(_ number: Double, _ decimals: Int) -> String {
        var unit = 1
        for _ in 0..<decimals { unit *= 10 }
        let parts = Int((number * Double(unit)).rounded())
        let fraction = String(parts % unit)
        return "\(parts / unit)." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }

    private func grouped(_ number: Int) -> String {
        var result = ""
        let digits = String(number)
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result += "," }
            result.append(digit)
        }
        return result
    }
}
