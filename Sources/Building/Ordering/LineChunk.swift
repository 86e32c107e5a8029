/// A piece of memory that records are put into one after the other, and that stays where it is.
final class LineChunk {
    private let memory: UnsafeMutableRawBufferPointer
    private var used = 0

    init(capacity: Int) {
        memory = .allocate(byteCount: capacity, alignment: 8)
    }

    deinit { memory.deallocate() }

    var capacity: Int { memory.count }

    func hasRoom(for count: Int) -> Bool { memory.count - used >= count }

    /// Adds a record; there must be room for it.
    func add(_ key: LineKey, _ line: UnsafeRawBufferPointer) -> LineRecord {
        let start = memory.baseAddress! + used
        LineRecord.write(key, line, to: start)
        used += LineRecord.headerSize + line.count
        return LineRecord(start: start)
    }

    /// Forgets what stands in it.
    func clear() { used = 0 }
}

/// Memory that sorters hand on to one another.
final class SpareChunks {
    private var chunks: [LineChunk] = []

    private static let chunkSize = 1 << 20

    /// An empty chunk that has room for so many bytes.
    func take(for count: Int) -> LineChunk {
        if let last = chunks.last, last.capacity >= count { return chunks.removeLast() }
        return LineChunk(capacity: max(Self.chunkSize, count))
    }

    /// Takes chunks over; what stood in them is forgotten.
    func give(_ used: inout [LineChunk]) {
        while let chunk = used.popLast() {
            chunk.clear()
            chunks.append(chunk)
        }
    }

    /// Gives them all back to the system.
    func clear() { chunks = [] }
}
