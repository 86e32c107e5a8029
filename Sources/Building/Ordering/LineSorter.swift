import Diagnostics
import Mixing

/// Collects the lines of a split and hands them on in the order of their keys. What does not fit into memory goes to a file in sorted
/// runs, which are merged in the end; the result is the same.
final class LineSorter {
    private struct Entry {
        var key: LineKey
        var chunk: UInt32
        var start: UInt32
        var end: UInt32
    }

    private var entries: [Entry] = []
    private var chunks: [[UInt8]] = []
    private var spill: SpillFile?
    private var runs: [SpillFile.Run] = []
    /// How many lines there are of each dataset.
    private var counts: [UInt32: Int] = [:]

    private static let chunkSize = 1 << 20
    /// Chunks whose lines have gone to the file; asking the system for others would cost more than filling them.
    private let spares: SpareChunks

    init(_ spares: SpareChunks) {
        self.spares = spares
    }

    /// How many lines there are.
    var count: Int { counts.values.reduce(0, +) }

    /// How many bytes of memory the lines take.
    var memory: Int { chunks.reduce(0) { $0 + $1.capacity } + entries.capacity * MemoryLayout<Entry>.stride }

    /// Adds lines that stand in one run of bytes.
    func add(_ bytes: [UInt8], _ lines: [(key: LineKey, range: Range<Int>)]) {
        for (key, range) in lines {
            if chunks.last.map({ $0.count + range.count > $0.capacity }) ?? true {
                chunks.append(spares.take(for: range.count) ?? [])
                chunks[chunks.count - 1].reserveCapacity(max(Self.chunkSize, range.count))
            }
            let chunk = chunks.count - 1
            let start = chunks[chunk].count
            chunks[chunk] += bytes[range]
            entries.append(
                Entry(key: key, chunk: UInt32(chunk), start: UInt32(start), end: UInt32(start + range.count)))
        }
        // The lines of one call are of one dataset.
        if let first = lines.first { counts[first.key.dataset, default: 0] += lines.count }
    }

    /// Moves all lines in memory to the file.
    func spillOver() throws(Diagnostics) {
        guard !entries.isEmpty else { return }
        if spill == nil { spill = try SpillFile() }
        let file = spill!
        sort()
        let start = file.size
        for entry in entries { try withLine(entry) { line throws(Diagnostics) in try file.write(entry.key, line) } }
        runs.append(SpillFile.Run(start: start, end: file.size))
        entries.removeAll()
        spares.give(&chunks)
    }

    /// Lines with one key stand by their bytes.
    private func sort() {
        let chunks = chunks
        entries.sort { a, b in
            if a.key != b.key { return a.key < b.key }
            return chunks[Int(a.chunk)][Int(a.start)..<Int(a.end)]
                .lexicographicallyPrecedes(chunks[Int(b.chunk)][Int(b.start)..<Int(b.end)])
        }
    }

    private func withLine(
        _ entry: Entry, _ body: (UnsafeRawBufferPointer) throws(Diagnostics) -> Void
    ) throws(Diagnostics) {
        var failure: Diagnostics?
        chunks[Int(entry.chunk)].withUnsafeBytes { bytes in
            do throws(Diagnostics) {
                try body(UnsafeRawBufferPointer(rebasing: bytes[Int(entry.start)..<Int(entry.end)]))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    /// Hands the lines on in their order.
    ///
    /// - Parameters:
    ///   - isInterleaved: whether the datasets take turns, so that every beginning has their shares.
    ///   - memory: how many bytes the buffers of the merge may take.
    ///   - body: gets each line's number and the line.
    func forEachSorted(
        interleaved isInterleaved: Bool, memory: Int, _ body: (Int, UnsafeRawBufferPointer) throws(Diagnostics) -> Void
    ) throws(Diagnostics) {
        if spill != nil { try spillOver() }
        guard let spill else {
            sort()
            return try forEachInMemory(isInterleaved, body)
        }
        try spill.finish()
        let size = max(64 << 10, min(4 << 20, memory / max(runs.count, 1)))
        let merged = try MergedRuns(runs.map { RunReader(spill, $0, bufferSize: size) })
        if isInterleaved {
            try forEachInterleaved(merged, memory, body)
        } else {
            var index = 0
            while let line = try merged.next() {
                try body(index, line)
                index += 1
            }
        }
    }

    /// The datasets in their order, and how many lines each has.
    private var datasets: [(dataset: UInt32, count: Int)] {
        counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private func forEachInMemory(
        _ isInterleaved: Bool, _ body: (Int, UnsafeRawBufferPointer) throws(Diagnostics) -> Void
    ) throws(Diagnostics) {
        if !isInterleaved {
            for (index, entry) in entries.enumerated() {
                try withLine(entry) { line throws(Diagnostics) in try body(index, line) }
            }
            return
        }
        var starts: [Int] = []
        var sum = 0
        for (_, count) in datasets {
            starts.append(sum)
            sum += count
        }
        var turns = Interleaving(datasets.map(\.count))
        var index = 0
        while let dataset = turns.next() {
            try withLine(entries[starts[dataset]]) { line throws(Diagnostics) in try body(index, line) }
            starts[dataset] += 1
            index += 1
        }
    }

    /// Writes the lines once more, sorted as a whole, so that each dataset's can be read by themselves.
    private func forEachInterleaved(
        _ merged: MergedRuns, _ memory: Int, _ body: (Int, UnsafeRawBufferPointer) throws(Diagnostics) -> Void
    ) throws(Diagnostics) {
        let sorted = try SpillFile()
        var ends: [Int] = []
        for (_, count) in datasets {
            for _ in 0..<count {
                guard let line = try merged.next() else { break }
                try sorted.write(merged.key, line)
            }
            ends.append(sorted.size)
        }
        try sorted.finish()
        let size = max(4 << 10, min(1 << 20, memory / max(ends.count, 1)))
        let readers = ends.indices.map { index in
            RunReader(
                sorted, SpillFile.Run(start: index == 0 ? 0 : ends[index - 1], end: ends[index]), bufferSize: size)
        }
        var turns = Interleaving(datasets.map(\.count))
        var index = 0
        while let dataset = turns.next() {
            guard let line = try readers[dataset].next() else { break }
            try body(index, line)
            index += 1
        }
    }
}

/// Memory that sorters hand on to one another.
final class SpareChunks {
    private var chunks: [[UInt8]] = []

    /// An empty chunk that has room for a line; nil if there is none.
    func take(for count: Int) -> [UInt8]? {
        guard let last = chunks.last, last.capacity >= count else { return nil }
        return chunks.removeLast()
    }

    /// Takes chunks over; what stood in them is forgotten.
    func give(_ used: inout [[UInt8]]) {
        while var chunk = used.popLast() {
            chunk.removeAll(keepingCapacity: true)
            chunks.append(chunk)
        }
    }

    /// Gives them all back to the system.
    func clear() { chunks = [] }
}
