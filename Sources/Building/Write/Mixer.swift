import Diagnostics
import Formats
import JSON
import Mixing
import Ordering
import Prompting
import Records
import Reports
import Running

/// Mixes files of JSON lines that are formatted already: by the same arithmetic as a recipe's datasets, the lines unchanged.
package struct Mixer {
    /// A set of files that is mixed with others.
    package struct Source: Sendable {
        /// What choices are derived from, and what the table calls it.
        package var name: String
        /// Its files.
        package var inputs: InputSet
        /// At most so many of its lines.
        package var cap: Int?
        /// Multiplies its rate.
        package var weight = 1.0
        /// The fraction of the mixture that it is to be.
        package var share: Double?

        /// A source that gives all of its lines.
        package init(name: String, inputs: InputSet) {
            self.name = name
            self.inputs = inputs
        }
    }

    private var sources: [Source]
    private let rules: MixtureRules
    private let order: InstanceOrder
    private let seed: UInt64
    private let jobs: Int
    private let memory: Int
    private let badRows: BadRowPolicy

    /// - Parameters:
    ///   - sources: with names that differ.
    ///   - jobs: how many threads work.
    ///   - memory: how many bytes lines may take in memory while they are sorted.
    package init(
        _ sources: [Source], _ rules: MixtureRules, order: InstanceOrder, seed: UInt64, jobs: Int, memory: Int,
        badRows: BadRowPolicy
    ) {
        self.sources = sources
        self.rules = rules
        self.order = order
        self.seed = seed
        self.jobs = jobs
        self.memory = memory
        self.badRows = badRows
    }

    /// Reads all lines, shares the mixture out, and writes it.
    ///
    /// - Returns: what became of each source's lines, and what is suspicious in that.
    package mutating func run(
        to output: OutputFile
    ) throws(Diagnostics) -> (ledgers: [DatasetLedger], warnings: [Diagnostic]) {
        try badRows.refuseToOverwrite(sources.flatMap(\.inputs.paths).filter { $0 != "-" } + [output.path])
        var spools: [String: Spool] = [:]
        for index in sources.indices { try sources[index].inputs.spool(&spools) }
        var (ledgers, keys, scanned) = try scan()
        let entries = zip(sources, ledgers).map { source, ledger in
            MixtureEntry(
                name: source.name, available: ledger.available, cap: source.cap, weight: source.weight,
                share: source.share)
        }
        let sorters = SplitSorters(splits: 1, datasets: sources.map(\.name), order: order, memory: memory)
        for (index, share) in mix(entries, rules).enumerated() {
            ledgers[index].share = share
            let selection = DatasetSelection(of: share.count, from: &keys[index], ledgers[index])
            let summaries = try take(index, selection, into: sorters, &ledgers[index])
            for (before, after) in zip(scanned[index], summaries) where before.checksum != after.checksum {
                throw Diagnostics(
                    Diagnostic("\(before.name): the file has changed while it was read", help: "run it again"),
                    status: .inputOutput)
            }
            precondition(ledgers[index].isClosed, "the ledger of \(share.name) does not close")
        }
        try sorters.forEachInOrder(of: 0) { _, line throws(Diagnostics) in
            try checked { () throws(OutputError) in try output.write(line) }
        }
        try checked { () throws(OutputError) in try output.flush() }
        let names = ShareWarnings.Names(
            part: "source", item: "line", unit: "lines", size: "--size", epochs: "--epochs")
        let shares = ShareWarnings(entries: entries, rules: rules, ledgers: ledgers, names: names)
        return (
            ledgers,
            shares.all
                + repeatedInputWarnings("source", sources.map(\.name), scanned, help: "its lines are taken twice")
        )
    }

    /// Takes the keys of all lines.
    private func scan() throws(Diagnostics) -> ([DatasetLedger], [SmallestKeys], [[InputSummary]]) {
        var ledgers: [DatasetLedger] = []
        var keys: [SmallestKeys] = []
        var inputs: [[InputSummary]] = []
        let rejects = try RejectSink(badRows)
        for source in sources {
            var ledger = DatasetLedger(name: source.name)
            var found = SmallestKeys(limit: maxKeys(of: source))
            let before = rejects.codes
            let keying = RowHasher(seed: seed, dataset: source.name)
            let map = RowPipeline(inputs: source.inputs, jobs: jobs, summaries: .checksums)
            let read = try map.run(rejects: rejects, makeHandler: { LineKeys(keying) }) {
                (batch: [SelectionKey]) throws(Diagnostics) in
                ledger.available += batch.count
                for key in batch { found.add(key) }
            }
            ledger.rows = read.records
            ledger.availableAmount = ledger.available
            for (code, count) in rejects.codes where count > before[code, default: 0] {
                ledger.rejected[code] = count - before[code, default: 0]
            }
            ledgers.append(ledger)
            keys.append(found)
            inputs.append(read.inputs)
        }
        try rejects.finish(records: ledgers.reduce(0) { $0 + $1.rows })
        return (ledgers, keys, inputs)
    }

    /// How many keys of a source are enough to take any part of it; of one that is taken whole none are needed.
    private func maxKeys(of source: Source) -> Int {
        let usesEveryRow =
            source.cap == nil && rules.isUncapped(of: source.name, weight: source.weight)
            && sources.allSatisfy { $0.share == nil }
        return usesEveryRow ? 0 : min(source.cap ?? rules.cap ?? Int.max, rules.size ?? Int.max)
    }

    /// Takes the lines that were selected.
    private func take(
        _ index: Int, _ selection: DatasetSelection, into sorters: SplitSorters, _ ledger: inout DatasetLedger
    ) throws(Diagnostics) -> [InputSummary] {
        // The scan has told of the rejects already.
        let rejects = try RejectSink(BadRowPolicy(badRows.action == .fail ? .fail : .skip))
        var selector = Selector(selection.threshold)
        var counts = ledger
        let keying = RowHasher(seed: seed, dataset: sources[index].name)
        let map = RowPipeline(inputs: sources[index].inputs, jobs: jobs, summaries: .checksums)
        let read = try map.run(rejects: rejects, makeHandler: { SelectedLines(keying, selection) }) {
            (batch: SelectedLines.BatchResult) throws(Diagnostics) in
            counts.overCap += batch.others
            var chosen: [(key: UInt64, range: Range<Int>)] = []
            for line in batch.lines {
                let copies = selection.passes + (selector.takes(line.selection) ? 1 : 0)
                if copies > 0 { counts.taken += 1 } else { counts.overCap += 1 }
                counts.instances += copies
                counts.amount += copies
                for pass in 0..<copies {
                    chosen.append((sorters.key(line.order, pass: pass), line.range))
                }
            }
            try sorters.add(batch.bytes, chosen, dataset: index, to: 0)
        }
        ledger = counts
        return read.inputs
    }
}

/// The selection key of a line, as a row's is derived.
private func selectionKey(_ key: RecordKey, _ keying: RowHasher) -> SelectionKey {
    SelectionKey(primary: keying.hash(.selection, key), tie: key)
}

private final class LineKeys: RowHandler {
    private let keying: RowHasher
    private var keys: [SelectionKey] = []

    init(_ keying: RowHasher) {
        self.keying = keying
    }

    func handle(_ row: Row) throws(PromptError) {
        keys.append(selectionKey(RowHasher.recordKey(identity: row.bytes), keying))
    }

    func finishBatch() -> [SelectionKey] {
        defer { keys = [] }
        return keys
    }
}

private final class SelectedLines: RowHandler {
    struct SelectedLine: Sendable {
        var selection: SelectionKey
        var order: UInt64
        /// In the batch's bytes, its end included.
        var range: Range<Int>
    }

    struct BatchResult: Sendable {
        var others = 0
        var lines: [SelectedLine] = []
        var bytes: [UInt8] = []
    }

    private let keying: RowHasher
    private let selection: DatasetSelection
    private let output = ByteBuffer()
    private var result = BatchResult()

    init(_ keying: RowHasher, _ selection: DatasetSelection) {
        self.keying = keying
        self.selection = selection
    }

    func handle(_ row: Row) throws(PromptError) {
        let key = RowHasher.recordKey(identity: row.bytes)
        let place = selectionKey(key, keying)
        guard selection.mayTake(place) else {
            result.others += 1
            return
        }
        let start = output.count
        output.append(row.bytes)
        output.append("\n")
        result.lines.append(
            SelectedLine(selection: place, order: keying.hash(.order, key), range: start..<output.count))
    }

    func finishBatch() -> BatchResult {
        defer {
            result = BatchResult()
            output.removeAll()
        }
        result.bytes = Array(output.bytes)
        return result
    }
}
