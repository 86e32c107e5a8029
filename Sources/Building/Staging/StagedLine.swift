import JSON
import Staging

/// A line with its score before it, as it waits to be written into a stage.
struct StagedLine {
    private static let scoreSize = 8

    let score: Double
    let line: UnsafeRawBufferPointer

    /// Writes what stands before the line.
    static func write(score: Double, to output: ByteBuffer) {
        var bits = score.bitPattern.littleEndian
        withUnsafeBytes(of: &bits) { output.append($0) }
    }

    init(_ bytes: UnsafeRawBufferPointer) {
        score = Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)))
        line = UnsafeRawBufferPointer(rebasing: bytes[Self.scoreSize...])
    }
}

/// Counts the scores of instances that are taken.
final class ScoreCounter {
    private(set) var counts = ScoreCounts()

    /// - Parameter score: not a number where there is none.
    func add(_ score: Double, times: Int) {
        if !score.isNaN { counts.add(score, times: times) }
    }
}
