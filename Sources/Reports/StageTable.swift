import Diagnostics
import JSON

/// The stages of a curriculum: which scores, how many lines.
package struct StageTable: ManifestRecord {
    package struct Stage: ManifestRecord {
        /// The least and the greatest score in it; nil if nothing is.
        private(set) var from: Double?, to: Double?
        package var own = 0, replayed = 0, bytes = 0

        package init() {}

        static let fields: [Field<Stage>] = [
            Field("from", .optional(.signed), \.from, "The least score in it."),
            Field("to", .optional(.signed), \.to, "The greatest score in it."),
            Field("lines", .count, \.lines, "Its lines, those of earlier stages among them."),
            Field("replayed", .count, \.replayed, "Lines of earlier stages that it shows again."),
            Field("bytes", .count, \.bytes, "Its lines in bytes."),
        ]

        /// Lines of its own and of earlier stages; reading sets them before it knows which are replayed.
        private(set) var lines: Int {
            get { own + replayed }
            set { own = newValue }
        }

        mutating func check(_ part: ManifestPart) { own -= replayed }

        /// The least and the greatest score in it; nil if nothing is.
        package var scores: ClosedRange<Double>? {
            get { if let from, let to, from <= to { from...to } else { nil } }
            set { (from, to) = (newValue?.lowerBound, newValue?.upperBound) }
        }

        /// Takes a score in among its own.
        package mutating func include(_ score: Double) {
            scores = scores.map { min($0.lowerBound, score)...max($0.upperBound, score) } ?? score...score
        }
    }

    package var stages: [Stage] = [], thresholds: [Double] = []
    package var lines = 0
    package var dropped: [(reason: String, count: Int)] = []
    /// How many lines lie in each of some ranges of scores, of equal width.
    package var histogram: [Range] = []

    package init() {}

    static let fields: [Field<StageTable>] = [
        Field("lines", .count, \.lines, "Lines that were read."),
        Field("thresholds", .list(.signed), \.thresholds, "The scores at which the stages but the first begin."),
        Field("stages", .list(.record()), \.stages, "In the order of the files."),
        Field("dropped", .members, \.reasons, "Lines that were left out, by reason."),
        Field("histogram", .list(.record()), \.histogram, "How many lines have which score."),
    ]

    /// `dropped` by another name.
    private var reasons: [NamedCount] {
        get { dropped.map { NamedCount(name: $0.reason, count: $0.count) } }
        set { dropped = newValue.map { ($0.name, $0.count) } }
    }

    /// How many lines lie in a range of scores.
    package struct Range: ManifestRecord {
        var from = 0.0, to = 0.0, count = 0

        static let fields: [Field<Range>] = [
            Field("from", .signed, \.from, "The least score in it."),
            Field("to", .signed, \.to, "The score that it ends before; in the last one, the greatest."),
            Field("count", .count, \.count, "How many lines."),
        ]
    }

    /// So many ranges are enough to look at.
    private static let maxRanges = 20

    /// Scores in ranges of equal width.
    ///
    /// - Parameter scores: rising, with their counts.
    package static func histogram(_ scores: [(score: Double, count: Int)]) -> [Range] {
        guard let low = scores.first?.score, let high = scores.last?.score else { return [] }
        let ranges = low == high ? 1 : maxRanges
        let width = (high - low) / Double(ranges)
        var result = (0..<ranges).map { Range(from: low + Double($0) * width, to: low + Double($0 + 1) * width) }
        for (score, count) in scores {
            result[low == high ? 0 : min(ranges - 1, Int((score - low) / width))].count += count
        }
        return result
    }

    /// The tables as people read them.
    package var text: String {
        let total = stages.reduce(0) { $0 + $1.own + $1.replayed }
        let rows =
            [["stage", "scores", "lines", "replayed", "bytes", "share"]]
            + stages.enumerated().map { index, stage in
                [
                    String(index + 1),
                    stage.scores.map { "\(Self.short($0.lowerBound)) to \(Self.short($0.upperBound))" } ?? "-",
                    grouped(stage.own + stage.replayed), grouped(stage.replayed), grouped(stage.bytes),
                    percent(stage.own + stage.replayed, of: total),
                ]
            }
        let most = max(1, histogram.map(\.count).max() ?? 1)
        let numbers = aligned([["from", "lines"]] + histogram.map { [Self.short($0.from), grouped($0.count)] })
        let bars = [0] + histogram.map { $0.count == 0 ? 0 : max(1, $0.count * 40 / most) }
        let drawn = zip(numbers.split(separator: "\n"), bars).map { line, length in
            length == 0 ? "\(line)\n" : "\(line)  \(String(repeating: "#", count: length))\n"
        }
        let left = dropped.map { "\(grouped($0.count)) of \(grouped(lines)) lines left out: \($0.reason)\n" }.joined()
        return aligned(rows) + "\n" + (histogram.isEmpty ? "" : drawn.joined() + "\n")
            + (thresholds.isEmpty ? "" : "thresholds: \(thresholds.map(Self.short).joined(separator: ", "))\n") + left
    }

    package var json: JSONValue { object }

    /// A score as people read it.
    static func short(_ number: Double) -> String {
        // Four digits behind the point are enough to look at; whole numbers have none.
        let rounded = (number * 10_000).rounded() / 10_000
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : "\(rounded)"
    }
}
