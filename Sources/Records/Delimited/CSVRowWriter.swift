import JSON
import System

/// Checks a CSV record and writes it as a JSON object, so that all that follows handles one form.
struct CSVRowWriter: Sendable {
    private let dialect: CSVDialect
    private let ragged: Bool
    /// What stands between two values, `","NAME":"` with the name escaped once for all rows, one behind the other.
    private let links: [UInt8]
    private let columns: [Column]

    private struct Column {
        /// Where the column's link stands in `links`.
        var link: Range<Int>
        var nameHasEscapes: Bool
    }

    init(_ format: RecordFormat, columns names: [String]) {
        dialect = CSVDialect(format)
        ragged = format.ragged
        let text = ByteBuffer()
        var columns: [Column] = []
        for name in names {
            let start = text.count
            Self.writeLink(to: name, text)
            let plain = Self.marksBefore + name.utf8.count + Self.marksBehind
            columns.append(Column(link: start..<text.count, nameHasEscapes: text.count - start != plain))
        }
        links = Array(text.bytes)
        self.columns = columns
    }

    /// How many bytes of a link stand before and behind the name.
    private static let marksBefore = 3
    private static let marksBehind = 3
    /// How many of those before end the value before: not wanted by the first.
    private static let marksOfEnd = 2

    private static func writeLink(to name: String, isFirst: Bool = false, _ output: ByteBuffer) {
        output.append(isFirst ? "\"" : "\",\"")
        JSONString.writeContents(name, to: output)
        output.append("\":\"")
    }

    func decode(_ record: UnsafeRawBufferPointer, into row: Row) throws(RowError) {
        try PlainText.check(record)
        let output = row.text
        output.removeAll()
        output.reserve(record.count + links.count + 16)
        row.fields.removeAll()
        output.append(UInt8(ascii: "{"))
        var fields = CSVFields(record, dialect)
        var count = 0
        var firstExtra: Int?
        while let field = try fields.next() {
            if count < columns.count || ragged {
                let key = output.count + Self.marksBefore - (count == 0 ? Self.marksOfEnd : 0)
                writeLink(count, to: output)
                let start = output.count
                let hasEscapes = write(field, of: record, to: output)
                // The value's quotes belong to the links around it.
                row.fields.append(
                    JSONField(
                        key: key..<start - Self.marksBehind,
                        keyHasEscapes: count < columns.count && columns[count].nameHasEscapes,
                        value: start - 1..<output.count + 1, kind: hasEscapes ? .escapedString : .string))
            } else if count == columns.count {
                firstExtra = field.range.lowerBound
            }
            count += 1
        }
        if let firstExtra {
            throw RowError(
                .csvTooManyFields, at: firstExtra,
                "\(count) fields where there are \(columns.count) columns; quote fields that hold the delimiter, "
                    + "or read with --ragged")
        }
        if count < columns.count, !ragged {
            throw RowError(
                .csvTooFewFields, at: record.count,
                "\(count) \(count == 1 ? "field" : "fields") where there are \(columns.count) columns; "
                    + "is the delimiter right? --ragged reads such rows")
        }
        output.append("\"}")
        row.bytes = output.bytes
        if count > columns.count {
            // A made-up name may be that of a column.
            row.resolveEqualKeys()
        }
    }

    /// Writes the link to the value of a column.
    @inline(__always)
    private func writeLink(_ index: Int, to output: ByteBuffer) {
        if index < columns.count {
            let link = columns[index].link.dropFirst(index == 0 ? Self.marksOfEnd : 0)
            links.withUnsafeBytes { output.append(UnsafeRawBufferPointer(rebasing: $0[link])) }
        } else {
            Self.writeLink(to: CSVHeader.madeUpName(index), isFirst: index == 0, output)
        }
    }

    /// Writes a field as the inside of a JSON string; returns whether it holds escapes.
    private func write(_ field: CSVField, of record: UnsafeRawBufferPointer, to output: ByteBuffer) -> Bool {
        var hasEscapes = false
        func write(_ range: Range<Int>) {
            let before = output.count
            JSONString.writeContents(UnsafeRawBufferPointer(rebasing: record[range]), to: output)
            hasEscapes = hasEscapes || output.count - before != range.count
        }
        if field.isEscaped {
            // A quote or escape byte inside is left out and the byte behind it is text.
            var start = field.range.lowerBound
            var index = nextMark(in: record, from: start, to: field.range.upperBound)
            while index < field.range.upperBound {
                write(start..<index)
                start = index + 1
                index = nextMark(in: record, from: index + 2, to: field.range.upperBound)
            }
            write(start..<field.range.upperBound)
        } else {
            write(field.range)
        }
        return hasEscapes
    }

    /// The first offset where a quote or an escape byte stands, or the end.
    private func nextMark(in record: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int {
        guard let base = record.baseAddress, start < end else { return end }
        guard dialect.escape == nil, let quote = dialect.quote else {
            return (start..<end).first { record[$0] == dialect.quote || record[$0] == dialect.escape } ?? end
        }
        return findByte(quote, in: base, from: start, to: end) ?? end
    }
}

/// The first record of a CSV file, as names of columns.
enum CSVHeader {
    /// The name of a column that has none, from an index from 0.
    static func madeUpName(_ index: Int) -> String { "column_\(index + 1)" }

    /// The fields of a batch's first record as text.
    static func fields(of batch: RecordBatch, _ format: RecordFormat) throws(RowError) -> [String] {
        let record = batch.records[0]
        if let fault = record.fault { throw fault.error }
        let row = Row()
        let result = batch.bytes.withUnsafeBytes { bytes in
            Result { () throws(RowError) in
                // Without columns and ragged, a decoder takes any number of fields.
                var any = format
                any.ragged = true
                let bytes = UnsafeRawBufferPointer(rebasing: bytes[record.start..<record.end])
                try RowDecoder(format: any, columns: []).decode(bytes, into: row)
                return row.fields.elements.map { row.text(of: $0) }
            }
        }
        return try result.get()
    }

    /// How many fields a batch's first record has, whatever else is wrong with it.
    static func fieldCount(of batch: RecordBatch, _ format: RecordFormat) -> Int {
        let record = batch.records[0]
        return batch.bytes.withUnsafeBytes { bytes in
            var fields = CSVFields(
                UnsafeRawBufferPointer(rebasing: bytes[record.start..<record.end]), CSVDialect(format))
            return fields.countRest()
        }
    }
}
