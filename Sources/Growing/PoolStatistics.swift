import Diagnostics

/// What a pool of instructions holds.
public struct PoolStatistics: Sendable {
    /// Records read.
    public var rows = 0
    /// Records rejected, by code.
    public var rejected: [String: Int] = [:]
    /// Tasks, which are rows with an instruction.
    public var tasks = 0
    /// Inputs and outputs that stand together, those of instructions alone aside.
    public var instances = 0
    /// Tasks whose instruction stands in an earlier row, but for case and white space.
    public var exactDuplicates = 0
    /// Other tasks whose instruction is above the threshold to one in an earlier row.
    public var nearDuplicates = 0
    /// What ROUGE-L near duplicates are above.
    public var threshold: SimilarityThreshold
    /// How texts were cut into tokens.
    public var tokens: TokenRules
    /// With which words instructions begin.
    public var firstWords = FirstWords()
    /// Lengths of instructions.
    public var instructions = Lengths()
    /// Lengths of inputs that are not empty.
    public var inputs = Lengths()
    /// Lengths of outputs.
    public var outputs = Lengths()

    /// Of no rows.
    public init(threshold: SimilarityThreshold, tokens: TokenRules) {
        self.threshold = threshold
        self.tokens = tokens
    }

    /// Counts a task and its lengths.
    public mutating func add(_ task: InstructionTask) {
        tasks += 1
        firstWords.add(task.instruction)
        instructions.add(task.instruction)
        for instance in task.instances ?? [] {
            instances += 1
            if !instance.input.isEmpty { inputs.add(instance.input) }
            if let output = instance.output { outputs.add(output) }
        }
    }

    /// Lengths of texts.
    public struct Lengths: Sendable {
        /// In words, which ASCII white space divides.
        public private(set) var words = Counts()
        /// In code points.
        public private(set) var characters = Counts()

        /// Of no texts.
        public init() {}

        mutating func add(_ text: String) {
            var text = text
            let length = text.withUTF8 { TextLength(of: UnsafeRawBufferPointer($0)) }
            words.add(length.words)
            characters.add(length.characters)
        }
    }

    /// How often each length is there.
    public struct Counts: Sendable {
        private var counts: [Int: Int] = [:]
        /// How many texts there are.
        public private(set) var total = 0

        /// Of no texts.
        public init() {}

        mutating func add(_ length: Int) {
            counts[length, default: 0] += 1
            total += 1
        }

        /// The least, the median, the 95th percentile and the greatest length; nil of no texts. A percentile is the least
        /// length that so many of the texts do not exceed.
        public var summary: (min: Int, median: Int, p95: Int, max: Int)? {
            guard total > 0 else { return nil }
            let sorted = counts.sorted { $0.key < $1.key }
            func percentile(_ percent: Int) -> Int {
                var seen = 0
                return sorted.first {
                    seen += $0.value
                    return seen * 100 >= percent * total
                }!.key
            }
            return (sorted[0].key, percentile(50), percentile(95), sorted[sorted.count - 1].key)
        }
    }
}
