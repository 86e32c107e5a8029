import Diagnostics
import Formats
import JSON
import Mixing
import Ordering
import Recipes
import Reports
import Staging

extension Build {
    /// The files of scores, each once, in the order of the datasets.
    var scoreFiles: [JoinedScores] {
        var seen: Set<[String]> = []
        return datasets.compactMap { $0.scorer?.joined }.filter { seen.insert($0.paths).inserted }
    }

    /// Writes the lines of all splits into the files of their stages.
    ///
    /// - Parameters:
    ///   - scores: of all lines, or what they are counted from.
    ///   - sorters: hold the lines, each with its score, or its words, before it.
    ///   - manifest: gets the files, and the table of the stages.
    func writeStages(
        _ stages: StageRecipe, _ scores: ScoreCounter, _ sorters: SplitSorters, to directory: OutputDirectory,
        _ manifest: inout Manifest
    ) throws(Diagnostics) {
        if scores.words != nil {
            for split in splits.names.indices {
                try sorters.forEachInOrder(of: split, keepsLines: true) { _, bytes throws(Diagnostics) in
                    scores.addScore(of: bytes)
                }
            }
        }
        let (counts, words) = (scores.counts, scores.words)
        var table = StageTable()
        table.lines = splits.names.indices.reduce(0) { $0 + sorters.count(of: $1) }
        table.histogram = StageTable.histogram(counts.sorted)
        table.stages = Array(repeating: StageTable.Stage(), count: stages.rule.stages)
        let borders = try StageBorders(stages.rule, counts)
        table.thresholds = borders.borders.map(\.score)
        var assigner = StageAssigner(stages, borders, counts, seed: recipe.seed)
        for (split, name) in splits.names.enumerated() where sorters.count(of: split) > 0 {
            // Twice: how long the stages are is known only then, and their files are cut by that.
            var ahead = assigner
            ahead.begin(sizes: nil)
            var sizes = Array(repeating: 0, count: stages.rule.stages)
            try sorters.forEachInOrder(of: split, keepsLines: true) { _, bytes throws(Diagnostics) in
                let line = StagedLine(bytes, words)
                for stage in ahead.stages(of: line) { sizes[stage] += 1 }
            }
            assigner.begin(sizes: sizes)
            var writers = sizes.indices.map { stage in
                ShardWriter(
                    directory, name: "stage-\(assigner.number(of: stage))-\(name)", count: sizes[stage],
                    shards: recipe.output.shards)
            }
            let text = ByteBuffer()
            try sorters.forEachInOrder(of: split) { _, bytes throws(Diagnostics) in
                let line = StagedLine(bytes, words)
                for (index, stage) in assigner.stages(of: line).enumerated() {
                    let number = assigner.number(of: stage)
                    let written = recipe.output.metadata ? Self.line(line.line, withStage: number, text) : line.line
                    try writers[stage].write(written)
                    table.stages[number - 1].add(line.score, bytes: written.count, isReplayed: index > 0)
                }
            }
            for stage in writers.indices.sorted(by: { assigner.number(of: $0) < assigner.number(of: $1) }) {
                manifest.outputs += try writers[stage].finish().map { record in
                    var record = record
                    record.split = "stage-\(assigner.number(of: stage))-\(name)"
                    return record
                }
            }
        }
        manifest.stages = table
    }

    /// A line with its stage as the last member of `meta`, which stands last itself.
    private static func line(
        _ line: UnsafeRawBufferPointer, withStage number: Int, _ text: ByteBuffer
    ) -> UnsafeRawBufferPointer {
        let end = "}}\n"
        text.removeAll()
        text.append(UnsafeRawBufferPointer(rebasing: line.dropLast(end.utf8.count)))
        text.append(",\"stage\":\(number)" + end)
        return text.bytes
    }
}

/// Tells the stages of lines, as they come in their order.
private struct StageAssigner {
    private let recipe: StageRecipe
    private let borders: StageBorders
    private let counts: ScoreCounts
    private let keying: RowHasher
    /// How many lines each border has left to an earlier stage: the first ones that come.
    private var taken: [Int]
    /// For stages drawn at random: how many lines of each are to come.
    private var left: [Int]?

    init(_ recipe: StageRecipe, _ borders: StageBorders, _ counts: ScoreCounts, seed: UInt64) {
        self.recipe = recipe
        self.borders = borders
        self.counts = counts
        keying = RowHasher(seed: seed, dataset: "stage")
        taken = borders.borders.map { _ in 0 }
    }

    /// Begins another split.
    ///
    /// - Parameter sizes: of its stages; nil: they are being counted.
    mutating func begin(sizes: [Int]?) { left = recipe.control == .random ? sizes : nil }

    /// The number under which a stage is written, from 1.
    func number(of stage: Int) -> Int {
        guard case .order(let order)? = recipe.control else { return stage + 1 }
        return (order.firstIndex(of: stage + 1) ?? stage) + 1
    }

    /// The stage of a line, from 0, and the later ones that show it again.
    mutating func stages(of line: StagedLine) -> [Int] {
        if left != nil {
            // The lines come in an order of their own, which knows nothing of scores.
            let stage = left!.firstIndex { $0 > 0 } ?? 0
            left![stage] -= 1
            return [stage]
        }
        let stage = stage(of: line.score)
        guard recipe.replay > 0 else { return [stage] }
        let key = RowHasher.recordKey(identity: UnsafeRawBufferPointer(rebasing: line.line.dropLast()))
        return [stage]
            + Replay(recipe.replay).stages(after: stage, of: recipe.rule.stages, hash: keying.hash(.replay, key))
    }

    private mutating func stage(of score: Double) -> Int {
        if score.isNaN { return (recipe.missing ?? 1) - 1 }
        let shown = counts.representative(score)
        var isEarlier = borders.borders.map { _ in false }
        for (index, border) in borders.borders.enumerated() where border.score == shown {
            isEarlier[index] = taken[index] < border.earlier
            taken[index] += 1
        }
        return borders.stage(of: shown) { isEarlier[$0] }
    }
}

extension StageTable.Stage {
    fileprivate mutating func add(_ score: Double, bytes: Int, isReplayed: Bool) {
        self.bytes += bytes
        if isReplayed { replayed += 1 } else { own += 1 }
        if !isReplayed, !score.isNaN { include(score) }
    }
}
