import Records

/// The rules of CSV, one byte at a time over the whole text: slow, plain, and the definition that the fast reader is
/// held to.
package struct CSVTwin {
    private let text: [UInt8]
    private let format: RecordFormat
    private var at = 0
    private var line = 1

    private struct Record {
        var start: Int, end: Int, line: Int
        var fields: [[UInt8]] = []
        var fieldStarts: [Int] = []
        var openedAt: Int?
        var textAfterQuoteAt: Int?
    }

    private init(_ text: [UInt8], _ format: RecordFormat) { (self.text, self.format) = (text, format) }

    /// Reads a whole input, which is not compressed.
    package static func read(_ text: [UInt8], _ format: RecordFormat) -> Outcome {
        if format.problem != nil { return Outcome(refusal: "bad_format") }
        if text.starts(with: [0xFF, 0xFE]) || text.starts(with: [0xFE, 0xFF]) {
            return Outcome(refusal: "not_utf8_utf16")
        }
        var twin = CSVTwin(text, format)
        // A byte order mark is no part of the first record.
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { twin.at = 3 }
        return twin.read()
    }

    private mutating func read() -> Outcome {
        var outcome = Outcome()
        var columns: [String]? = format.columns.isEmpty || format.hasHeader ? nil : format.columns
        var keepsBlank = columns?.count == 1
        var number = 0
        var pending: [Record] = []
        while let record = nextRecord(keepsBlank: keepsBlank) {
            if columns == nil {
                let fault = fault(of: record)
                if format.hasHeader {
                    if fault != nil { return Outcome(refusal: "csv_bad_header") }
                    let names = record.fields.map { String(decoding: $0, as: UTF8.self) }
                    if Set(record.fields).count < names.count { return Outcome(refusal: "csv_duplicate_column") }
                    columns = names
                    keepsBlank = names.count == 1
                    continue
                }
                if fault?.code != "row_too_long", fault?.code != "csv_unterminated_quote" {
                    columns = record.fields.indices.map { "column_\($0 + 1)" }
                }
            }
            pending.append(record)
            if columns == nil { continue }
            for record in pending {
                number += 1
                outcome.records.append(report(record, number, columns!))
            }
            pending = []
        }
        for record in pending {
            number += 1
            outcome.records.append(report(record, number, []))
        }
        return outcome
    }

    private func report(_ record: Record, _ number: Int, _ columns: [String]) -> String {
        func reject(_ code: String, _ offset: Int) -> String { "\(number):\(record.line):\(code)@\(offset)" }
        if let (code, offset) = fault(of: record) { return reject(code, offset) }
        let count = record.fields.count
        if !format.ragged, count > columns.count {
            return reject("csv_too_many_fields", record.fieldStarts[columns.count])
        }
        if !format.ragged, count < columns.count { return reject("csv_too_few_fields", record.end) }
        var members: [(key: String, value: String)] = []
        for (index, field) in record.fields.enumerated() {
            let key = index < columns.count ? columns[index] : "column_\(index + 1)"
            let value = String(decoding: field, as: UTF8.self)
            if let earlier = members.firstIndex(where: { $0.key.utf8.elementsEqual(key.utf8) }) {
                members[earlier].value = value
            } else {
                members.append((key, value))
            }
        }
        return "{" + members.map { quoted($0.key) + ":" + quoted($0.value) }.joined(separator: ",") + "}"
    }

    private func quoted(_ text: String) -> String {
        String(decoding: StringTwin.quoted(text.unicodeScalars), as: UTF8.self)
    }

    /// Faults in the order in which they hide each other.
    private func fault(of record: Record) -> (code: String, offset: Int)? {
        if record.end - record.start > format.maxRowBytes { return ("row_too_long", record.start) }
        if let opened = record.openedAt { return ("csv_unterminated_quote", opened) }
        let bytes = Array(text[record.start..<record.end])
        let invalid = PlainUTF8.firstFault(in: bytes) ?? bytes.count
        if let nul = bytes[..<invalid].firstIndex(of: 0) { return ("nul_byte", record.start + nul) }
        if invalid < bytes.count { return ("invalid_utf8", record.start + invalid) }
        if let offset = record.textAfterQuoteAt { return ("csv_text_after_quote", offset) }
        return nil
    }

    private mutating func nextRecord(keepsBlank: Bool) -> Record? {
        while at < text.count {
            if isLineEnd(at) {
                let blank = Record(start: at, end: at, line: line, fields: [[]], fieldStarts: [at])
                passLineEnd()
                if keepsBlank { return blank }
            } else if text[at] == format.comment {
                while at < text.count, !isLineEnd(at) { at += 1 }
                passLineEnd()
            } else {
                return record()
            }
        }
        return nil
    }

    private func isLineEnd(_ index: Int) -> Bool { index < text.count && (text[index] == 0x0A || text[index] == 0x0D) }

    private mutating func passLineEnd() {
        guard at < text.count else { return }
        at += text[at] == 0x0D && at + 1 < text.count && text[at + 1] == 0x0A ? 2 : 1
        line += 1
    }

    private mutating func record() -> Record {
        let delimiter = format.delimiter ?? (format.kind == .tsv ? 0x09 : 0x2C)
        var record = Record(start: at, end: at, line: line)
        while true {
            var field: [UInt8] = []
            record.fieldStarts.append(at)
            if at < text.count, text[at] == format.quote {
                let opening = at
                at += 1
                var isClosed = false
                while at < text.count, !isClosed {
                    if text[at] == format.escape {
                        at += 1
                        if at < text.count { take(into: &field) }
                    } else if text[at] != format.quote {
                        take(into: &field)
                    } else if format.doubleQuote, at + 1 < text.count, text[at + 1] == format.quote {
                        at += 1
                        take(into: &field)
                    } else {
                        at += 1
                        isClosed = true
                    }
                }
                if !isClosed { record.openedAt = opening }
                if isClosed, at < text.count, text[at] != delimiter, !isLineEnd(at), record.textAfterQuoteAt == nil {
                    record.textAfterQuoteAt = at
                }
                // The offset of a first extra field is that of its text.
                record.fieldStarts[record.fieldStarts.count - 1] = opening + 1
            }
            while at < text.count, text[at] != delimiter, !isLineEnd(at) {
                field.append(text[at])
                at += 1
            }
            record.fields.append(field)
            if at < text.count, text[at] == delimiter {
                at += 1
            } else {
                record.end = at
                passLineEnd()
                return record
            }
        }
    }

    /// Takes one byte inside quotes and counts the line that it ends: CR LF is one end.
    private mutating func take(into field: inout [UInt8]) {
        if text[at] == 0x0D || text[at] == 0x0A && !(at > 0 && text[at - 1] == 0x0D) { line += 1 }
        field.append(text[at])
        at += 1
    }
}
