import Diagnostics
import Similarity

/// What a pool of instructions holds.
package struct PoolStatistics: Sendable {
    package var rows = 0
    /// Records rejected, by code.
    package var rejected: [String: Int] = [:]
    /// Tasks, which are rows with an instruction.
    package var tasks = 0
    /// Inputs and outputs that stand together, those of instructions alone aside.
    package var instances = 0
    /// Tasks whose instruction stands in an earlier row, but for case and white space.
    package var exactDuplicates = 0
    /// Other tasks whose instruction is above the threshold to one in an earlier row.
    package var nearDuplicates = 0
    /// What ROUGE-L near duplicates are above.
    package var threshold: SimilarityThreshold
    package var tokens: TokenRules
    package var firstWords = FirstWords()
    package var instructions = Lengths()
    /// Lengths of inputs that are not empty.
    package var inputs = Lengths()
    package var outputs = Lengths()

    package mutating func add(_ task: InstructionTask) {
        tasks += 1
        firstWords.add(task.instruction)
        instructions.add(task.instruction)
        for instance in task.instances ?? [] {
            instances += 1
            if !instance.input.isEmpty { inputs.add(instance.input) }
            if let output = instance.output { outputs.add(output) }
        }
    }

    package struct Lengths: Sendable {
        /// In words, which ASCII white space divides.
        package private(set) var words = Counts()
        /// In code points.
        package private(set) var characters = Counts()

        mutating func add(_ text: String) {
            var text = text
            let length = text.withUTF8 { TextLength(of: UnsafeRawBufferPointer($0)) }
            words.add(length.words)
            characters.add(length.characters)
        }
    }

    /// How often each length is there.
    package struct Counts: Sendable {
        private var counts: [Int: Int] = [:]
        package private(set) var total = 0

        mutating func add(_ length: Int) {
            counts[length, default: 0] += 1
            total += 1
        }

        /// The least, the median, the 95th percentile and the greatest length; nil of no texts. A percentile is the least
        /// length that so many of the texts do not exceed.
        package var summary: (min: Int, median: Int, p95: Int, max: Int)? {
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
