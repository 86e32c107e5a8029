import Diagnostics
import Mixing
import Prompting
import Records
import Running
import Staging

/// Counts the words of formatted lines.
final class WordReader: RowHandler {
    private let texts: InstanceTexts
    /// How often each counter's words occur; a block of lines has few different ones.
    private var found: [UInt32: Int] = [:]

    /// The words of all lines; of those that are in none of the forms of instances, none.
    static func counts(of inputs: InputSet, jobs: Int) throws(Diagnostics) -> WordCounts {
        var counts = WordCounts()
        // Made here, where it can fail.
        _ = try InstanceTexts()
        let map = RowPipeline(inputs: inputs, jobs: jobs)
        _ = try map.run(rejects: RejectSink(BadRowPolicy(.fail)), makeHandler: { WordReader() }) {
            (batch: [UInt32: Int]) throws(Diagnostics) in
            for (word, times) in batch { counts.add(word, times: times) }
        }
        return counts
    }

    private init() {
        do { texts = try InstanceTexts() } catch { preconditionFailure("a template without text does not compile") }
    }

    func handle(_ row: Row) throws(PromptError) {
        guard let (prompt, completion) = texts.texts(of: row) else { return }
        for word in WordCounts.words(prompt: prompt, completion: completion) { found[word, default: 0] += 1 }
    }

    func finishBatch() -> [UInt32: Int] {
        defer { found = [:] }
        return found
    }
}
