import JSON
import Mixing
import Prompting
import Records
import Running

/// Takes the score and the keys of each line.
final class StageLines: RowHandler {
    struct ScoredLine: Sendable {
        var score: Double?
        /// Which lines with one score stay in an earlier stage.
        var selection: SelectionKey
        /// Where it stands in its stage.
        var order: UInt64
        /// Which stage it is in where they are drawn at random.
        var control: UInt64
        var replay: UInt64
        var place: RecordLocation
        /// In the batch's bytes, its end included.
        var range: Range<Int>
    }

    struct BatchResult: Sendable {
        var lines: [ScoredLine] = []
        var bytes: [UInt8] = []
    }

    private let scores: StageScores
    private let keying: RowHasher
    private let texts: InstanceTexts
    private let output = ByteBuffer()
    private var place = RecordLocation(input: 0, line: 0)
    private var result = BatchResult()

    init(_ scores: StageScores, _ keying: RowHasher) {
        self.scores = scores
        self.keying = keying
        do { texts = try InstanceTexts() } catch { preconditionFailure("a template without text does not compile") }
    }

    func willHandle(_ place: RecordLocation) { self.place = place }

    func handle(_ row: Row) throws(PromptError) {
        let score = scores.score(of: row, texts)
        let start = output.count
        output.append(row.bytes)
        output.append("\n")
        let key = RowHasher.recordKey(identity: row.bytes)
        result.lines.append(
            ScoredLine(
                score: score, selection: SelectionKey(primary: keying.hash(.selection, key), tie: key),
                order: keying.hash(.order, key),
                control: keying.hash(.control, key), replay: keying.hash(.replay, key), place: place,
                range: start..<output.count))
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
