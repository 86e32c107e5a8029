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

    /// The key of a line.
    ///
    /// - Parameter most: how many of equal lines are taken; nil: all.
    static func key(_ key: SelectionKey, split: Int, most: Int? = nil) -> String {
        let digits = String(split, radix: 16)
        return (digits.utf8.count < 2 ? "0" : "") + digits + keyText(key.primary) + keyText(key.tie)
            + (most.map { "+\($0)" } ?? "")
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
                append(KeyedLine.key(key, split: split), UnsafeRawBufferPointer(rebasing: bytes[range]))
            }
        }
        try flush()
    }

    func addShared(
        _ line: UnsafeRawBufferPointer, _ key: SelectionKey, to split: Int, most: Int, counts: DatasetLedger
    ) throws(Diagnostics) {
        let key = KeyedLine.key(key, split: split, most: most)
        append(key, line)
        append(counts, key: key)
        try flush()
    }

    /// Writes what all lines come to, the shared ones aside.
    func finish(_ counts: DatasetLedger) throws(Diagnostics) {
        if counts.instances > 0 { append(counts, key: "") }
        try flush()
    }

    private func append(_ key: String, _ line: UnsafeRawBufferPointer) {
        text.append(key)
        text.append(KeyedLine.separator)
        text.append(line)
    }

    private func append(_ counts: DatasetLedger, key: String) {
        text.append(KeyedLine.counts)
        text.append(key)
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
