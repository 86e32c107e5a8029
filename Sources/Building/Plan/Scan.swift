import Diagnostics
import Formats
import JSON
import Mixing
import Prompting
import Records
import Reports
import Running

/// What one pass over a dataset tells: how many instances it has to give, their selection keys, and which rows may be
/// demonstrations.
package struct Scan {
    package var ledger: DatasetLedger
    /// Selection keys of the instances.
    package var keys: SmallestKeys
    package var pool: DemonstrationPool
    package var inputs: [InputSummary] = []
    /// The records that matter, where only those were looked at and they are kept.
    private(set) var kept: [KeptRecords]?
    private let rules: ScanRules
    /// Takes in what a report shows of rows that are dropped.
    private var observer: DatasetObserver?

    /// Runs over a dataset.
    ///
    /// - Parameters:
    ///   - screening: which of its rows are looked at first; the others are only where these are too few. Nil: all are.
    ///   - observer: takes in what a report shows.
    package init(
        _ dataset: PreparedDataset, _ rules: ScanRules, _ screening: CandidateScan? = nil, rejects: RejectSink,
        observer: DatasetObserver? = nil
    ) throws(Diagnostics) {
        self.init(empty: dataset, rules)
        self.observer = observer
        let ownPool = dataset.demonstrationInputs == nil
        if let screening {
            (inputs, kept) = (screening.inputs, screening.kept)
            try run(dataset.inputs, dataset, takesPool: ownPool, screening.screen, rejects)
            let isShort = ledger.available < rules.limit || ownPool && pool.isShort
            if isShort, let others = screening.screen.others {
                kept = nil
                try run(dataset.inputs, dataset, takesPool: ownPool, others, rejects)
            }
            ledger.rows = screening.rows
            ledger.unvalidated = screening.rows - ledger.available - ledger.rejectedCount - ledger.droppedCount
        } else {
            (ledger.rows, inputs) = try run(dataset.inputs, dataset, takesPool: ownPool, nil, rejects)
        }
        inputs += try takePool(dataset, rejects)
    }

    /// Takes demonstrations from the files that the dataset has for them, if it has some.
    ///
    /// - Returns: what is known of these files.
    package mutating func takePool(_ dataset: PreparedDataset, _ rejects: RejectSink) throws(Diagnostics)
        -> [InputSummary]
    {
        guard let inputs = dataset.demonstrationInputs else { return [] }
        // What is only shown before questions needs no score, and a list of duplicates speaks of the dataset's own rows.
        var dataset = dataset
        (dataset.scorer, dataset.excluded) = (nil, nil)
        // Its rows may be the dataset's own: those of a held-out split are none for showing.
        var other = Scan(empty: dataset, rules)
        let summaries = try other.run(inputs, dataset, takesPool: true, nil, rejects).inputs
        pool = other.pool
        return summaries
    }

    /// The scan of nothing yet.
    package init(empty dataset: PreparedDataset, _ rules: ScanRules) {
        self.rules = rules
        ledger = DatasetLedger(dataset)
        keys = SmallestKeys(limit: rules.limit, unit: rules.unit)
        pool = DemonstrationPool(limit: dataset.task.poolSize)
    }

    @discardableResult
    private mutating func run(
        _ inputs: InputSet, _ dataset: PreparedDataset, takesPool: Bool, _ screen: RowPrefilter?, _ rejects: RejectSink
    ) throws(Diagnostics) -> (rows: Int, inputs: [InputSummary]) {
        let rules = rules
        var map = RowPipeline(inputs: inputs, jobs: rules.jobs, summaries: rules.summaries, progress: rules.progress)
        map.shard = rules.shard
        if let screen { (map.screen, map.kept, map.summaries) = (screen, kept, .none) }
        let before = rejects.codes
        let observer = observer
        rejects.observer = observer.map { observer in { observer.add($0) } }
        defer { rejects.observer = nil }
        var counts = ledger
        var keys = keys
        var pool = pool
        let result = try map.run(
            rejects: rejects,
            makeHandler: { ScanHandler(dataset, rules, screen, takesPool: takesPool) }
        ) { (batch: ScanHandler.BatchResult) throws(Diagnostics) in
            counts.add(batch.drops)
            batch.readings.add(to: &counts)
            observer?.add(batch.drops)
            counts.available += batch.instances.count
            for (key, size) in batch.instances {
                keys.add(key, size)
                counts.availableAmount += size.amount(in: rules.unit)
                counts.availableCharacters += Int(size.characters)
            }
            pool.merge(batch.pool)
        }
        counts.addRejects(of: rejects, since: before)
        (ledger, self.keys, self.pool) = (counts, keys, pool)
        return (result.records, result.inputs)
    }
}

/// How a dataset is scanned.
package struct ScanRules: Sendable {
    var splits: SplitRule
    /// How lines will be written.
    var style: OutputStyle
    /// How much can be taken at most, in a unit.
    package var limit = Int.max
    var unit = MixtureUnit.examples
    /// What is taken of the inputs' bytes.
    var summaries = RowPipeline.SummaryKind.none
    /// Whether the sizes of formatted lines are counted, where they do not matter for what is taken.
    var measuresLines = true
    var jobs = 1
    var progress: Progress?
    /// Which of the records are read; nil: all.
    package var shard: RecordShard?

    package init(splits: SplitRule, style: OutputStyle) { (self.splits, self.style) = (splits, style) }
}

/// Validates a row by rendering it, and takes its keys.
private final class ScanHandler: RowHandler {
    struct BatchResult: Sendable {
        var drops = RowDrops()
        var readings = RowReadings()
        var instances: [(key: SelectionKey, size: InstanceSize)] = []
        var pool: DemonstrationPool
    }

    private let dataset: PreparedDataset
    private let splits: SplitRule
    private let style: OutputStyle
    /// Whether nothing of a row matters but its key.
    private let takesKeysOnly: Bool
    private let screen: RowPrefilter?
    private let poolSize: Int
    private let prompter: Prompter
    private let rowKeys: RowKeys
    private let instance = Instance()
    private let found = RowInstances()
    /// Writes lines where that may fail, as a chat template may.
    private let writer: InstanceWriter?
    private let line = ByteBuffer()
    /// Takes texts out of formatted lines, where their scores are measured.
    private let lineTexts: InstanceTexts?
    private var result: BatchResult
    private var place = RecordLocation(input: 0, line: 0)

    init(_ dataset: PreparedDataset, _ rules: ScanRules, _ screen: RowPrefilter?, takesPool: Bool) {
        self.dataset = dataset
        (splits, style) = (rules.splits, rules.style)
        takesKeysOnly =
            !rules.measuresLines && rules.unit == .examples && dataset.isPlainLines && screen == nil
        self.screen = screen
        poolSize = takesPool ? dataset.task.poolSize : 0
        prompter = Prompter(dataset.task)
        rowKeys = RowKeys(idField: dataset.recipe.id)
        lineTexts = dataset.scorer?.lineTexts
        writer = style.chatTemplate == nil ? nil : InstanceWriter(style, dataset: dataset.recipe.name)
        result = BatchResult(pool: DemonstrationPool(limit: poolSize))
    }

    func willHandle(_ rows: RowCursor) { place = rows.place }

    func handle(_ row: Row) throws(PromptError) {
        if takesKeysOnly {
            let key = RowHasher.recordKey(identity: row.bytes)
            return result.instances.append((dataset.task.hasher.selectionKey(key), InstanceSize()))
        }
        guard screen != nil else { return try handle(row, isTrial: false) }
        let use = screen!.use(ofKey: try rowKeys.key(of: row))
        if use != .none { try handle(row, isTrial: use == .trial) }
    }

    /// - Parameter isTrial: whether the row is looked at only as a demonstration.
    private func handle(_ row: Row, isTrial: Bool) throws(PromptError) {
        if dataset.leavesOut(row, rowKeys, at: place) {
            if !isTrial { result.drops.addDuplicate(at: place) }
            return
        }
        guard try prompter.load(row.bytes, row.fields) else {
            if !isTrial { result.drops.addFiltered(at: place) }
            return
        }
        let key = try rowKeys.key(of: row)
        let hasher = dataset.task.hasher
        let count = result.instances.count
        do throws(PromptError) {
            try found.find(prompter, row, key, instance) { key throws(PromptError) in
                result.instances.append((key, instance.size))
                try dataset.scorer?.check(row, instance, lineTexts)
                if let writer {
                    line.removeAll()
                    try writer.write(instance, to: line)
                }
            }
        } catch {
            result.instances.removeLast(result.instances.count - count)
            throw error
        }
        if isTrial {
            result.instances.removeLast(result.instances.count - count)
        } else {
            result.drops.add(found, at: place)
            if !found.instances.isEmpty { result.readings.add(prompter.reading) }
        }
        guard poolSize > 0, !found.instances.isEmpty else { return }
        let hash = hasher.hash(.pool, key)
        // Most rows of a large dataset are out of the question; only the others are looked at closely.
        guard result.pool.wants(hash: hash, content: 0) else { return }
        let content = rowKeys.content(of: row)
        guard splits.split(of: content, hasher) == splits.demonstrationSplit else { return }
        result.pool.offer(PoolRow(key: key, content: content, bytes: rowKeys.canonicalText(of: row)), hash: hash)
    }

    func finishBatch() -> BatchResult {
        defer { result = BatchResult(pool: DemonstrationPool(limit: poolSize)) }
        return result
    }
}
