import System

/// Cuts JSONL and lines of text: a record is what stands between line feeds; blank lines are none. Of JSONL, white space
/// at a record's ends is left off, of text only the carriage return at its end.
struct LineSplitter: RecordSplitter {
    private let maxRowBytes: Int
    private let keepsWhiteSpace: Bool
    private var lineStart = 0
    private(set) var scanned = 0
    private var line = 1
    /// Inside the rest of a line that was too long.
    private var isAbandoned = false

    init(maxRowBytes: Int, keepsWhiteSpace: Bool = false) {
        (self.maxRowBytes, self.keepsWhiteSpace) = (maxRowBytes, keepsWhiteSpace)
    }

    var firstNeeded: Int { isAbandoned ? scanned : lineStart }

    mutating func drop(_ count: Int) {
        lineStart -= count
        scanned -= count
    }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan], limit: Int) {
        guard let base = bytes.baseAddress else { return }
        // In variables of its own: the properties would be read and written for each line.
        var (start, position, line) = (lineStart, scanned, line)
        while position < bytes.count, records.count < limit {
            guard let end = findByte(0x0A, in: base, from: position, to: bytes.count) else {
                position = bytes.count
                break
            }
            if start < end, end - start <= maxRowBytes, !isAbandoned, Self.isInk(base, start), Self.isInk(base, end - 1)
            {
                records.append(RecordSpan(start: start, end: end, line: line))
            } else {
                endLine(start..<end, line, bytes, into: &records)
            }
            position = end + 1
            start = position
            line += 1
        }
        (lineStart, scanned, self.line) = (start, position, line)
    }

    /// Whether a byte is neither white space nor a control character.
    @inline(__always)
    private static func isInk(_ base: UnsafeRawPointer, _ offset: Int) -> Bool {
        base.load(fromByteOffset: offset, as: UInt8.self) > 0x20
    }

    mutating func finish(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        endLine(lineStart..<bytes.count, line, bytes, into: &records)
        lineStart = bytes.count
    }

    mutating func abandon(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        records.append(LongRecord.span(start: lineStart, line: line, limit: maxRowBytes, in: bytes))
        isAbandoned = true
    }

    private mutating func endLine(
        _ range: Range<Int>, _ line: Int, _ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]
    ) {
        if isAbandoned {
            isAbandoned = false
            return
        }
        if range.count > maxRowBytes {
            records.append(LongRecord.span(start: range.lowerBound, line: line, limit: maxRowBytes, in: bytes))
            return
        }
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, Self.isWhiteSpace(bytes[start]) { start += 1 }
        while start < end, Self.isWhiteSpace(bytes[end - 1]) { end -= 1 }
        guard start < end else { return }
        if keepsWhiteSpace {
            (start, end) = (range.lowerBound, range.upperBound)
            if bytes[end - 1] == 0x0D { end -= 1 }
        }
        records.append(RecordSpan(start: start, end: end, line: line))
    }

    static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0D || byte == 0x09 }
}
