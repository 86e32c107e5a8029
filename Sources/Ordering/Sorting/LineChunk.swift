import Formats

/// A piece of memory that records are put into one after the other, and that stays where it is.
final class LineChunk {
    let memory: UnsafeMutableRawBufferPointer
    /// How many bytes of it are records.
    var used = 0

    init(capacity: Int) { memory = .allocate(byteCount: capacity, alignment: 8) }

    deinit { memory.deallocate() }

    var capacity: Int { memory.count }

    /// The records in it.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<used]) }
}

/// Empty chunks of one size that are used again; asking the system for others would cost more than filling them.
final class SpareChunks {
    /// How many bytes a chunk has.
    let size: Int
    private var chunks: [LineChunk] = []

    /// - Parameters:
    ///   - memory: how many bytes all chunks may take.
    ///   - users: how many chunks may be filled at the same time.
    init(memory: Int, users: Int) {
        // What is not filled is lost to the lines: not more than a quarter of the memory. At best as much as a file takes at a time.
        size = max(256, min(OutputFile.blockSize, memory / (4 * max(users, 1))))
    }

    /// An empty chunk that has room for so many bytes.
    func take(for count: Int) -> LineChunk {
        if count <= size, let last = chunks.popLast() { return last }
        return LineChunk(capacity: max(size, count))
    }

    /// Takes chunks over; what stood in them is forgotten.
    func give(_ used: inout [LineChunk]) {
        for chunk in used where chunk.capacity == size {
            chunk.used = 0
            chunks.append(chunk)
        }
        used = []
    }
}
