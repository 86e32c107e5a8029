import Diagnostics
import Mixing
import Running
import Similarity

/// Reads the tasks of a pool or of the candidates.
struct TaskReading {
    private let inputs: InputSet
    private let makeHandler: @Sendable () -> TaskHandler

    /// - Parameter isCandidate: whether the rules are applied to each row by itself.
    init(
        _ inputs: InputSet, _ fields: TaskFields, _ rules: GrowRules, seed: UInt64, isCandidate: Bool, keepsLines: Bool
    ) {
        self.inputs = inputs
        // The same for both, so that an instruction has one hash.
        let hasher = RowHasher(seed: seed, dataset: "grow")
        makeHandler = { TaskHandler(fields, rules, hasher, isCandidate: isCandidate, keepsLines: keepsLines) }
    }

    /// - Parameters:
    ///   - vocabulary: gives the tokens their numbers.
    ///   - held: how many bytes tasks take so far, with those of other readings.
    ///   - memory: how many they may take.
    /// - Returns: the tasks in the order of the input, and how many records were read.
    /// - Throws: that they take more, with status 1.
    func run(
        jobs: Int, rejects: RejectSink, _ vocabulary: inout Vocabulary, held: inout Int, memory: Int
    ) throws(Diagnostics) -> (tasks: [CandidateTask], records: Int) {
        var tasks: [CandidateTask] = []
        var (bytes, numbers) = (held, vocabulary)
        // Growing it must not copy it.
        vocabulary = Vocabulary()
        defer { (held, vocabulary) = (bytes, numbers) }
        let read = try RowPipeline(inputs: inputs, jobs: jobs).run(rejects: rejects, makeHandler: makeHandler) {
            (batch: [CandidateTask]) throws(Diagnostics) in
            for var task in batch {
                task.tokens = numbers.insert(task.newTokens)
                task.newTokens = []
                bytes += task.bytes
                tasks.append(task)
            }
            guard bytes + numbers.bytes <= memory else {
                throw Diagnostics(
                    Diagnostic(
                        "the instructions and lines of \(inputs.names.joined(separator: ", ")) take more than --memory allows",
                        help: "allow more, such as --memory 4G, or grow the pool by smaller rounds"),
                    status: .problems)
            }
        }
        return (tasks, read.records)
    }
}
