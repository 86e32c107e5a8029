import JSON

/// Turns records into rows. Holds nothing that changes, so that one serves all threads; each has its own `Row`.
public struct RowDecoder: Sendable {
    private enum Form {
        /// The record is a JSON object; `isDocument` if it comes out of a larger document.
        case json(isDocument: Bool)
        case csv(CSVRowWriter)
        case text(TextRowWriter)
        case tokens(TokenRowWriter)
    }

    private let form: Form

    /// - Parameters:
    ///   - columns: of CSV and TSV, the columns' names.
    ///   - delimiter: of CoNLL, the byte between columns; nil: runs of spaces.
    init(format: RecordFormat, columns: [String], delimiter: UInt8? = nil) {
        form =
            switch format.kind {
            case .jsonl: .json(isDocument: false)
            case .json: .json(isDocument: true)
            case .csv, .tsv: .csv(CSVRowWriter(format, columns: columns))
            case .text: .text(TextRowWriter(format))
            case .conll: .tokens(TokenRowWriter(format, delimiter: delimiter))
            }
    }

    /// Decodes a record of a batch.
    ///
    /// - Parameters:
    ///   - span: the record.
    ///   - bytes: the batch's bytes; of JSON the row points into them.
    ///   - row: what it held before is forgotten, and after an error means nothing.
    /// - Throws: `RowError`, its offset counted from the record's start.
    public func decode(_ span: RecordSpan, of bytes: UnsafeRawBufferPointer, into row: Row) throws(RowError) {
        if let fault = span.fault { throw fault.error }
        try decode(UnsafeRawBufferPointer(rebasing: bytes[span.start..<span.end]), into: row)
    }

    /// Decodes the bytes of one record, without its end mark.
    public func decode(_ record: UnsafeRawBufferPointer, into row: Row) throws(RowError) {
        switch form {
        case .json(let isDocument): try decodeJSON(record, isDocument: isDocument, into: row)
        case .csv(let writer): try writer.decode(record, into: row)
        case .text(let writer): try writer.decode(record, into: row)
        case .tokens(let writer): try writer.decode(record, into: row)
        }
    }

    private func decodeJSON(_ record: UnsafeRawBufferPointer, isDocument: Bool, into row: Row) throws(RowError) {
        var scanner = JSONScanner(record)
        do throws(JSONError) {
            try scanner.scanObject(into: &row.fields)
        } catch {
            var result = RowError(error)
            // The scanner speaks of lines.
            if isDocument, error.code == .unexpectedEnd {
                result.message = "the file ends inside of this row; is it truncated?"
            }
            throw result
        }
        row.bytes = record
        row.resolveEqualKeys()
    }
}
