import JSON
import System

/// Checks a piece of plain text and writes it as `{"text": …}`.
///
/// In a paragraph, the line ends inside are line feeds, whatever they were (CRLF or LF; a carriage return alone is text).
/// A line has none, and a whole file stands as it is.
struct TextRowWriter: Sendable {
    private let dropsReturns: Bool

    init(_ format: RecordFormat) { dropsReturns = format.textUnit == .paragraph }

    func decode(_ record: UnsafeRawBufferPointer, into row: Row) throws(RowError) {
        try PlainText.check(record)
        let output = row.text
        output.removeAll()
        output.reserve(record.count + 16)
        output.append("{\"text\":\"")
        let start = output.count
        if dropsReturns {
            PlainText.forEachLine(record) { line, isLast in
                JSONString.writeContents(UnsafeRawBufferPointer(rebasing: record[line]), to: output)
                if !isLast { output.append("\\n") }
            }
        } else {
            JSONString.writeContents(record, to: output)
        }
        let kind: JSONKind = output.bytes[start...].contains(UInt8(ascii: "\\")) ? .escapedString : .string
        output.append("\"}")
        row.bytes = output.bytes
        row.fields.removeAll()
        row.fields.append(
            JSONField(key: 2..<6, keyHasEscapes: false, value: start - 1..<output.count - 1, kind: kind))
    }
}

/// What all formats share whose records are text and not JSON.
enum PlainText {
    /// Checks that bytes are UTF-8 without NUL.
    ///
    /// - Throws: at the first fault.
    static func check(_ record: UnsafeRawBufferPointer) throws(RowError) {
        guard let base = record.baseAddress, record.count > 0 else { return }
        let invalid = firstInvalidUTF8(in: record)
        if let found = findByte(0, in: base, from: 0, to: invalid ?? record.count) {
            throw RowError(
                .nulByte, at: found,
                "a NUL byte; is the file UTF-16, or damaged? Convert it with `iconv -f utf-16 -t utf-8`")
        }
        if let invalid {
            throw RowError(JSONError(.invalidUTF8, at: invalid))
        }
    }

    /// Calls with the range of each line of a record, without its end (LF or CRLF), and whether it is the last, whose
    /// end is no part of the record.
    static func forEachLine(_ text: UnsafeRawBufferPointer, _ body: (Range<Int>, _ isLast: Bool) -> Void) {
        var start = 0
        while true {
            let end = text[start...].firstIndex(of: 0x0A) ?? text.count
            let isLast = end == text.count
            body(start..<(!isLast && end > start && text[end - 1] == 0x0D ? end - 1 : end), isLast)
            if isLast { return }
            start = end + 1
        }
    }

    /// Whether a line holds nothing but spaces, tabs and carriage returns.
    static func isBlank(_ line: Slice<UnsafeRawBufferPointer>) -> Bool {
        line.allSatisfy(LineSplitter.isWhiteSpace)
    }
}
