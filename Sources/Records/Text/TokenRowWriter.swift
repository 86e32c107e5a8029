import JSON

/// Checks the lines of a CoNLL record and writes their columns as lists: `{"tokens": […], "tags": […]}`.
struct TokenRowWriter: Sendable {
    /// The byte between columns; nil: runs of spaces.
    private let delimiter: UInt8?
    private let comment: UInt8?
    /// The lists' names, `_` for none; empty: as usual.
    private let names: [String]

    /// - Parameter delimiter: the byte between columns; nil: runs of spaces.
    init(_ format: RecordFormat, delimiter: UInt8?) {
        self.delimiter = delimiter
        comment = format.comment
        names = format.columns
    }

    func decode(_ record: UnsafeRawBufferPointer, into row: Row) throws(RowError) {
        try PlainText.check(record)
        // Line by line, one range for each column.
        var cells: [Range<Int>] = []
        var width = names.count
        var fault: RowError?
        var number = 0
        PlainText.forEachLine(record) { line, _ in
            number += 1
            if fault != nil || isComment(line, of: record) { return }
            let before = cells.count
            split(line, of: record, into: &cells)
            let count = cells.count - before
            if width == 0 { width = count }
            if count != width { fault = Self.fault(at: line.lowerBound, number, count, width, names) }
        }
        if let fault { throw fault }
        write(cells, width: width, of: record, into: row)
    }

    private func isComment(_ line: Range<Int>, of record: UnsafeRawBufferPointer) -> Bool {
        comment != nil && record[line].first == comment
    }

    private static func fault(at offset: Int, _ line: Int, _ count: Int, _ width: Int, _ names: [String]) -> RowError {
        let columns = "\(count) \(count == 1 ? "column" : "columns")"
        let rule = names.isEmpty ? "where the record's first line has \(width)" : "where --columns names \(width)"
        return RowError(
            .conllColumns, at: offset,
            "line \(line) of the record has \(columns) \(rule); is the delimiter right, or a blank line missing?")
    }

    private func split(_ line: Range<Int>, of record: UnsafeRawBufferPointer, into cells: inout [Range<Int>]) {
        var start = line.lowerBound
        if let delimiter {
            while let end = record[start..<line.upperBound].firstIndex(of: delimiter) {
                cells.append(start..<end)
                start = end + 1
            }
            cells.append(start..<line.upperBound)
            return
        }
        while start < line.upperBound {
            let end = record[start..<line.upperBound].firstIndex(of: 0x20) ?? line.upperBound
            if end > start { cells.append(start..<end) }
            start = end + 1
        }
    }

    private func write(_ cells: [Range<Int>], width: Int, of record: UnsafeRawBufferPointer, into row: Row) {
        let output = row.text
        output.removeAll()
        output.reserve(record.count * 2)
        row.fields.removeAll()
        output.append("{")
        for (name, column) in lists(width) {
            output.append(row.fields.elements.isEmpty ? "\"" : ",\"")
            let key = output.count
            JSONString.writeContents(name, to: output)
            let keyEnd = output.count
            output.append("\":")
            let value = output.count
            output.append("[")
            for index in stride(from: column, to: cells.count, by: width) {
                output.append(index == column ? "\"" : ",\"")
                JSONString.writeContents(UnsafeRawBufferPointer(rebasing: record[cells[index]]), to: output)
                output.append("\"")
            }
            output.append("]")
            row.fields.append(
                JSONField(
                    key: key..<keyEnd, keyHasEscapes: keyEnd - key != name.utf8.count, value: value..<output.count,
                    kind: .array))
        }
        output.append("}")
        row.bytes = output.bytes
    }

    /// The names of the lists and the columns that they hold.
    private func lists(_ width: Int) -> [(name: String, column: Int)] {
        guard names.isEmpty else {
            return names.enumerated().filter { $0.element != "_" }.map { ($0.element, $0.offset) }
        }
        return width > 1 ? [("tokens", 0), ("tags", width - 1)] : [("tokens", 0)]
    }
}
