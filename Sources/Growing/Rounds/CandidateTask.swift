import JSON
import Mixing
import Prompting
import Records
import Running
import Similarity

/// A row of a pool or of the candidates, as long as it is compared.
struct CandidateTask: Sendable {
    /// The instruction as it stands.
    var instruction: String
    /// The instruction made comparable, by which equal ones are known.
    var normalised: String
    /// What decides when it is decided on.
    var order: UInt64
    /// The row's line without its end; empty if nobody will ask for it.
    var line: [UInt8] = []
    /// The rule that it breaks by itself.
    var refusal: Refusal?
    /// The tokens of the instruction until they have numbers; none if nobody compares them, or if it is refused already.
    var newTokens: [String] = []
    /// The tokens' numbers.
    var tokens: [Int32] = []
    /// Hashes of its questions and of the answers to them.
    var answers: [Answer] = []

    /// A question (instruction and input) and its answer.
    struct Answer: Sendable {
        /// Two hashes under different seeds: 128 bits never meet by chance.
        var question: SIMD2<UInt64>
        var answer: SIMD2<UInt64>

        init(normalised: String, input: String, output: String) {
            question = Self.hashes(Array(normalised.utf8) + [0] + Array(input.utf8))
            answer = Self.hashes(Array(output.utf8))
        }

        private static func hashes(_ bytes: [UInt8]) -> SIMD2<UInt64> {
            bytes.withUnsafeBytes { SIMD2(XXH3.hash($0, seed: 0), XXH3.hash($0, seed: 1)) }
        }
    }

    /// About how many bytes it takes until the run ends: itself, its tokens here, in the corpus (twice) and in the index.
    var bytes: Int { 320 + 3 * instruction.utf8.count + line.count + 16 * tokens.count + 64 * answers.count }

    /// Whether it is decided on before another one: by the order's hash, then by what stands in it.
    static func isBefore(_ a: CandidateTask, _ b: CandidateTask) -> Bool {
        if a.order != b.order { return a.order < b.order }
        if !a.instruction.utf8.elementsEqual(b.instruction.utf8) {
            return a.instruction.utf8.lexicographicallyPrecedes(b.instruction.utf8)
        }
        return a.line.lexicographicallyPrecedes(b.line)
    }
}

/// Takes the tasks out of rows.
final class TaskHandler: RowHandler {
    private let fields: TaskFields
    private let rules: GrowRules
    private let hasher: RowHasher
    private let isCandidate: Bool
    private let keepsLines: Bool
    private let text = ByteBuffer()
    private var tasks: [CandidateTask] = []

    /// - Parameter isCandidate: whether rules are applied to each row.
    init(_ fields: TaskFields, _ rules: GrowRules, _ hasher: RowHasher, isCandidate: Bool, keepsLines: Bool) {
        (self.fields, self.rules, self.hasher, self.isCandidate) = (fields, rules, hasher, isCandidate)
        self.keepsLines = keepsLines
    }

    func handle(_ row: Row) throws(PromptError) {
        let task = try fields.task(of: row)
        var held = CandidateTask(
            instruction: task.instruction, normalised: NormalisedText.of(task.instruction),
            order: hasher.hash(.order, XXH3.hash(task.instruction)))
        if isCandidate { held.refusal = rules.refusal(of: task) }
        if keepsLines { held.line = line(of: row) }
        if held.refusal == nil {
            if rules.active.contains(.rougeL) {
                held.newTokens = rules.tokens.tokens(of: task.instruction)
                try Self.check(held.newTokens.count)
            }
            if isCandidate, rules.active.contains(.sameInputDifferentOutputs) {
                held.answers = (task.instances ?? []).compactMap { instance in
                    guard let output = instance.output, !instance.input.isEmpty else { return nil }
                    return CandidateTask.Answer(normalised: held.normalised, input: instance.input, output: output)
                }
            }
        }
        tasks.append(held)
    }

    /// - Throws: that a text has more tokens than are compared.
    static func check(_ tokens: Int) throws(PromptError) {
        if tokens > Corpus.maxTokens {
            throw PromptError(
                .instructionTooLong,
                "the instruction has \(tokens) tokens; at most \(Corpus.maxTokens) can be compared")
        }
    }

    /// The row as it stands; of formats other than JSON lines, and of objects over several lines, in canonical form.
    private func line(of row: Row) -> [UInt8] {
        if !row.bytes.contains(where: { $0 == 0x0A || $0 == 0x0D }) { return Array(row.bytes) }
        text.removeAll()
        row.writeCanonical(to: text)
        return Array(text.bytes)
    }

    func finishBatch() -> [CandidateTask] {
        defer { tasks = [] }
        return tasks
    }
}
