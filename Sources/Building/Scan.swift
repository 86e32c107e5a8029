import Diagnostics
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

    /// Runs over a dataset.
    ///
    /// - Parameters:
    ///   - limit: how many instances can be taken at most.
    ///   - rejects: takes the rows that failed.
    init(
        _ dataset: PreparedDataset, splits: SplitRule, limit: Int, jobs: Int, rejects: RejectSink
    ) throws(Diagnostics) {
        ledger = DatasetLedger(name: dataset.recipe.name)
        ledger.templateCount = dataset.task.prompts.prompts.count
        ledger.licence = dataset.recipe.licence
        ledger.tag = dataset.recipe.tag
        ledger.invertedAsked = dataset.recipe.inverted
        keys = SmallestKeys(limit: limit)
        pool = DemonstrationPool(limit: dataset.task.demonstrations?.poolSize ?? 0)
        let ownPool = dataset.demonstrationInputs == nil
        inputs = try run(dataset.inputs, dataset, splits, takesPool: ownPool, jobs: jobs, rejects)
        if let demonstrationInputs = dataset.demonstrationInputs {
            var other = Scan(empty: self)
            // Its rows may be the dataset's own: those of a held-out split are none for showing.
            inputs += try other.run(demonstrationInputs, dataset, splits, takesPool: true, jobs: jobs, rejects)
            pool.merge(other.pool)
        }
    }

    private init(empty other: Scan) {
        ledger = DatasetLedger(name: other.ledger.name)
        keys = SmallestKeys(limit: 0)
        pool = other.pool
    }

    private mutating func run(
        _ inputs: InputSet, _ dataset: PreparedDataset, _ splits: SplitRule, takesPool: Bool, jobs: Int,
        _ rejects: RejectSink
    ) throws(Diagnostics) -> [InputSummary] {
        let map = RowMap(inputs: inputs, jobs: jobs, summarises: true)
        let before = rejects.codes
        var counts = ledger
        var keys = keys
        var pool = pool
        let result = try map.run(
            rejects: rejects, makeHandler: { ScanHandler(dataset, splits, takesPool: takesPool) }
        ) { (batch: ScanHandler.BatchResult) throws(Diagnostics) in
            counts.filtered += batch.filtered
            counts.blank += batch.blank
            counts.available += batch.keys.count
            for key in batch.keys { keys.add(key) }
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

/// Validates a row by rendering it, and takes its keys.
private final class ScanHandler: RowHandler {
    struct BatchResult: Sendable {
        var filtered = 0
        var blank = 0
        var keys: [SelectionKey] = []
        var pool: DemonstrationPool
    }

    private let dataset: PreparedDataset
    private let splits: SplitRule
    private let poolSize: Int
    private let prompter: Prompter
    private let rowKeys: RowKeys
    private let instance = Instance()
    private var result: BatchResult

    init(_ dataset: PreparedDataset, _ splits: SplitRule, takesPool: Bool) {
        self.dataset = dataset
        self.splits = splits
        poolSize = takesPool ? dataset.task.demonstrations?.poolSize ?? 0 : 0
        prompter = Prompter(dataset.task)
        rowKeys = RowKeys(idField: dataset.recipe.id)
        result = BatchResult(pool: DemonstrationPool(limit: poolSize))
    }

    func handle(_ row: Row) throws(PromptError) {
        guard try prompter.take(row.bytes, row.fields) else {
            result.filtered += 1
            return
        }
        let key = try rowKeys.key(of: row)
        let keying = dataset.task.keying
        let found = try InstanceKeys.find(prompter, dataset, row, key, instance)
        guard !found.isEmpty else {
            result.blank += 1
            return
        }
        result.keys += found.map(\.key)
        guard poolSize > 0, splits.split(of: key, keying) == splits.demonstrationSplit else { return }
        let hash = keying.hash(.pool, key)
        // Most rows of a large dataset are out of the question; only the others are looked at closely.
        guard result.pool.wants(hash: hash, content: 0) else { return }
        let text = rowKeys.canonicalText(of: row)
        let content = text.withUnsafeBytes { XXH64.hash($0) }
        result.pool.offer(PoolRow(key: key, content: content, bytes: text), hash: hash)
    }

    func finishBatch() -> BatchResult {
        defer { result = BatchResult(pool: DemonstrationPool(limit: poolSize)) }
        return result
    }
}

/// The instances that a row can give.
enum InstanceKeys {
    /// Renders the row that was taken last through each of its templates.
    ///
    /// - Returns: the templates that give a prompt and a completion, with the selection keys of these instances.
    static func find(
        _ prompter: Prompter, _ dataset: PreparedDataset, _ row: Row, _ key: RecordKey, _ instance: Instance
    ) throws(PromptError) -> [(template: Int, key: SelectionKey)] {
        var found: [(template: Int, key: SelectionKey)] = []
        let selection = dataset.task.keying.hash(.selection, key)
        let tie = XXH64.hash(row.bytes, seed: 1)
        for template in prompter.templates(for: key) {
            try prompter.render(template, key: key, into: instance)
            try instance.requirePair()
            if instance.isBlank { continue }
            found.append((template, SelectionKey(primary: dataset.instanceHash(selection, template), tie: tie)))
        }
        return found
    }
}

extension PreparedDataset {
    /// A row's hash made an instance's: with one template a row they are the same, else each template has its own.
    func instanceHash(_ hash: UInt64, _ template: Int) -> UInt64 {
        recipe.perRow == 1 ? hash : hash.rank(of: task.prompts.prompts[template].hash)
    }
}
