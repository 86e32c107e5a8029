import Diagnostics
import Mixing

/// Reads a run of a spill file record by record.
final class RunReader: LineStream {
    private let file: SpillFile
    /// The place in the file of what is read next.
    private var offset: Int
    private let end: Int
    private var buffer: UnsafeMutableRawBufferPointer
    /// What of the buffer is not used up.
    private var unread = 0..<0
    /// The record at hand.
    private(set) var key = LineKey(dataset: 0, key: SelectionKey(primary: 0, tie: 0))
    private(set) var line = UnsafeRawBufferPointer(start: nil, count: 0)

    /// - Parameter bufferSize: in bytes; longer lines get as much as they need.
    init(_ file: SpillFile, _ run: SpillFile.Run, bufferSize: Int) {
        self.file = file
        offset = run.start
        end = run.end
        buffer = .allocate(byteCount: max(bufferSize, SpillFile.headerSize), alignment: 8)
    }

    deinit { buffer.deallocate() }

    /// Goes on to the next record; false at the end of the run.
    func advance() throws(Diagnostics) -> Bool {
        if unread.isEmpty, offset == end { return false }
        try fill(SpillFile.headerSize)
        func number<Number: FixedWidthInteger>(_ at: Int, _ type: Number.Type) -> Number {
            Number(littleEndian: buffer.loadUnaligned(fromByteOffset: unread.lowerBound + at, as: type))
        }
        let length = Int(number(4, UInt32.self))
        key = LineKey(
            dataset: number(0, UInt32.self),
            key: SelectionKey(primary: number(8, UInt64.self), tie: number(16, UInt64.self)))
        try fill(SpillFile.headerSize + length)
        let start = unread.lowerBound + SpillFile.headerSize
        line = UnsafeRawBufferPointer(rebasing: buffer[start..<start + length])
        unread = start + length..<unread.upperBound
        return true
    }

    func next() throws(Diagnostics) -> UnsafeRawBufferPointer? { try advance() ? line : nil }

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
final class MergedRuns: LineStream {
    /// A run by its next record.
    private struct Head: Comparable {
        var reader: RunReader

        static func < (a: Head, b: Head) -> Bool {
            if a.reader.key != b.reader.key { return a.reader.key < b.reader.key }
            return a.reader.line.lexicographicallyPrecedes(b.reader.line)
        }
        static func == (a: Head, b: Head) -> Bool { a.reader === b.reader }
    }

    private var heads = MinHeap<Head>()
    /// Whether the first run's record was handed on.
    private var isUsed = false

    init(_ readers: [RunReader]) throws(Diagnostics) {
        for reader in readers where try reader.advance() { heads.insert(Head(reader: reader)) }
    }

    /// The key of the line that was handed on last.
    var key: LineKey { heads.first!.reader.key }

    func next() throws(Diagnostics) -> UnsafeRawBufferPointer? {
        if isUsed, let head = heads.first {
            if try head.reader.advance() { heads.replaceFirst(by: head) } else { _ = heads.removeFirst() }
        }
        isUsed = true
        return heads.first?.reader.line
    }
}
