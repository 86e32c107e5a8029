import Diagnostics
import Prompting
import Records
import Running
import Similarity

/// Tells what a pool of instructions holds, and how much of it stands there twice.
package struct PoolMeasurer: Sendable {
    package var pool: InputSet
    package var fields = TaskFields()
    /// Above this ROUGE-L to an earlier instruction one is a near duplicate.
    package var threshold = SimilarityThreshold.usual
    package var tokens = TokenRules.ascii
    package var jobs = 1
    /// About how many bytes instructions may take in memory.
    package var memory = 1 << 30
    /// What happens to records without a task; `fail` or `skip`.
    package var badRows = BadRowPolicy()

    package init(pool: InputSet) { self.pool = pool }

    /// - Throws: the first bad row under `fail`, too many of them, or more than fits into the memory, with status 1.
    package func run() throws(Diagnostics) -> PoolStatistics {
        var statistics = PoolStatistics(threshold: threshold, tokens: tokens)
        var vocabulary = Vocabulary()
        var texts: [[Int32]] = []
        var known: Set<String> = []
        var bytes = 0
        let rejects = try RejectSink(badRows)
        let (fields, tokens) = (fields, tokens)
        let read = try RowPipeline(inputs: pool, jobs: jobs).run(
            rejects: rejects, makeHandler: { MeasuredTasks(fields, tokens) }
        ) { (batch: [MeasuredTask]) throws(Diagnostics) in
            for measured in batch {
                statistics.add(measured.task)
                let text = NormalisedText.of(measured.task.instruction)
                guard known.insert(text).inserted else {
                    statistics.exactDuplicates += 1
                    continue
                }
                texts.append(vocabulary.insert(measured.tokens))
                bytes += 128 + text.utf8.count + 16 * measured.tokens.count
            }
            guard bytes + vocabulary.bytes <= memory else {
                throw Diagnostics(
                    Diagnostic(
                        "the instructions of \(pool.names.joined(separator: ", ")) take more than --memory allows",
                        help: "allow more, such as --memory 4G"),
                    status: .problems)
            }
        }
        (statistics.rows, statistics.rejected) = (read.records, rejects.codes)
        try rejects.finish(records: read.records)
        statistics.nearDuplicates = nearDuplicates(Corpus(texts, vocabulary))
        return statistics
    }

    /// How many texts are above the threshold to an earlier one.
    private func nearDuplicates(_ corpus: Corpus) -> Int {
        var growing = SimilarityIndex(of: corpus, above: threshold)
        for text in 0..<corpus.count { growing.insert(text) }
        let index = growing
        var chunks = stride(from: 0, to: corpus.count, by: 64).map { $0..<min($0 + 64, corpus.count) }[...]
        var count = 0
        do {
            try orderedParallelMap(
                jobs: max(1, min(jobs, chunks.count)), next: { chunks.popFirst() }, mayReadAhead: { true },
                makeWorker: {
                    var search = SimilaritySearch(of: index.corpus)
                    return { (chunk: Range<Int>) -> Int in
                        chunk.count { search.best(for: $0, in: index, among: 0..<$0, any: true) != nil }
                    }
                },
                consume: { count += $0 })
        } catch {
            preconditionFailure("comparing throws nothing")
        }
        return count
    }
}

private struct MeasuredTask: Sendable {
    var task: InstructionTask
    var tokens: [String]
}

private final class MeasuredTasks: RowHandler {
    private let fields: TaskFields
    private let rules: TokenRules
    private var tasks: [MeasuredTask] = []

    init(_ fields: TaskFields, _ rules: TokenRules) { (self.fields, self.rules) = (fields, rules) }

    func handle(_ row: Row) throws(PromptError) {
        let task = try fields.task(of: row)
        let tokens = rules.tokens(of: task.instruction)
        try TaskHandler.check(tokens.count)
        tasks.append(MeasuredTask(task: task, tokens: tokens))
    }

    func finishBatch() -> [MeasuredTask] {
        defer { tasks = [] }
        return tasks
    }
}
