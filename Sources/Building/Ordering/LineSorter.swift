import Diagnostics
import Mixing

/// Collects the lines of a split and hands them on in the order of their keys. What does not fit into memory goes to a file in sorted
/// runs, which are merged in the end; the result is the same.
final class LineSorter {
    /// A record with the first of what it is sorted by beside it.
    private struct Entry {
        var dataset: UInt32
        /// Of the whole record: looking it up there would wait for memory.
        var size: UInt32
        var primary: UInt64
        var record: LineRecord
    }

    private var entries: [Entry] = []
    private var chunks: [LineChunk] = []
    private var spill: SpillFile?
    private var runs: [SpillFile.Run] = []
    /// How many lines there are of each dataset.
    private var counts: [UInt32: Int] = [:]
    /// Chunks whose lines have gone to the file; asking the system for others would cost more than filling them.
    private let spares: SpareChunks

    init(_ spares: SpareChunks) {
        self.spares = spares
    }

    /// How many lines there are.
    var count: Int { counts.values.reduce(0, +) }

    /// How many bytes of memory the lines take.
    var memory: Int { chunks.reduce(0) { $0 + $1.capacity } + entries.capacity * MemoryLayout<Entry>.stride }

    /// Adds lines of one dataset that stand in one run of bytes.
    func add(_ bytes: [UInt8], _ lines: [(key: SelectionKey, range: Range<Int>)], dataset: UInt32) {
        bytes.withUnsafeBytes { bytes in
            for (key, range) in lines {
                let line = UnsafeRawBufferPointer(rebasing: bytes[range])
                let needed = LineRecord.headerSize + line.count
                if chunks.last.map({ !$0.hasRoom(for: needed) }) ?? true { chunks.append(spares.take(for: needed)) }
                let record = chunks[chunks.count - 1].add(LineKey(dataset: dataset, key: key), line)
                entries.append(
                    Entry(dataset: dataset, size: UInt32(needed), primary: key.primary, record: record))
            }
        }
        counts[dataset, default: 0] += lines.count
    }

    /// Moves all lines in memory to the file.
    func spillOver() throws(Diagnostics) {
        guard !entries.isEmpty else { return }
        if spill == nil { spill = try SpillFile() }
        let file = spill!
        sort()
        let start = file.size
        for entry in entries {
            try file.write(UnsafeRawBufferPointer(start: entry.record.start, count: Int(entry.size)))
        }
        runs.append(SpillFile.Run(start: start, end: file.size))
        entries.removeAll()
        spares.give(&chunks)
    }

    private func sort() {
        entries.sort { a, b in
            if a.dataset != b.dataset { return a.dataset < b.dataset }
            if a.primary != b.primary { return a.primary < b.primary }
            return LineRecord.precedes(a.record, b.record)
        }
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
            for (index, entry) in entries.enumerated() { try body(index, entry.record.line) }
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
            try body(index, entries[starts[dataset]].record.line)
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
                guard let record = try merged.nextRecord() else { break }
                try sorted.write(record.bytes)
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
