import Diagnostics
import Formats
import JSON
import Mixing
import Reports

/// A line that stands behind its key: `KEY TAB LINE`. Sorted by their bytes, as `LC_ALL=C sort` does it, such lines stand as in the output.
///
/// The key of an instance is its split, from 0, in two hexadecimal digits, and the two numbers of its key for order in 16 each. Where a
/// plan takes only so many of equal rows, their lines have `+` and that number behind the key. A key that begins with `!` belongs to
/// counts, as JSON: those of a process, or of one of such lines.
enum KeyedLine {
    /// What counts begin with; it comes before all digits.
    static let counts = UInt8(ascii: "!")
    static let shared = UInt8(ascii: "+")
    static let separator = UInt8(ascii: "\t")
    static let keyLength = 34
    /// As many as two digits tell.
    static let mostSplits = 256

    /// Writes the key of a line.
    ///
    /// - Parameter most: how many of equal lines are taken; nil: all.
    static func write(_ key: SelectionKey, split: Int, most: Int? = nil, to output: ByteBuffer) {
        write(UInt64(split), digits: 2, to: output)
        write(key.primary, digits: 16, to: output)
        write(key.tie, digits: 16, to: output)
        if let most {
            output.append(shared)
            output.append(String(most))
        }
    }

    /// Writes the lowest digits of a number; as a text it would take longer than the line that follows.
    private static func write(_ number: UInt64, digits: Int, to output: ByteBuffer) {
        for place in (0..<digits).reversed() {
            let digit = UInt8(truncatingIfNeeded: number >> UInt64(4 * place)) & 15
            output.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }
}

/// Writes lines with their keys, and what they come to.
final class KeyedLines: LineSink {
    private let output: OutputFile
    private let settings: BuildSettings
    private let text = ByteBuffer()

    let seesPart = true

    init(_ output: OutputFile, _ settings: BuildSettings) {
        self.output = output
        self.settings = settings
    }

    func key(_ key: SelectionKey, pass: Int, number: UInt64) -> SelectionKey { key.inPass(pass) }

    func add(
        _ bytes: [UInt8], _ lines: [(key: SelectionKey, range: Range<Int>)], dataset: Int, to split: Int
    ) throws(Diagnostics) {
        bytes.withUnsafeBytes { bytes in
            for (key, range) in lines {
                KeyedLine.write(key, split: split, to: text)
                append(UnsafeRawBufferPointer(rebasing: bytes[range]))
            }
        }
        try flush()
    }

    func addShared(
        _ line: UnsafeRawBufferPointer, _ key: SelectionKey, to split: Int, most: Int, counts: DatasetLedger
    ) throws(Diagnostics) {
        KeyedLine.write(key, split: split, most: most, to: text)
        append(line)
        text.append(KeyedLine.counts)
        KeyedLine.write(key, split: split, most: most, to: text)
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
