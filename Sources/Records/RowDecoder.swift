import JSON

/// Turns records into rows. Holds nothing that changes, so that one serves all threads; each has its own `Row`.
package struct RowDecoder: Sendable {
    /// Whether records are JSON: asked first, before anything is copied, since those rows are the cheapest.
    private let isJSON: Bool
    /// Whether they come out of a larger document.
    private let isDocument: Bool
    /// Whether they may be lists of messages.
    private let takesLists: Bool
    private let csv: CSVRowWriter?
    private let text: TextRowWriter?
    private let tokens: TokenRowWriter?

    /// - Parameters:
    ///   - columns: of CSV and TSV, the columns' names.
    ///   - delimiter: of CoNLL, the byte between columns; nil: runs of spaces.
    init(format: RecordFormat, columns: [String], delimiter: UInt8? = nil) {
        let kind = format.kind
        isJSON = kind == .jsonl || kind == .json
        isDocument = kind == .json
        takesLists = format.takesLists && kind == .jsonl
        csv = kind == .csv || kind == .tsv ? CSVRowWriter(format, columns: columns) : nil
        text = kind == .text ? TextRowWriter(format) : nil
        tokens = kind == .conll ? TokenRowWriter(format, delimiter: delimiter) : nil
    }

    /// Decodes a record of a batch.
    ///
    /// - Parameters:
    ///   - span: the record.
    ///   - bytes: the batch's bytes; of JSON the row points into them.
    ///   - row: what it held before is forgotten, and after an error means nothing.
    /// - Throws: `RowError`, its offset counted from the record's start.
    package func decode(_ span: RecordSpan, of bytes: UnsafeRawBufferPointer, into row: Row) throws(RowError) {
        if let fault = span.fault { throw fault.error }
        try decode(
            UnsafeRawBufferPointer(rebasing: bytes[span.start..<span.end]), readableBehind: bytes.count - span.end,
            into: row)
    }

    /// Decodes the bytes of one record, without its end mark.
    ///
    /// - Parameter readableBehind: how many bytes behind them may be read as well.
    package func decode(
        _ record: UnsafeRawBufferPointer, readableBehind: Int = 0, into row: Row
    ) throws(RowError) {
        if isJSON { return try decodeJSON(record, readableBehind, into: row) }
        if let csv { return try csv.decode(record, into: row) }
        try text?.decode(record, into: row)
        try tokens?.decode(record, into: row)
    }

    private func decodeJSON(
        _ record: UnsafeRawBufferPointer, _ readableBehind: Int, into row: Row
    ) throws(RowError) {
        var scanner = JSONScanner(record, readableBehind: readableBehind)
        do throws(JSONError) {
            try scanner.scanObject(into: row.fields)
        } catch {
            if isDocument, error.code == .notAnObject, record.first == UInt8(ascii: "\"") {
                return try decode(record, asFieldOf: #"{"value":"#, into: row)
            }
            if takesLists, error.code == .notAnObject, RecordBatch.isList(record) {
                return try decode(record, asFieldOf: #"{"messages":"#, into: row)
            }
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

    /// Makes a row with one field: `value` of a string, as lists of label words are often kept as an array of strings, or
    /// `messages` of a list.
    private func decode(
        _ record: UnsafeRawBufferPointer, asFieldOf opening: String, into row: Row
    ) throws(RowError) {
        let before = Array(opening.utf8)
        row.text.removeAll()
        row.text.append(before)
        row.text.append(record)
        row.text.append(UInt8(ascii: "}"))
        var scanner = JSONScanner(row.text.bytes)
        do throws(JSONError) {
            try scanner.scanObject(into: row.fields)
        } catch {
            var result = RowError(error)
            result.offset = min(max(0, result.offset - before.count), record.count)
            throw result
        }
        row.bytes = row.text.bytes
    }
}
