import Diagnostics
import Running

/// Reads the lines of a bucket one by one.
final class BucketReader {
    private let file: SpillFile?
    private var runs: ArraySlice<SpillFile.Run>
    private var chunks: ArraySlice<LineChunk>
    private let bufferSize: Int
    /// What has been read of the file.
    private var buffer = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    /// What of the buffer is not used up.
    private var unread = 0..<0
    /// Where the next record stands in the first of the chunks.
    private var offset = 0

    init(_ file: SpillFile?, _ runs: [SpillFile.Run], _ chunks: [LineChunk], bufferSize: Int) {
        (self.file, self.runs, self.chunks) = (file, runs[...], chunks[...])
        self.bufferSize = max(bufferSize, LineRecord.headerSize)
    }

    deinit { buffer.deallocate() }

    /// The next record, valid until the one after it is asked for; nil at the end.
    func next() throws(Diagnostics) -> LineRecord? {
        if unread.isEmpty, runs.isEmpty { return nextInMemory() }
        try fill(LineRecord.headerSize)
        try fill(LineRecord.headerSize + LineRecord(start: buffer.baseAddress! + unread.lowerBound).lineCount)
        let record = LineRecord(start: buffer.baseAddress! + unread.lowerBound)
        unread = unread.lowerBound + record.bytes.count..<unread.upperBound
        return record
    }

    private func nextInMemory() -> LineRecord? {
        while let chunk = chunks.first {
            guard offset < chunk.bytes.count else {
                chunks.removeFirst()
                offset = 0
                continue
            }
            let record = LineRecord(start: chunk.bytes.baseAddress! + offset)
            offset += record.bytes.count
            return record
        }
        return nil
    }

    /// Sees to it that so many bytes are unread in the buffer.
    private func fill(_ count: Int) throws(Diagnostics) {
        guard unread.count < count else { return }
        let kept = unread.count
        if buffer.count < count {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, bufferSize), alignment: 8)
            if kept > 0 { larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[unread])) }
            buffer.deallocate()
            buffer = larger
        } else if kept > 0 {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[unread]))
        }
        unread = 0..<kept
        while unread.count < count {
            guard let run = runs.first else { throw SpillFile.endsTooEarly }
            let wanted = min(buffer.count - unread.count, run.end - run.start)
            let read = try file!.read(
                at: run.start,
                into: UnsafeMutableRawBufferPointer(rebasing: buffer[unread.count..<unread.count + wanted]))
            guard read == wanted else { throw SpillFile.endsTooEarly }
            unread = 0..<unread.count + read
            runs[runs.startIndex].start += read
            if runs[runs.startIndex].start == run.end { runs.removeFirst() }
        }
    }
}
