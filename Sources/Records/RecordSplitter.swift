/// Finds where records end, in one pass over bytes that come in pieces.
///
/// The caller keeps the bytes from `firstNeeded` on, reads more behind them and scans again; a splitter never looks at
/// a byte twice and gives the same spans wherever the pieces were cut.
protocol RecordSplitter {
    /// Offset of the first byte that a record not yet ended may need; all before it may be dropped.
    var firstNeeded: Int { get }
    /// Offset of the first byte not yet scanned.
    var scanned: Int { get }
    /// How long the record is at least that has not ended; all bytes have been scanned. Longer than allowed, it is
    /// abandoned.
    func openLength(_ bytes: UnsafeRawBufferPointer) -> Int
    /// Moves all offsets after `count` bytes were dropped from the front.
    mutating func drop(_ count: Int)
    /// Scans on and appends the records that end, until `records` holds `limit` or the bytes are used up.
    mutating func scan(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan], limit: Int)
    /// Ends the last record at the end of the input; all bytes have been scanned.
    mutating func finish(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan])
    /// The record at `firstNeeded` has grown too long: appends what is reported of it and passes over the rest.
    mutating func abandon(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan])
    /// Why nothing more can be read, once that is so; the records before are good.
    var refusal: SplitterRefusal? { get }
}

extension RecordSplitter {
    func openLength(_ bytes: UnsafeRawBufferPointer) -> Int { bytes.count - firstNeeded }
    var refusal: SplitterRefusal? { nil }
}

/// Why an input cannot be read on.
struct SplitterRefusal {
    var code: InputErrorCode
    var message: String
    var help: String?
}

/// How much of a record is kept that is too long.
enum LongRecord {
    /// How many of its bytes are reported at most.
    static let keptBytes = 4096

    /// The span of the first bytes of a record longer than `limit`; no UTF-8 sequence is cut apart.
    static func span(start: Int, line: Int, limit: Int, in bytes: UnsafeRawBufferPointer) -> RecordSpan {
        // The byte behind the end is there, since the record is longer than the limit.
        let end = uncutEnd(start + min(keptBytes, limit), from: start, in: bytes)
        return RecordSpan(start: start, end: end, line: line, fault: .rowTooLong(limit: limit))
    }

    /// The end of a text, moved to where it cuts no UTF-8 sequence apart; where it is no UTF-8 anyway, as it is.
    ///
    /// - Parameter end: where the text is to end; there must be a byte at it.
    static func uncutEnd(_ end: Int, from start: Int, in bytes: UnsafeRawBufferPointer) -> Int {
        var uncut = end
        while uncut > start, end - uncut < 3, bytes[uncut] & 0xC0 == 0x80 { uncut -= 1 }
        return bytes[uncut] & 0xC0 == 0x80 ? end : uncut
    }
}
