import System

/// Cuts text into runs of lines that are not blank: paragraphs, or the records of a CoNLL file.
///
/// Of the last line the end is left off. Lines that are comments are no records; inside of one they stay for the decoder
/// to pass over. A line longer than a record may be counts as text whatever it holds, so that it need not be kept.
struct ParagraphSplitter: RecordSplitter {
    private let maxRowBytes: Int
    private let comment: UInt8?
    private var lineStart = 0
    private(set) var scanned = 0
    private var line = 1
    /// Whether the line at hand holds more than white space so far.
    private var lineHasText = false
    /// The record at hand, up to its last line that is over.
    private var record: RecordSpan?
    private var isTooLong = false
    /// Inside the rest of a record that was too long.
    private var isAbandoned = false

    init(maxRowBytes: Int, comment: UInt8? = nil) { (self.maxRowBytes, self.comment) = (maxRowBytes, comment) }

    var firstNeeded: Int { isAbandoned ? scanned : record?.start ?? lineStart }

    func openLength(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let last = bytes.last, !isAbandoned else { return 0 }
        if bytes.count - lineStart > maxRowBytes { return bytes.count - firstNeeded }
        if !lineHasText || record == nil && bytes[lineStart] == comment {
            return record.map { $0.end - $0.start } ?? 0
        }
        return bytes.count - firstNeeded - (last == 0x0D ? 1 : 0)
    }

    mutating func drop(_ count: Int) {
        lineStart -= count
        scanned -= count
        record?.start -= count
        record?.end -= count
    }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan], limit: Int) {
        guard let base = bytes.baseAddress else { return }
        while scanned < bytes.count, records.count < limit {
            guard let end = findByte(0x0A, in: base, from: scanned, to: bytes.count) else {
                lineHasText = lineHasText || !PlainText.isBlank(bytes[scanned...])
                scanned = bytes.count
                return
            }
            lineHasText = lineHasText || !PlainText.isBlank(bytes[scanned..<end])
            scanned = end + 1
            endLine(at: end, bytes, into: &records)
        }
    }

    mutating func finish(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        scanned = bytes.count
        endLine(at: bytes.count, bytes, into: &records)
        endRecord(bytes, into: &records)
    }

    mutating func abandon(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        records.append(
            LongRecord.span(start: firstNeeded, line: record?.line ?? line, limit: maxRowBytes, in: bytes))
        isAbandoned = true
    }

    /// Ends the line whose end mark stands at an offset, just before `scanned`.
    private mutating func endLine(at end: Int, _ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        defer {
            lineStart = scanned
            lineHasText = false
            line += 1
        }
        let isLong = end - lineStart > maxRowBytes
        guard lineHasText || isLong else { return endRecord(bytes, into: &records) }
        guard !isAbandoned else { return }
        if record == nil {
            if bytes[lineStart] == comment, !isLong { return }
            record = RecordSpan(start: lineStart, end: end, line: line)
        }
        record?.end = bytes[end - 1] == 0x0D ? end - 1 : end
        isTooLong = isTooLong || isLong
    }

    private mutating func endRecord(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        if let record, !isAbandoned {
            let isTooLong = isTooLong || record.end - record.start > maxRowBytes
            records.append(
                isTooLong
                    ? LongRecord.span(start: record.start, line: record.line, limit: maxRowBytes, in: bytes) : record)
        }
        record = nil
        isTooLong = false
        isAbandoned = false
    }
}

/// Takes a whole file as one record, an empty one as none.
struct WholeSplitter: RecordSplitter {
    private let maxRowBytes: Int
    private var start = 0
    private(set) var scanned = 0
    private var isAbandoned = false

    init(maxRowBytes: Int) { self.maxRowBytes = maxRowBytes }

    var firstNeeded: Int { isAbandoned ? scanned : start }

    mutating func drop(_ count: Int) {
        start -= count
        scanned -= count
    }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan], limit: Int) {
        scanned = bytes.count
    }

    mutating func finish(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        if start < bytes.count, !isAbandoned {
            records.append(RecordSpan(start: start, end: bytes.count, line: 1))
        }
        start = bytes.count
    }

    mutating func abandon(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        records.append(LongRecord.span(start: start, line: 1, limit: maxRowBytes, in: bytes))
        isAbandoned = true
    }
}
