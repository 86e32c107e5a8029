import System

/// Cuts CSV and TSV: an automaton that knows where fields are quoted, exactly as `CSVFields` sees them.
///
/// A record in which no quote stands ends at the next line end, which `memchr` finds; only records with quotes are
/// walked field by field. After text behind a closing quote (a fault of the row) the field goes on unquoted, so that
/// the fault stays in its record.
struct CSVSplitter: RecordSplitter {
    private enum State {
        case recordStart, comment, fieldStart, unquoted, quoted
        /// Inside quotes, behind the escape byte.
        case escaped
        /// Behind a quote inside quotes: the field's end, or the first of two.
        case quoteInQuotes
    }

    /// Whether a blank line is a record, with one empty field.
    var keepsBlankRecords = false

    private let dialect: CSVDialect
    private let maxRowBytes: Int
    private var state = State.recordStart
    private(set) var scanned = 0
    private var recordStart = 0
    /// The physical line of the byte at `scanned`, from 1.
    private var line = 1
    private var recordLine = 1
    /// The byte before `scanned` was a carriage return that ended a line: a line feed after it belongs to it.
    private var isAfterReturn = false
    /// Where the last quoted field opened, from the record's start.
    private var quoteOffset = 0
    /// Inside the rest of a record that was too long.
    private var isAbandoned = false

    init(_ format: RecordFormat) {
        dialect = CSVDialect(format)
        maxRowBytes = format.maxRowBytes
    }

    var firstNeeded: Int { state == .recordStart || state == .comment || isAbandoned ? scanned : recordStart }

    mutating func drop(_ count: Int) {
        scanned -= count
        recordStart -= count
    }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan], limit: Int) {
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        var lineFeed = NextByte(0x0A)
        var carriageReturn = NextByte(0x0D)
        var quote = NextByte(dialect.quote)
        let end = bytes.count
        while scanned < end, records.count < limit {
            switch state {
            case .recordStart:
                let byte = base[scanned]
                if isAfterReturn {
                    isAfterReturn = false
                    if byte == 0x0A {
                        scanned += 1
                        continue
                    }
                }
                recordStart = scanned
                recordLine = line
                if byte == 0x0A || byte == 0x0D {
                    if keepsBlankRecords {
                        endRecord(bytes, into: &records)
                    } else {
                        endLine(byte)
                    }
                } else if byte == dialect.comment {
                    state = .comment
                } else {
                    let lineEnd = min(
                        lineFeed.position(from: scanned, base, end), carriageReturn.position(from: scanned, base, end))
                    if lineEnd < end, quote.position(from: scanned, base, end) > lineEnd {
                        scanned = lineEnd
                        endRecord(bytes, into: &records)
                    } else {
                        state = .fieldStart
                    }
                }
            case .comment:
                scanned = min(
                    lineFeed.position(from: scanned, base, end), carriageReturn.position(from: scanned, base, end))
                if scanned < end {
                    endLine(base[scanned])
                    state = .recordStart
                }
            case .fieldStart:
                if base[scanned] == dialect.quote {
                    quoteOffset = scanned - recordStart
                    scanned += 1
                    state = .quoted
                } else {
                    state = .unquoted
                }
            case .unquoted:
                var index = scanned
                let delimiter = dialect.delimiter
                while index < end, base[index] != delimiter, base[index] != 0x0A, base[index] != 0x0D { index += 1 }
                scanned = index
                guard index < end else { return }
                if base[index] == delimiter {
                    scanned += 1
                    state = .fieldStart
                } else {
                    endRecord(bytes, into: &records)
                }
            case .quoted:
                var stop = quote.position(from: scanned, base, end)
                if let escape = dialect.escape, let found = findByte(escape, in: base, from: scanned, to: stop) {
                    stop = found
                }
                if carriageReturn.position(from: scanned, base, end) < stop {
                    for index in scanned..<stop { countLineEnd(base[index]) }
                } else if stop > scanned {
                    if isAfterReturn, base[scanned] == 0x0A { scanned += 1 }
                    isAfterReturn = false
                    while lineFeed.position(from: scanned, base, end) < stop {
                        scanned = lineFeed.position(from: scanned, base, end) + 1
                        line += 1
                    }
                }
                scanned = stop
                guard stop < end else { return }
                isAfterReturn = false
                state = base[stop] == dialect.quote ? .quoteInQuotes : .escaped
                scanned += 1
            case .escaped:
                countLineEnd(base[scanned])
                scanned += 1
                state = .quoted
            case .quoteInQuotes:
                if base[scanned] == dialect.quote, dialect.doubleQuote {
                    scanned += 1
                    state = .quoted
                } else {
                    state = .unquoted
                }
            }
        }
    }

    mutating func finish(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        let wasIn = state
        state = .recordStart
        guard wasIn != .recordStart, wasIn != .comment else { return }
        let isOpen = wasIn == .quoted || wasIn == .escaped
        append(bytes, fault: isOpen ? .unterminatedQuote(offset: quoteOffset) : nil, into: &records)
    }

    mutating func abandon(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        records.append(LongRecord.span(start: recordStart, line: recordLine, limit: maxRowBytes, in: bytes))
        isAbandoned = true
    }

    /// Ends the record at `scanned`, where a line end stands.
    @inline(__always)
    private mutating func endRecord(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        append(bytes, fault: nil, into: &records)
        endLine(bytes[scanned])
        state = .recordStart
    }

    @inline(__always)
    private mutating func append(
        _ bytes: UnsafeRawBufferPointer, fault: RowFault?, into records: inout [RecordSpan]
    ) {
        if isAbandoned {
            isAbandoned = false
        } else if scanned - recordStart > maxRowBytes {
            records.append(LongRecord.span(start: recordStart, line: recordLine, limit: maxRowBytes, in: bytes))
        } else {
            records.append(RecordSpan(start: recordStart, end: scanned, line: recordLine, fault: fault))
        }
    }

    /// Passes over the line end at `scanned`.
    @inline(__always)
    private mutating func endLine(_ byte: UInt8) {
        line += 1
        isAfterReturn = byte == 0x0D
        scanned += 1
    }

    /// Counts a line end inside quotes: a line feed, a carriage return, or both together as one.
    private mutating func countLineEnd(_ byte: UInt8) {
        if byte == 0x0D || byte == 0x0A && !isAfterReturn { line += 1 }
        isAfterReturn = byte == 0x0D
    }
}

/// Where a byte stands next, looked up only when the last answer lies behind: a byte that never comes costs one search.
private struct NextByte {
    private let byte: UInt8?
    private var known = -1

    init(_ byte: UInt8?) { self.byte = byte }

    /// The first offset from `start` on where the byte stands, or `end`.
    @inline(__always)
    mutating func position(from start: Int, _ base: UnsafePointer<UInt8>, _ end: Int) -> Int {
        if known < start { find(from: start, base, end) }
        return known
    }

    private mutating func find(from start: Int, _ base: UnsafePointer<UInt8>, _ end: Int) {
        known = byte.flatMap { findByte($0, in: base, from: start, to: end) } ?? end
    }
}
