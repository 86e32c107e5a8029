import JSON

/// Turns records into rows. Holds nothing that changes, so that one serves all threads; each has its own `Row`.
public struct RowDecoder: Sendable {
    private let csv: CSVRowWriter?

    init(format: RecordFormat, columns: [String]) {
        csv = format.kind == .jsonl ? nil : CSVRowWriter(format, columns: columns)
    }

    /// Decodes a record of a batch.
    ///
    /// - Parameters:
    ///   - span: the record.
    ///   - bytes: the batch's bytes; of JSONL the row points into them.
    ///   - row: what it held before is forgotten, and after an error means nothing.
    /// - Throws: `RowError`, its offset counted from the record's start.
    public func decode(_ span: RecordSpan, of bytes: UnsafeRawBufferPointer, into row: Row) throws(RowError) {
        if let fault = span.fault { throw fault.error }
        try decode(
            UnsafeRawBufferPointer(rebasing: bytes[span.start..<span.end]), readableBehind: bytes.count - span.end,
            into: row)
    }

    /// Decodes the bytes of one record, without its end mark.
    ///
    /// - Parameter readableBehind: how many bytes behind them may be read as well.
    public func decode(
        _ record: UnsafeRawBufferPointer, readableBehind: Int = 0, into row: Row
    ) throws(RowError) {
        if let csv {
            try csv.decode(record, into: row)
            return
        }
        var scanner = JSONScanner(record, readableBehind: readableBehind)
        do throws(JSONError) {
            try scanner.scanObject(into: row.fields)
        } catch {
            throw RowError(error)
        }
        row.bytes = record
        row.resolveEqualKeys()
    }
}
