#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

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
        self.maxRowBytes = maxRowBytes
        self.keepsWhiteSpace = keepsWhiteSpace
    }

    var firstNeeded: Int { isAbandoned ? scanned : lineStart }

    mutating func drop(_ count: Int) {
        lineStart -= count
        scanned -= count
    }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan], limit: Int) {
        guard let base = bytes.baseAddress else { return }
        while scanned < bytes.count, records.count < limit {
            guard let found = memchr(base + scanned, 0x0A, bytes.count - scanned) else {
                scanned = bytes.count
                return
            }
            let end = UnsafeRawPointer(found) - base
            endLine(at: end, bytes, into: &records)
            scanned = end + 1
            lineStart = scanned
            line += 1
        }
    }

    mutating func finish(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        endLine(at: bytes.count, bytes, into: &records)
        lineStart = bytes.count
    }

    mutating func abandon(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        records.append(LongRecord.span(start: lineStart, line: line, limit: maxRowBytes, in: bytes))
        isAbandoned = true
    }

    @inline(__always)
    private mutating func endLine(at lineEnd: Int, _ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        if isAbandoned {
            isAbandoned = false
            return
        }
        if lineEnd - lineStart > maxRowBytes {
            records.append(LongRecord.span(start: lineStart, line: line, limit: maxRowBytes, in: bytes))
            return
        }
        var start = lineStart
        var end = lineEnd
        while start < end, Self.isWhiteSpace(bytes[start]) { start += 1 }
        while start < end, Self.isWhiteSpace(bytes[end - 1]) { end -= 1 }
        guard start < end else { return }
        if keepsWhiteSpace {
            start = lineStart
            end = bytes[lineEnd - 1] == 0x0D ? lineEnd - 1 : lineEnd
        }
        records.append(RecordSpan(start: start, end: end, line: line))
    }

    static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0D || byte == 0x09
    }
}
