/// The start of an input: what it is, and what its columns are called.
extension RecordReader {
    func skipByteOrderMark() throws(InputError) {
        while carry.count < 3, try readIntoCarry(3 - carry.count) {}
        if carry.starts(with: [0xFF, 0xFE]) || carry.starts(with: [0xFE, 0xFF]) {
            let encoding = carry[0] == 0xFF ? "UTF-16LE" : "UTF-16BE"
            throw InputError(
                .notUTF8, path: name, "is \(encoding) text, not UTF-8",
                help: "convert it: iconv -f UTF-16 -t UTF-8 FILE > NEW")
        }
        if carry == [0xEF, 0xBB, 0xBF] {
            carry = []
            carryOffset = 3
        }
    }

    /// Finds out by the content whether an input of lines is one JSON document.
    ///
    /// - Throws: that it is one, if it was said to be lines: each would be rejected with a message that does not help.
    func settleKind() throws(InputError) {
        guard format.kind == .jsonl else { return }
        var guess = ContentGuess(looksAtObjects: format.guess == .json)
        var answer: ContentGuess.Answer?
        var index = 0
        while answer == nil {
            while answer == nil, index < carry.count {
                answer = guess.take(carry[index])
                index += 1
            }
            if answer == nil, !(try readIntoCarry()) { answer = guess.atEnd }
        }
        if answer == .lines || format.takesLists && guess.isOneLine && Self.isListOfMessages(carry) { return }
        guard format.guess != .none else {
            throw InputError(
                .jsonArrayFile, path: name, "is one JSON array, not one JSON object a line",
                help: "read it with --input-format json")
        }
        format.kind = .json
    }

    /// Whether an array begins with a message: the file's only line is a conversation then, and no array of rows.
    private static func isListOfMessages(_ text: [UInt8]) -> Bool {
        let start = text.prefix(256).filter { !JSONSplitter.isWhiteSpace($0) }
        return ["role", "from", "content", "value"].contains { start.starts(with: Array("[{\"\($0)\":".utf8)) }
    }

    /// Takes the byte between columns from the format or the first record.
    func settleDelimiter() throws(InputError) {
        tokenDelimiter = format.delimiter
        guard tokenDelimiter == nil, let batch = try cutBatch(limit: 1) else { return }
        ahead = [batch]
        let first = batch.records[0]
        let line = batch.bytes[first.start..<first.end].prefix { $0 != 0x0A }
        if line.contains(0x09) { tokenDelimiter = 0x09 }
    }

    /// Takes the columns' names from the first record or the format, or counts the first record's fields.
    func readHeader() throws(InputError) {
        guard format.hasHeader || format.columns.isEmpty else {
            header = format.columns
            try refuseDoubleColumns()
            keepBlankRecordsIfOneColumn()
            return
        }
        guard format.hasHeader else { return try countColumns() }
        guard let batch = try cutBatch(limit: 1) else { return }
        nextRecord = 1
        do throws(RowError) {
            header = try CSVHeader.fields(of: batch, format)
        } catch {
            throw InputError(
                .csvBadHeader, path: name,
                "line \(batch.records[0].line): the header cannot be read (\(error.code.rawValue)): \(error.message)")
        }
        try refuseDoubleColumns()
        keepBlankRecordsIfOneColumn()
    }

    /// Makes up names for as many columns as the first record has; one that was too long cannot tell.
    private func countColumns() throws(InputError) {
        while header.isEmpty, let batch = try cutBatch(limit: 1) {
            ahead.append(batch)
            if batch.records[0].fault == nil {
                header = (0..<CSVHeader.fieldCount(of: batch, format)).map(CSVHeader.madeUpName)
            }
        }
    }

    private func refuseDoubleColumns() throws(InputError) {
        var seen: Set<[UInt8]> = []
        for column in header where !seen.insert(Array(column.utf8)).inserted {
            throw InputError(
                .csvDuplicateColumn, path: name, "two columns are called \"\(column)\"",
                help: "rename one; or name all of them with --columns, and leave the header line out")
        }
    }

    /// With one column, a blank line is a record with an empty field.
    private func keepBlankRecordsIfOneColumn() {
        guard header.count == 1, var splitter = splitter as? CSVSplitter else { return }
        splitter.keepsBlankRecords = true
        self.splitter = splitter
    }
}
