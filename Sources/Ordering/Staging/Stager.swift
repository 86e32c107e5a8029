import Diagnostics
import Formats
import JSON
import Mixing
import Records
import Reports
import Running
import Staging

/// Parts formatted lines into stages by difficulty, each in an order of its own.
package struct Stager {
    private var inputs: InputSet
    private var rules: Rules
    private let jobs: Int
    private let memory: Int
    private let keying: RowHasher

    /// - Parameter memory: how many bytes lines may take in memory while they are sorted.
    package init(_ inputs: InputSet, _ rules: Rules, jobs: Int, memory: Int) {
        self.inputs = inputs
        self.rules = rules
        self.jobs = jobs
        self.memory = memory
        keying = RowHasher(seed: rules.seed, dataset: "stage")
    }

    /// Reads the lines, and writes the stages into a folder, with a manifest.
    package mutating func run(to folder: String) throws(Diagnostics) -> StageTable {
        var spools: [String: Spool] = [:]
        try inputs.spool(&spools)
        let directory = try OutputDirectory.opening(folder)
        if case .measured(.rareWords, _) = rules.scores {
            rules.scores = .measured(.rareWords, among: try WordReader.counts(of: inputs, jobs: jobs))
        }
        var table = StageTable()
        let (counts, summaries) = try count(&table)
        let borders = try StageBorders(rules.rule, counts)
        table.thresholds = borders.borders.map(\.score)
        table.stages = Array(repeating: StageTable.Stage(), count: rules.rule.stages)
        let isRandom = rules.control == .random
        let sorters = SplitSorters(
            splits: isRandom ? 1 : rules.rule.stages, datasets: [""], order: .shuffled, memory: memory)
        let unscored = try part(borders, counts, into: sorters, &table)
        if isRandom {
            var sizes = borders.sizes(counts)
            if case .stage(let number) = rules.missing { sizes[number - 1] += unscored }
            for index in sizes.indices { (table.stages[index].own, table.stages[index].scores) = (sizes[index], nil) }
        }
        let outputs = try write(sorters, table.stages.map { $0.own + $0.replayed }, to: directory, &table)
        try writeManifest(table, outputs, summaries, to: directory)
        try directory.replace(ifChanged: false)
        return table
    }

    /// Puts the lines into their stages or, where these are drawn at random, all into one.
    ///
    /// - Returns: how many lines have no score.
    private func part(
        _ borders: StageBorders, _ counts: ScoreCounts, into sorters: SplitSorters, _ table: inout StageTable
    ) throws(Diagnostics) -> Int {
        var selectors = try selectors(borders, counts)
        var unscored = 0
        try forEachBatch { batch throws(Diagnostics) in
            for line in batch.lines {
                let stage: Int
                switch judge(line.score) {
                case .score(let score):
                    let shown = counts.representative(score)
                    let flags = borders.borders.indices.map { index in
                        borders.borders[index].score == shown && selectors[index].takes(line.selection)
                    }
                    stage = borders.stage(of: shown) { flags[$0] }
                    table.stages[stage].include(score)
                case .missing:
                    guard case .stage(let number) = rules.missing else { continue }
                    stage = number - 1
                    unscored += 1
                case .outside: continue
                }
                if rules.control == .random {
                    try sorters.add(batch.bytes, [(line.control, line.range)], dataset: 0, to: 0)
                    continue
                }
                table.stages[stage].own += 1
                try sorters.add(batch.bytes, [(line.order, line.range)], dataset: 0, to: stage)
                for later in Replay(rules.replay).stages(after: stage, of: rules.rule.stages, hash: line.replay) {
                    table.stages[later].replayed += 1
                    try sorters.add(batch.bytes, [(line.order, line.range)], dataset: 0, to: later)
                }
            }
        }
        return unscored
    }

    // MARK: Scores

    private enum Judgement {
        case score(Double)
        case missing
        case outside
    }

    /// What a line's score means by the rules; the run has ended already where that is an error.
    private func judge(_ score: Double?) -> Judgement {
        guard let score else { return .missing }
        guard let range = rules.range, !range.bounds.contains(score) else { return .score(score) }
        guard rules.outside == .clamp else { return .outside }
        return .score(min(max(score, range.bounds.lowerBound), range.bounds.upperBound))
    }

    /// The scores of all lines.
    private func count(_ table: inout StageTable) throws(Diagnostics) -> (ScoreCounts, [InputSummary]) {
        var counts = ScoreCounts()
        var (missing, outside) = (0, 0)
        let summaries = try forEachBatch(summaries: .hashes) { batch throws(Diagnostics) in
            for line in batch.lines {
                table.lines += 1
                switch judge(line.score) {
                case .score(let score): counts.add(score)
                case .missing:
                    if rules.missing == .fail { throw fault(line.place, "has no score that can be read", "--missing") }
                    missing += 1
                case .outside:
                    if rules.outside == .fail {
                        throw fault(line.place, "has the score \(line.score ?? 0), out of range", "--out-of-range")
                    }
                    outside += 1
                }
            }
        }
        if missing > 0, rules.missing == .drop { table.dropped.append(("no score", missing)) }
        if outside > 0 { table.dropped.append(("score out of range", outside)) }
        table.histogram = StageTable.histogram(counts.sorted)
        return (counts, summaries)
    }

    private func fault(_ place: RecordLocation, _ message: String, _ option: String) -> Diagnostics {
        Diagnostics(
            Diagnostic(
                "record \(place.record) \(message)",
                at: SourceLocation(file: inputs.names[place.input], line: place.line, column: 1),
                help: "\(option) tells what else than failing is to be done"), status: .problems)
    }

    /// For each border, those of the lines with just its score that stay in an earlier stage: the ones with the smallest keys.
    private func selectors(_ borders: StageBorders, _ counts: ScoreCounts) throws(Diagnostics) -> [Selector] {
        var keys = borders.borders.map { SmallestKeys(limit: $0.earlier) }
        if borders.borders.contains(where: { $0.earlier > 0 }) {
            try forEachBatch { batch throws(Diagnostics) in
                for line in batch.lines {
                    guard case .score(let score) = judge(line.score) else { continue }
                    let shown = counts.representative(score)
                    for (index, border) in borders.borders.enumerated() where border.score == shown {
                        keys[index].add(line.selection)
                    }
                }
            }
        }
        return borders.borders.indices.map { Selector(keys[$0].threshold(for: borders.borders[$0].earlier)) }
    }

    @discardableResult
    private func forEachBatch(
        summaries: RowPipeline.SummaryKind = .none, _ body: (StageLines.BatchResult) throws(Diagnostics) -> Void
    ) throws(Diagnostics) -> [InputSummary] {
        let (scores, keying) = (rules.scores, keying)
        // Made here, where it can fail.
        _ = try InstanceTexts()
        let map = RowPipeline(inputs: inputs, jobs: jobs, summaries: summaries)
        return try map.run(
            rejects: RejectSink(BadRowPolicy(.fail)), makeHandler: { StageLines(scores, keying) }, consume: body
        ).inputs
    }

    // MARK: Files

    private func write(
        _ sorters: SplitSorters, _ sizes: [Int], to directory: OutputDirectory, _ table: inout StageTable
    ) throws(Diagnostics) -> [FileRecord] {
        var order = Array(sizes.indices)
        if case .order(let numbers) = rules.control { order = numbers.map { $0 - 1 } }
        table.stages = order.map { table.stages[$0] }
        var records: [FileRecord] = []
        func writer(_ position: Int) -> ShardWriter {
            ShardWriter(
                directory, name: "stage-\(position + 1)", count: sizes[order[position]], shards: rules.shards)
        }
        if rules.control == .random {
            var position = 0
            var open = writer(0)
            var left = sizes[0]
            try sorters.forEachInOrder(of: 0) { _, line throws(Diagnostics) in
                while left == 0 {
                    records += try open.finish()
                    position += 1
                    open = writer(position)
                    left = sizes[position]
                }
                try open.write(line)
                table.stages[position].bytes += line.count
                left -= 1
            }
            return records + (try open.finish())
        }
        for position in order.indices {
            var open = writer(position)
            try sorters.forEachInOrder(of: order[position]) { _, line throws(Diagnostics) in
                try open.write(line)
                table.stages[position].bytes += line.count
            }
            records += try open.finish()
        }
        return records
    }

    private func writeManifest(
        _ table: StageTable, _ outputs: [FileRecord], _ inputs: [InputSummary], to directory: OutputDirectory
    ) throws(Diagnostics) {
        var manifest = Manifest(version: programVersion, seed: rules.seed, recipe: "", recipeHash: "")
        manifest.outputs = outputs
        manifest.inputs = [
            (
                "stage",
                inputs.map(FileRecord.init)
            )
        ]
        manifest.stages = table
        let text = ByteBuffer()
        manifest.json.write(to: text, indent: 0)
        text.append("\n")
        try checked { () throws(OutputError) in
            let file = try directory.create(Manifest.fileName)
            try file.write(text.bytes)
            try file.finish()
        }
    }
}
