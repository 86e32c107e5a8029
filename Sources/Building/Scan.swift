import Diagnostics
import Formats
import JSON
import Mixing
import Prompting
import Records
import Reports

/// What one pass over a dataset tells: how many instances it has to give, their selection keys, and which rows may be
/// demonstrations. Two scans of parts of a dataset merge into the scan of the whole, in any order.
struct Scan: Sendable {
    var ledger: DatasetLedger
    /// Selection keys of the instances.
    var keys: SmallestKeys
    var pool: DemonstrationPool
    var inputs: [InputSummary] = []
    private let rules: ScanRules

    /// Runs over a dataset.
    ///
    /// - Parameter rejects: takes the rows that failed.
    init(_ dataset: PreparedDataset, _ rules: ScanRules, rejects: RejectSink) throws(Diagnostics) {
        ledger = DatasetLedger(name: dataset.recipe.name)
        ledger.templateCount = dataset.task.prompts.prompts.count
        ledger.licence = dataset.recipe.licence
        ledger.tag = dataset.recipe.tag
        ledger.invertedAsked = dataset.recipe.inverted
        self.rules = rules
        keys = SmallestKeys(limit: rules.limit, unit: rules.unit)
        pool = DemonstrationPool(limit: dataset.task.demonstrations?.poolSize ?? 0)
        let ownPool = dataset.demonstrationInputs == nil
        inputs = try run(dataset.inputs, dataset, takesPool: ownPool, rejects)
        if let demonstrationInputs = dataset.demonstrationInputs {
            var other = Scan(empty: self)
            // Its rows may be the dataset's own: those of a held-out split are none for showing.
            inputs += try other.run(demonstrationInputs, dataset, takesPool: true, rejects)
            pool.merge(other.pool)
        }
    }

    private init(empty other: Scan) {
        rules = other.rules
        ledger = DatasetLedger(name: other.ledger.name)
        keys = SmallestKeys(limit: 0)
        pool = other.pool
    }

    private mutating func run(
        _ inputs: InputSet, _ dataset: PreparedDataset, takesPool: Bool, _ rejects: RejectSink
    ) throws(Diagnostics) -> [InputSummary] {
        let rules = rules
        let map = RowMap(inputs: inputs, jobs: rules.jobs, summaries: rules.summaries, progress: rules.progress)
        let before = rejects.codes
        var counts = ledger
        var keys = keys
        var pool = pool
        let result = try map.run(
            rejects: rejects, makeHandler: { ScanHandler(dataset, rules.splits, rules.style, takesPool: takesPool) }
        ) { (batch: ScanHandler.BatchResult) throws(Diagnostics) in
            counts.add(batch.drops)
            counts.available += batch.instances.count
            for (key, size) in batch.instances {
                keys.add(key, size)
                counts.availableAmount += size.amount(in: rules.unit)
            }
            pool.merge(batch.pool)
        }
        counts.rows += result.records
        for (code, count) in rejects.codes where count > before[code, default: 0] {
            counts.rejected[code, default: 0] += count - before[code, default: 0]
        }
        (ledger, self.keys, self.pool) = (counts, keys, pool)
        return result.inputs
    }
}

/// How a dataset is scanned.
struct ScanRules: Sendable {
    var splits: SplitRule
    /// How lines will be written.
    var style: OutputStyle
    /// How much can be taken at most, in a unit.
    var limit = Int.max
    var unit = MixtureUnit.examples
    /// What is taken of the inputs' bytes.
    var summaries = RowMap.SummaryKind.none
    var jobs = 1
    var progress: Progress?
}

/// Validates a row by rendering it, and takes its keys.
private final class ScanHandler: RowHandler {
    struct BatchResult: Sendable {
        var drops = RowDrops()
        var instances: [(key: SelectionKey, size: InstanceSize)] = []
        var pool: DemonstrationPool
    }

    private let dataset: PreparedDataset
    private let splits: SplitRule
    private let poolSize: Int
    private let prompter: Prompter
    private let rowKeys: RowKeys
    private let instance = Instance()
    /// Writes lines where that may fail, as a chat template may.
    private let writer: InstanceWriter?
    private let line = ByteBuffer()
    private var result: BatchResult

    init(_ dataset: PreparedDataset, _ splits: SplitRule, _ style: OutputStyle, takesPool: Bool) {
        self.dataset = dataset
        self.splits = splits
        poolSize = takesPool ? dataset.task.demonstrations?.poolSize ?? 0 : 0
        prompter = Prompter(dataset.task)
        rowKeys = RowKeys(idField: dataset.recipe.id)
        writer = style.chatTemplate == nil ? nil : InstanceWriter(style, dataset: dataset.recipe.name)
        result = BatchResult(pool: DemonstrationPool(limit: poolSize))
    }

    func handle(_ row: Row) throws(PromptError) {
        guard try prompter.take(row.bytes, row.fields) else {
            result.drops.filtered += 1
            return
        }
        let key = try rowKeys.key(of: row)
        let keying = dataset.task.keying
        let count = result.instances.count
        let found: RowInstances
        do throws(PromptError) {
            found = try RowInstances(prompter, dataset, row, key, instance) { key throws(PromptError) in
                result.instances.append((key, instance.size))
                if let writer {
                    line.removeAll()
                    try writer.write(instance, to: line)
                }
            }
        } catch {
            result.instances.removeLast(result.instances.count - count)
            throw error
        }
        result.drops.add(found)
        guard poolSize > 0, !found.instances.isEmpty else { return }
        let hash = keying.hash(.pool, key)
        // Most rows of a large dataset are out of the question; only the others are looked at closely.
        guard result.pool.wants(hash: hash, content: 0) else { return }
        let content = rowKeys.content(of: row)
        guard splits.split(of: content, keying) == splits.demonstrationSplit else { return }
        result.pool.offer(PoolRow(key: key, content: content, bytes: rowKeys.canonicalText(of: row)), hash: hash)
    }

    func finishBatch() -> BatchResult {
        defer { result = BatchResult(pool: DemonstrationPool(limit: poolSize)) }
        return result
    }
}
