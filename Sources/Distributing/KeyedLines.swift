import Diagnostics
import Formats
import JSON
import Mixing
import Ordering
import Reports

/// Writes lines with their keys, and what they come to.
final class KeyedLines: LineSink {
    private let output: OutputFile
    private let settings: BuildSettings
    private let text = ByteBuffer()

    init(_ output: OutputFile, _ settings: BuildSettings) { (self.output, self.settings) = (output, settings) }

    func key(_ order: UInt64, pass: Int) -> UInt64 { order.inPass(pass) }

    func add(
        _ bytes: [UInt8], _ lines: [(key: UInt64, range: Range<Int>)], dataset: Int, to split: Int
    ) throws(Diagnostics) {
        bytes.withUnsafeBytes { bytes in
            for (key, range) in lines {
                let line = UnsafeRawBufferPointer(rebasing: bytes[range])
                KeyedLine.write(key, line, split: split, to: text)
                append(line)
            }
        }
        try flush()
    }

    /// Adds a line that equals others, perhaps in other parts.
    ///
    /// - Parameters:
    ///   - most: how many of them are taken in all.
    ///   - counts: what the line adds to the dataset's ledger.
    func addShared(
        _ line: UnsafeRawBufferPointer, _ key: UInt64, to split: Int, most: Int, counts: DatasetLedger
    ) throws(Diagnostics) {
        KeyedLine.write(key, line, split: split, most: most, to: text)
        append(line)
        text.append(KeyedLine.counts)
        KeyedLine.write(key, line, split: split, most: most, to: text)
        append(counts)
        try flush()
    }

    /// Writes what all lines come to, the shared ones aside.
    func finish(_ counts: DatasetLedger) throws(Diagnostics) {
        guard counts.instances > 0 else { return }
        text.append(KeyedLine.counts)
        append(counts)
        try flush()
    }

    /// Adds what stands behind a key.
    private func append(_ line: UnsafeRawBufferPointer) {
        text.append(KeyedLine.separator)
        text.append(line)
    }

    private func append(_ counts: DatasetLedger) {
        text.append(KeyedLine.separator)
        DistributedFile.header(
            RenderedCounts.kind,
            [
                "settings": .string(settings.hash), "dataset": .string(counts.name), "counts": counts.sums,
            ]
        ).write(to: text)
        text.append(UInt8(ascii: "\n"))
    }

    private func flush() throws(Diagnostics) {
        try checked { () throws(OutputError) in try output.write(text.bytes) }
        text.removeAll()
    }
}
