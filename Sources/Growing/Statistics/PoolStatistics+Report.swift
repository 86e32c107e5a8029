import Diagnostics
import JSON
import Reports

extension PoolStatistics {
    /// How many first words are listed, and how many objects of each: as in the figures of Self-Instruct and Alpaca.
    private static let listed = (words: 20, objects: 4)

    /// The statistics as people read them: some small tables, one below the other.
    package var text: String {
        var counts = [["rows", grouped(rows), ""], ["rejected", grouped(rejected.values.reduce(0, +)), ""]]
        for (code, count) in rejected.sorted(by: { $0.key < $1.key }) {
            counts.append(["  " + code, grouped(count), ""])
        }
        counts += [
            ["instances", grouped(instances), ""],
            ["exact duplicates", grouped(exactDuplicates), share(exactDuplicates)],
            ["near duplicates", grouped(nearDuplicates), share(nearDuplicates)],
        ]
        var tables = [aligned(counts)]
        tables.append(
            aligned(
                [["length in words", "texts", "min", "median", "p95", "max"]] + lengths.map { Self.row($0, $1.words) }))
        tables.append(
            aligned(
                [["length in code points", "texts", "min", "median", "p95", "max"]]
                    + lengths.map { Self.row($0, $1.characters) }))
        let words = firstWords.most(Self.listed.words, objects: Self.listed.objects)
        if !words.isEmpty {
            // The last column stands left, behind the table.
            let table = aligned(
                [["first word", "rows", "share"]] + words.map { [$0.word, grouped($0.count), share($0.count)] })
            let objects =
                ["with"] + words.map { $0.objects.map { "\($0.word) \(grouped($0.count))" }.joined(separator: ", ") }
            tables.append(
                zip(table.split(separator: "\n"), objects).map { $1.isEmpty ? "\($0)\n" : "\($0)  \($1)\n" }.joined())
        }
        return safeForTerminal(tables.joined(separator: "\n"))
    }

    private var lengths: [(name: String, lengths: Lengths)] {
        [("instructions", instructions), ("inputs", inputs), ("outputs", outputs)]
    }

    private static func row(_ name: String, _ counts: Counts) -> [String] {
        guard let summary = counts.summary else { return [name, "0", "-", "-", "-", "-"] }
        return [name] + [counts.total, summary.min, summary.median, summary.p95, summary.max].map(grouped)
    }

    private func share(_ count: Int) -> String { tasks == 0 ? "-" : percent(Double(count) / Double(tasks)) }

    package var json: JSONValue {
        func lengths(_ counts: Counts) -> JSONValue? {
            counts.summary.map {
                .object([
                    "min": .int($0.min), "median": .int($0.median), "p95": .int($0.p95), "max": .int($0.max),
                ])
            }
        }
        func texts(_ both: Lengths) -> JSONValue {
            .object([
                "texts": .int(both.words.total), "words": lengths(both.words), "characters": lengths(both.characters),
            ])
        }
        let words = firstWords.most(Self.listed.words, objects: Self.listed.objects).map { entry in
            JSONValue.object([
                "word": .string(entry.word), "rows": .int(entry.count),
                "objects": .array(
                    entry.objects.map { .object(["word": .string($0.word), "rows": .int($0.count)]) }),
            ])
        }
        return .object([
            "rows": .int(rows), "rejected": .int(rejected.values.reduce(0, +)),
            "rejected_by_code": .object(
                rejected.sorted { $0.key < $1.key }.map { JSONValue.Member(key: $0.key, value: .int($0.value)) }),
            "instances": .int(instances), "exact_duplicates": .int(exactDuplicates),
            "near_duplicates": .int(nearDuplicates), "threshold": .double(threshold.value),
            "tokens": .string(tokens.rawValue),
            "instructions": texts(instructions), "inputs": texts(inputs), "outputs": texts(outputs),
            "different_first_words": .int(firstWords.count), "first_words": .array(words),
        ])
    }
}
