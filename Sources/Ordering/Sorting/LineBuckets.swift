import Diagnostics
import Running

/// Lines in buckets, in each of them in the order in which they were added. What does not fit into memory goes to temporary files; of
/// these there are several, so that their room can be given back while their lines are written somewhere else.
final class LineBuckets {
    private struct Bucket {
        /// What stands in a file, before what stands in the chunks.
        var runs: [SpillFile.Run] = []
        var chunks: [LineChunk] = []
        /// Where the next record goes in the last chunk, and how many bytes are left there. Here, and not in the chunk: counting
        /// references to that would cost more than writing.
        var next: UnsafeMutableRawPointer?
        var room = 0
        /// How many bytes its records have.
        var size = 0
        var count = 0
    }

    // Without checks of exclusive access, which would be made for every line: one thread uses it.
    @exclusivity(unchecked) private var buckets: [Bucket]
    /// The files, of which each holds neighbouring buckets, and how many buckets of each are not given up.
    private var files = [(file: SpillFile?, buckets: Int)](repeating: (nil, 0), count: LineBuckets.maxFiles)
    private let spares: SpareChunks
    /// How many bytes of memory the lines take.
    @exclusivity(unchecked) private(set) var memory = 0

    private static let maxFiles = 16

    init(count: Int, _ spares: SpareChunks) {
        buckets = Array(repeating: Bucket(), count: count)
        self.spares = spares
    }

    var count: Int { buckets.count }

    func addBucket() { buckets.append(Bucket()) }

    func lineCount(of bucket: Int) -> Int { buckets[bucket].count }

    /// How many bytes the records of a bucket have.
    func size(of bucket: Int) -> Int { buckets[bucket].size }

    func add(_ key: LineKey, _ line: UnsafeRawBufferPointer, to index: Int) {
        let needed = LineRecord.headerSize + line.count
        if buckets[index].room < needed { addChunk(to: index, for: needed) }
        // At once: each access by itself would look whether the array is shared.
        buckets.withUnsafeMutableBufferPointer { buckets in
            let next = buckets[index].next!
            LineRecord.write(key, line, to: next)
            buckets[index].next = next + needed
            buckets[index].room -= needed
            buckets[index].size += needed
            buckets[index].count += 1
        }
    }

    private func addChunk(to index: Int, for needed: Int) {
        closeChunk(of: index)
        let chunk = spares.take(for: needed)
        buckets[index].chunks.append(chunk)
        memory += chunk.capacity
        (buckets[index].next, buckets[index].room) = (chunk.memory.baseAddress, chunk.capacity)
    }

    /// Tells the last chunk of a bucket what stands in it; none of its room is used any more.
    private func closeChunk(of index: Int) {
        guard let next = buckets[index].next, let chunk = buckets[index].chunks.last else { return }
        chunk.used = next - chunk.memory.baseAddress!
        (buckets[index].next, buckets[index].room) = (nil, 0)
    }

    /// The position of the file that holds what a bucket has no memory for.
    private func file(of bucket: Int) -> Int { bucket / Self.maxFiles % Self.maxFiles }

    /// Moves all lines in memory to the files.
    func spillOver() throws(Diagnostics) {
        for index in buckets.indices where !buckets[index].chunks.isEmpty {
            let position = self.file(of: index)
            if files[position].file == nil { files[position].file = try SpillFile() }
            if buckets[index].runs.isEmpty { files[position].buckets += 1 }
            let file = files[position].file!
            let start = file.size
            closeChunk(of: index)
            for chunk in buckets[index].chunks { try file.write(chunk.bytes) }
            buckets[index].runs.append(SpillFile.Run(start: start, end: file.size))
            spares.give(&buckets[index].chunks)
        }
        memory = 0
    }

    /// Ends the adding; reading may begin.
    func finish() throws(Diagnostics) {
        for index in buckets.indices { closeChunk(of: index) }
        for (file, _) in files { try file?.finish() }
    }

    /// A reader of a bucket's records in the order in which they were added.
    ///
    /// - Parameter bufferSize: in bytes; longer records get as much as they need.
    func reader(of bucket: Int, bufferSize: Int) -> BucketReader {
        BucketReader(files[file(of: bucket)].file, buckets[bucket].runs, buckets[bucket].chunks, bufferSize: bufferSize)
    }

    /// Hands on all records of a bucket at once.
    ///
    /// - Parameters:
    ///   - buffer: memory for those in the file; grows to the largest bucket.
    ///   - body: gets each record; they stay valid until the buffer is used again or the bucket is given up.
    func forEachRecord(
        of bucket: Int, in buffer: inout LineChunk, _ body: (LineRecord) -> Void
    ) throws(Diagnostics) {
        let runs = buckets[bucket].runs
        let total = runs.reduce(0) { $0 + $1.end - $1.start }
        if buffer.capacity < total { buffer = LineChunk(capacity: total) }
        let file = files[file(of: bucket)].file
        var end = 0
        for run in runs {
            let part = UnsafeMutableRawBufferPointer(rebasing: buffer.memory[end..<end + run.end - run.start])
            guard try file!.read(at: run.start, into: part) == part.count else { throw SpillFile.endsTooEarly }
            end += part.count
        }
        LineRecord.forEach(in: UnsafeRawBufferPointer(rebasing: buffer.memory[..<total]), body)
        for chunk in buckets[bucket].chunks { LineRecord.forEach(in: chunk.bytes, body) }
    }

    /// Gives up the lines of a bucket, and the room that they take.
    func release(_ bucket: Int) {
        memory -= buckets[bucket].chunks.reduce(0) { $0 + $1.capacity }
        spares.give(&buckets[bucket].chunks)
        if !buckets[bucket].runs.isEmpty {
            let position = file(of: bucket)
            files[position].buckets -= 1
            if files[position].buckets == 0 { files[position].file = nil }
        }
        buckets[bucket] = Bucket()
    }
}
