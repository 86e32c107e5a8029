import System

/// Where one field of a record stands.
struct CSVField {
    /// Its bytes, without the quotes around it.
    var range: Range<Int>
    /// Whether bytes inside stand for others: doubled quotes or escapes.
    var isEscaped: Bool
}

/// Walks over the fields of one CSV record.
///
/// A record has at least one field; one that ends in a delimiter has an empty last one.
struct CSVFields {
    private let record: UnsafeRawBufferPointer
    private let dialect: CSVDialect
    private var position = 0
    private var isAtEnd = false

    /// - Parameter record: without its end mark; must stay valid while fields are walked.
    init(_ record: UnsafeRawBufferPointer, _ dialect: CSVDialect) {
        (self.record, self.dialect) = (record, dialect)
    }

    /// The next field, or nil behind the last one.
    mutating func next() throws(RowError) -> CSVField? {
        if isAtEnd { return nil }
        if position < record.count, record[position] == dialect.quote {
            return try quoted()
        }
        return unquoted(from: position)
    }

    /// Counts the fields that are left, faults aside.
    mutating func countRest() -> Int {
        var count = 0
        while !isAtEnd {
            if let field = try? next() {
                _ = field
            } else if !isAtEnd {
                // Behind a fault the field goes on unquoted.
                _ = unquoted(from: position)
            }
            count += 1
        }
        return count
    }

    private mutating func unquoted(from start: Int) -> CSVField {
        let index = find(dialect.delimiter, from: start)
        isAtEnd = index == record.count
        position = index + 1
        return CSVField(range: start..<index, isEscaped: false)
    }

    /// The first offset where a byte stands, or the record's end.
    @inline(__always)
    private func find(_ byte: UInt8, from start: Int) -> Int {
        record.offset(ofByte: byte, from: start) ?? record.count
    }

    private mutating func quoted() throws(RowError) -> CSVField {
        let opening = position
        var index = opening + 1
        var isEscaped = false
        while true {
            if let quote = dialect.quote, dialect.escape == nil {
                index = find(quote, from: index)
            } else {
                while index < record.count, record[index] != dialect.quote, record[index] != dialect.escape {
                    index += 1
                }
            }
            if index >= record.count {
                isAtEnd = true
                throw RowFault.unterminatedQuote(offset: opening).error
            }
            if record[index] == dialect.escape {
                isEscaped = true
                index += 2
            } else if dialect.doubleQuote, index + 1 < record.count, record[index + 1] == dialect.quote {
                isEscaped = true
                index += 2
            } else {
                break
            }
        }
        position = index + 2
        isAtEnd = index + 1 == record.count
        if !isAtEnd, record[index + 1] != dialect.delimiter {
            position = index + 1
            throw RowError(
                .csvTextAfterQuote, at: index + 1,
                "text follows a closing quote; double the quotes inside fields, or read with --quote ''")
        }
        return CSVField(range: opening + 1..<index, isEscaped: isEscaped)
    }
}
