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

    /// What lines are ordered by where the output has stages; nil: what they are made from.
    var lineOrder: LineOrder? {
        guard let stages = recipe.stages, recipe.order == .shuffled else { return nil }
        return LineOrder(seed: recipe.seed, control: stages.control)
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
        func forEachLine(_ body: (UnsafeRawBufferPointer) -> Void) throws(Diagnostics) {
            for split in splits.names.indices {
                try sorters.forEachInOrder(of: split, keepsLines: true) { bytes throws(Diagnostics) in body(bytes) }
            }
        }
        if scores.words != nil { try forEachLine { scores.addScore(of: $0) } }
        let (counts, words) = (scores.counts, scores.words)
        let borders = try StageBorders(stages.rule, counts)
        var table = StageTable()
        table.lines = splits.names.indices.reduce(0) { $0 + sorters.count(of: $1) }
        table.histogram = StageTable.histogram(counts.sorted)
        table.stages = Array(repeating: StageTable.Stage(), count: stages.rule.stages)
        table.thresholds = borders.borders.map(\.score)
        var assigner = StageAssigner(
            borders, counts, control: stages.control, missing: stages.missing, replay: stages.replay, seed: recipe.seed)
        if assigner.hasTies {
            try assigner.chooseTies { look throws(Diagnostics) in
                try forEachLine { look(StagedLine($0, words)) }
            }
        }
        for (split, name) in splits.names.enumerated() where sorters.count(of: split) > 0 {
            let sizes = try sizes(of: split, in: sorters, assigner, words, count: stages.rule.stages)
            assigner.begin(sizes: sizes)
            func fileName(_ stage: Int) -> String {
                "stage-\(assigner.number(of: stage))" + (name.isEmpty ? "" : "-" + name)
            }
            var writers = sizes.indices.map { stage in
                ShardWriter(directory, name: fileName(stage), count: sizes[stage], shards: recipe.output.shards)
            }
            let text = ByteBuffer()
            try sorters.forEachInOrder(of: split) { bytes throws(Diagnostics) in
                let line = StagedLine(bytes, words)
                for (index, stage) in assigner.stages(of: line).enumerated() {
                    let number = assigner.number(of: stage)
                    let written = recipe.output.metadata ? Self.line(line.line, withStage: number, text) : line.line
                    try writers[stage].write(written)
                    table.stages[number - 1].add(
                        stages.control == .random ? .nan : line.score, bytes: written.count, isReplayed: index > 0)
                }
            }
            for stage in writers.indices.sorted(by: { assigner.number(of: $0) < assigner.number(of: $1) }) {
                manifest.outputs += try writers[stage].finish().map { record in
                    var record = record
                    record.split = name.isEmpty ? nil : fileName(stage)
                    return record
                }
            }
        }
        manifest.stages = table
    }

    /// How many lines of a split each stage has: files are cut by that.
    private func sizes(
        of split: Int, in sorters: SplitSorters, _ assigner: StageAssigner, _ words: WordCounts?, count: Int
    ) throws(Diagnostics) -> [Int] {
        var ahead = assigner
        ahead.begin(sizes: nil)
        var sizes = Array(repeating: 0, count: count)
        try sorters.forEachInOrder(of: split, keepsLines: true) { bytes throws(Diagnostics) in
            for stage in ahead.stages(of: StagedLine(bytes, words)) { sizes[stage] += 1 }
        }
        return sizes
    }

    /// A line with its stage as the last member of `meta`, which is the last member itself.
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

extension StageTable.Stage {
    /// - Parameter score: not a number where it has none, or none that says anything about the stage.
    fileprivate mutating func add(_ score: Double, bytes: Int, isReplayed: Bool) {
        self.bytes += bytes
        if isReplayed { replayed += 1 } else { own += 1 }
        if !isReplayed, !score.isNaN { include(score) }
    }
}
