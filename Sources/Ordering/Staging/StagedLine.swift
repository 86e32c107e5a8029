import JSON
import Mixing
import Staging

/// A line with its score before it, as it waits to be written into a stage; or, where scores are known only when all lines are, with
/// what they are counted from: how many words it has, and the counter of each (four bytes a word).
package struct StagedLine {
    private static let headSize = 8

    package let score: Double
    package let line: UnsafeRawBufferPointer

    /// Writes what stands before the line.
    package static func write(score: Double, to output: ByteBuffer) { write(score.bitPattern, to: output) }

    /// Writes what stands before a line whose words cannot be counted, so that it has no score.
    package static func writeNoWords(to output: ByteBuffer) { write(noWords, to: output) }

    /// The number of words of a line whose words cannot be counted.
    static let noWords = UInt64.max

    /// Writes what stands before a line that has no score yet.
    package static func write(words: [UInt32], to output: ByteBuffer) {
        write(UInt64(words.count), to: output)
        for word in words { write(word, to: output) }
    }

    private static func write(_ number: some FixedWidthInteger, to output: ByteBuffer) {
        var bits = number.littleEndian
        withUnsafeBytes(of: &bits) { output.append($0) }
    }

    /// The key of the line itself, without its end.
    var key: RecordKey { RowHasher.recordKey(identity: UnsafeRawBufferPointer(rebasing: line.dropLast())) }

    /// - Parameter words: of all lines, where scores are counted from them.
    package init(_ bytes: UnsafeRawBufferPointer, _ words: WordCounts?) {
        if let words {
            let own = StagedWords(bytes)
            score = own.isUncounted ? .nan : words.rareShare(of: own)
            line = UnsafeRawBufferPointer(rebasing: bytes[(Self.headSize + own.size)...])
        } else {
            score = Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)))
            line = UnsafeRawBufferPointer(rebasing: bytes[Self.headSize...])
        }
    }
}

/// The words that stand before a line.
struct StagedWords: RandomAccessCollection {
    private let bytes: UnsafeRawBufferPointer
    let startIndex = 0
    let endIndex: Int

    /// How many bytes they take.
    var size: Int { endIndex * MemoryLayout<UInt32>.size }

    /// Whether the line's words could not be counted.
    let isUncounted: Bool

    init(_ bytes: UnsafeRawBufferPointer) {
        let count = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        isUncounted = count == StagedLine.noWords
        endIndex = isUncounted ? 0 : Int(count)
        self.bytes = UnsafeRawBufferPointer(rebasing: bytes[MemoryLayout<UInt64>.size...])
    }

    subscript(index: Int) -> UInt32 {
        let offset = index * MemoryLayout<UInt32>.size
        return UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}

/// Counts the scores of instances that are taken or, where these are known only when all are, their words.
package final class ScoreCounter {
    package private(set) var counts = ScoreCounts()
    /// The words of all that is taken, where scores are counted from them.
    package private(set) var words: WordCounts?

    /// - Parameter measure: what is counted in texts, if something is.
    package init(_ measure: TextDifficulty?) { words = measure == .rareWords ? WordCounts() : nil }

    /// Adds what stands before a line.
    package func add(_ bytes: UnsafeRawBufferPointer, times: Int) {
        if words == nil { return addScore(of: bytes, times: times) }
        for word in StagedWords(bytes) { words!.add(word, times: times) }
    }

    /// Adds a line's score, once all words are known.
    package func addScore(of bytes: UnsafeRawBufferPointer, times: Int = 1) {
        let score = StagedLine(bytes, words).score
        // Not a number: it has none.
        if !score.isNaN { counts.add(score, times: times) }
    }
}

/// What the lines of an output with stages are ordered by: the lines themselves, whatever they were made from. So the stages of an
/// output are those that `hornbook stage` makes of its lines.
package struct LineOrder: Sendable {
    private let hasher: RowHasher
    private let purpose: Purpose

    /// - Parameter control: lines of stages that are drawn at random come in the order in which they are drawn.
    package init(seed: UInt64, control: StageControl?) {
        hasher = RowHasher(seed: seed, dataset: StageAssigner.hashName)
        purpose = control == .random ? .control : .order
    }

    /// The hash of a line, with its end, for its place among the others.
    package func hash(of line: Slice<UnsafeRawBufferPointer>) -> UInt64 {
        hasher.hash(purpose, RowHasher.recordKey(identity: UnsafeRawBufferPointer(rebasing: line.dropLast())))
    }
}
