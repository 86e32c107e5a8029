import Diagnostics
import Formats
import Mixing

/// Collects lines and hands them on in the order of their keys.
struct LineSorter {
    private struct Entry {
        var key: SelectionKey
        var chunk: Int
        var range: Range<Int>
    }

    private var entries: [Entry] = []
    private var chunks: [[UInt8]] = []

    /// How many lines there are.
    var count: Int { entries.count }

    /// Adds lines that stand in one run of bytes.
    mutating func add(_ bytes: [UInt8], _ lines: [(key: SelectionKey, range: Range<Int>)]) {
        guard !lines.isEmpty else { return }
        chunks.append(bytes)
        for line in lines { entries.append(Entry(key: line.key, chunk: chunks.count - 1, range: line.range)) }
    }

    /// Hands the lines on, sorted by key; lines with one key by their bytes.
    mutating func forEachSorted(_ body: (Int, UnsafeRawBufferPointer) throws(Diagnostics) -> Void) throws(Diagnostics) {
        let chunks = chunks
        entries.sort { a, b in
            if a.key != b.key { return a.key < b.key }
            return chunks[a.chunk][a.range].lexicographicallyPrecedes(chunks[b.chunk][b.range])
        }
        for (index, entry) in entries.enumerated() {
            var failure: Diagnostics?
            chunks[entry.chunk].withUnsafeBytes { bytes in
                do throws(Diagnostics) {
                    try body(index, UnsafeRawBufferPointer(rebasing: bytes[entry.range]))
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
        }
    }
}
