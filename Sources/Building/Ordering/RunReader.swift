import Diagnostics
import Mixing

/// Reads a run of a spill file record by record.
final class RunReader {
    private let file: SpillFile
    /// The place in the file of what is read next.
    private var offset: Int
    private let end: Int
    private var buffer: UnsafeMutableRawBufferPointer
    /// What of the buffer is not used up.
    private var unread = 0..<0

    /// - Parameter bufferSize: in bytes; longer lines get as much as they need.
    init(_ file: SpillFile, _ run: SpillFile.Run, bufferSize: Int) {
        self.file = file
        offset = run.start
        end = run.end
        buffer = .allocate(byteCount: max(bufferSize, LineRecord.headerSize), alignment: 8)
    }

    deinit { buffer.deallocate() }

    /// The next record, valid until the one after it is asked for; nil at the end of the run.
    func nextRecord() throws(Diagnostics) -> LineRecord? {
        if unread.isEmpty, offset == end { return nil }
        try fill(LineRecord.headerSize)
        let length = LineRecord.headerSize + LineRecord(start: buffer.baseAddress! + unread.lowerBound).lineCount
        try fill(length)
        let start = unread.lowerBound
        unread = start + length..<unread.upperBound
        return LineRecord(start: buffer.baseAddress! + start)
    }

    func next() throws(Diagnostics) -> UnsafeRawBufferPointer? { try nextRecord()?.line }

    /// Sees to it that so many bytes are unread in the buffer.
    private func fill(_ count: Int) throws(Diagnostics) {
        guard unread.count < count else { return }
        let kept = unread.count
        if buffer.count < count {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 2 * buffer.count), alignment: 8)
            larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[unread]))
            buffer.deallocate()
            buffer = larger
        } else if kept > 0 {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[unread]))
        }
        let wanted = min(buffer.count - kept, end - offset)
        let read = try file.read(
            at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[kept..<kept + wanted]))
        offset += read
        unread = 0..<kept + read
        guard unread.count >= count else {
            throw Diagnostics(Diagnostic("sorted lines in a temporary file end too early"), status: .inputOutput)
        }
    }
}

/// Merges sorted runs into one.
final class MergedRuns {
    /// A run by its next record.
    private struct Head: Comparable {
        var key: LineKey
        var record: LineRecord
        var reader: Int

        init(_ record: LineRecord, reader: Int) {
            key = record.key
            self.record = record
            self.reader = reader
        }

        static func < (a: Head, b: Head) -> Bool {
            a.key != b.key ? a.key < b.key : LineRecord.bytesPrecede(a.record, b.record)
        }
        static func == (a: Head, b: Head) -> Bool { a.reader == b.reader }
    }

    private let readers: [RunReader]
    private var heads = MinHeap<Head>()
    /// The reader of the record that was handed on last.
    private var used: Int?

    init(_ readers: [RunReader]) throws(Diagnostics) {
        self.readers = readers
        for (index, reader) in readers.enumerated() {
            if let record = try reader.nextRecord() { heads.insert(Head(record, reader: index)) }
        }
    }

    /// The next record, valid until the one after it is asked for; nil at the end.
    func nextRecord() throws(Diagnostics) -> LineRecord? {
        if let used {
            if let record = try readers[used].nextRecord() {
                heads.replaceFirst(by: Head(record, reader: used))
            } else {
                _ = heads.removeFirst()
            }
        }
        used = heads.first?.reader
        return heads.first?.record
    }

    func next() throws(Diagnostics) -> UnsafeRawBufferPointer? { try nextRecord()?.line }
}
