import Diagnostics
import JSON
import Reports

/// What a search for duplicates has found. Of each dataset, rows = rejected + filtered + blank + ambiguous + left out + staying.
package struct DuplicateSummary: Sendable {
    /// What became of a dataset's rows.
    package struct Dataset: Sendable {
        package var name: String
        package var rows = 0
        package var rejected = 0
        /// Rows that `where` refuses.
        package var filtered = 0
        /// Rows without a text that could be compared.
        package var blank = 0
        /// Rows that share their key with a row which says something else, and were not compared.
        package var ambiguous = 0
        package var excluded = 0

        /// Rows that stay, of those that were compared.
        package var staying: Int { rows - rejected - filtered - blank - ambiguous - excluded }
    }

    /// Rows of a dataset that are left out because of rows of a dataset.
    private struct Pair {
        var exact = 0
        var near = 0
    }

    /// In the order of the recipe.
    package var datasets: [Dataset]
    /// How many texts were too long for anything but looking for equal ones.
    package var tooLong = 0
    private let measure: String
    /// By the positions of the dataset and of the one whose rows stay.
    private var pairs: [SIMD2<Int>: Pair] = [:]

    /// - Parameter measure: how rows are compared that are not equal.
    package init(measure: String, datasets: [String]) {
        self.measure = measure
        self.datasets = datasets.map { Dataset(name: $0) }
    }

    /// Counts rows that are left out.
    ///
    /// - Parameters:
    ///   - dataset: their dataset's position.
    ///   - other: the position of the dataset of the row that they are like.
    package mutating func add(_ rows: Int, of dataset: Int, like other: Int, isExact: Bool) {
        datasets[dataset].excluded += rows
        if isExact {
            pairs[[dataset, other], default: Pair()].exact += rows
        } else {
            pairs[[dataset, other], default: Pair()].near += rows
        }
    }

    /// Whether every row is accounted for.
    package var isClosed: Bool { datasets.allSatisfy { $0.staying >= 0 } }

    private var sortedPairs: [(dataset: String, of: String, pair: Pair)] {
        pairs.sorted { ($0.key.x, $0.key.y) < ($1.key.x, $1.key.y) }.map { place, pair in
            (datasets[place.x].name, datasets[place.y].name, pair)
        }
    }

    /// The tables as people read them: of the datasets, and of the pairs of datasets that have rows in common.
    package var text: String {
        func line(_ name: String, _ datasets: [Dataset]) -> [String] {
            let numbers: [(Dataset) -> Int] = [
                \.rows, \.rejected, \.filtered, \.blank, \.ambiguous, \.excluded, \.staying,
            ]
            return [oneLine(name)] + numbers.map { number in grouped(datasets.reduce(0) { $0 + number($1) }) }
        }
        var rows = [["dataset", "rows", "rejected", "filtered", "blank", "ambiguous", "left out", "stay"]]
        rows += datasets.map { line($0.name, [$0]) } + [line("total", datasets)]
        let tables = aligned(rows)
        guard !pairs.isEmpty else { return safeForTerminal(tables + "\nno duplicates\n") }
        func counts(_ pair: Pair) -> [String] { [pair.exact, pair.near, pair.exact + pair.near].map(grouped) }
        let total = pairs.values.reduce(into: Pair()) { sum, pair in
            sum.exact += pair.exact
            sum.near += pair.near
        }
        let found =
            [["left out of", "like rows of", "exact", "near", "rows"]]
            + sortedPairs.map { [oneLine($0.dataset), oneLine($0.of)] + counts($0.pair) }
            + [["total", ""] + counts(total)]
        return safeForTerminal(tables + "\n" + aligned(found))
    }

    package var notes: [Diagnostic] {
        var notes = datasets.filter { $0.ambiguous > 0 }.map { dataset in
            Diagnostic(
                "\(dataset.ambiguous) rows of `\(dataset.name)` share their `id` with others that say something else; a list cannot tell them apart, and they were not compared",
                severity: .warning, help: "an `id` that every row has for itself, or none")
        }
        if tooLong > 0 {
            notes.append(
                Diagnostic(
                    "\(tooLong) texts are too long for ROUGE-L; only equal ones were looked for", severity: .note,
                    help: "--measure 13-gram compares texts of any length"))
        }
        return notes
    }

    package var json: JSONValue {
        .object([
            "measure": .string(measure), "too_long": .int(tooLong),
            "datasets": .array(
                datasets.map { dataset in
                    .object([
                        "dataset": .string(dataset.name), "rows": .int(dataset.rows),
                        "rejected": .int(dataset.rejected), "filtered": .int(dataset.filtered),
                        "blank": .int(dataset.blank), "ambiguous": .int(dataset.ambiguous),
                        "left_out": .int(dataset.excluded), "stay": .int(dataset.staying),
                    ])
                }),
            "pairs": .array(
                sortedPairs.map { dataset, other, pair in
                    .object([
                        "dataset": .string(dataset), "of_dataset": .string(other), "exact": .int(pair.exact),
                        "near": .int(pair.near),
                    ])
                }),
        ])
    }
}
