import JSON

/// Reads one input into batches of records, in order.
///
/// Only finds where records end; `RowDecoder` does the rest on any thread. Holds at most one batch: a block, and what
/// is there of the longest record. Used by one thread at a time.
public final class RecordReader {
    /// The input's name for messages.
    public let name: String
    /// How records are read.
    public let format: RecordFormat
    /// CSV and TSV: the columns' names, from the header, from the format, or made up from the first record's fields.
    public private(set) var header: [String] = []

    private let source: ByteSource
    private let blockSize: Int
    private var splitter: any RecordSplitter
    /// Bytes read and not yet handed on.
    private var carry: [UInt8] = []
    /// Where `carry[0]` stands in the decompressed input.
    private var carryOffset = 0
    private var hasEnded = false
    private var nextRecord = 1
    /// Batches that were read to look ahead.
    private var ahead: ArraySlice<RecordBatch> = []

    /// Looks at the start of the input: byte order mark, header, a JSON array instead of lines.
    ///
    /// - Parameters:
    ///   - name: how messages call the input.
    ///   - blockSize: how many bytes are asked for at a time; any size gives the same records.
    /// - Throws: `InputError` when the input as a whole is not what the format says.
    public init(
        source: ByteSource, name: String, format: RecordFormat, blockSize: Int = 128 << 10
    ) throws(InputError) {
        precondition(blockSize > 0)
        if let problem = format.problem {
            throw InputError(.badFormat, path: name, problem)
        }
        self.source = source
        self.name = name
        self.format = format
        self.blockSize = blockSize
        if format.kind == .jsonl {
            splitter = LineSplitter(maxRowBytes: format.maxRowBytes)
            try skipByteOrderMark()
            try refuseArrayFile()
        } else {
            splitter = CSVSplitter(format)
            try skipByteOrderMark()
            try readHeader()
        }
    }

    /// The next records, or nil at the end.
    ///
    /// - Throws: `InputError` when reading fails or compressed data are damaged; what was returned before stays valid,
    ///   but must not pass for the whole input.
    public func nextBatch() throws(InputError) -> RecordBatch? {
        if let batch = ahead.popFirst() { return batch }
        return try cutBatch(limit: .max)
    }

    /// A decoder for this input's records; it may be shared by all threads.
    public func makeDecoder() -> RowDecoder {
        RowDecoder(format: format, columns: header)
    }

    // MARK: Batches

    /// Reads until at least one record has ended, and at most until `limit` records have.
    private func cutBatch(limit: Int) throws(InputError) -> RecordBatch? {
        var capacity = carry.count + blockSize
        while true {
            var records: [RecordSpan] = []
            var failure: InputError?
            var bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                let memory = UnsafeMutableRawBufferPointer(buffer)
                memory.copyBytes(from: carry)
                count = carry.count
                carry = []
                do throws(InputError) {
                    try fill(memory, &count, capacity, into: &records, limit: limit)
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
            let offset = carryOffset
            let needed = splitter.firstNeeded
            carry = needed == 0 ? bytes : Array(bytes[needed...])
            carryOffset += needed
            splitter.drop(needed)
            guard records.isEmpty else {
                bytes.removeLast(bytes.count - needed)
                if let last = records.last, bytes.count - last.end > blockSize {
                    // Lets go of the memory of a record that was too long.
                    bytes = Array(bytes[..<last.end])
                }
                defer { nextRecord += records.count }
                return RecordBatch(bytes: bytes, records: records, firstRecord: nextRecord, byteOffset: offset)
            }
            if hasEnded { return nil }
            capacity = grownCapacity(holding: carry.count)
        }
    }

    /// Scans what is there and reads more behind it, until records have ended and no more room or input is there.
    private func fill(
        _ memory: UnsafeMutableRawBufferPointer, _ count: inout Int, _ capacity: Int,
        into records: inout [RecordSpan], limit: Int
    ) throws(InputError) {
        while true {
            let held = UnsafeRawBufferPointer(rebasing: memory[..<count])
            splitter.scan(held, into: &records, limit: limit)
            if records.count >= limit { return }
            if hasEnded {
                splitter.finish(held, into: &records)
                return
            }
            if count - splitter.firstNeeded > format.maxRowBytes {
                splitter.abandon(held, into: &records)
                return
            }
            if splitter.firstNeeded == count, records.isEmpty {
                // Nothing of it is needed: the middle of a comment, or of a record that is passed over.
                carryOffset += count
                splitter.drop(count)
                count = 0
            }
            guard count < capacity, records.isEmpty || source.isReady else { return }
            let read = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[count..<capacity]))
            hasEnded = read == 0
            count += read
        }
    }

    /// Room for a record that did not fit. A large one gets all the room it may ever need at once: the system gives
    /// memory only for what is used, and the record is not copied again.
    private func grownCapacity(holding held: Int) -> Int {
        let most = format.maxRowBytes.addingReportingOverflow(blockSize + 1)
        let all = most.overflow ? Int.max : most.partialValue
        let isLarge = held >= 4 << 20 && all <= 1 << 30
        return isLarge ? max(all, held + blockSize) : min(max(all, held + blockSize), held * 4 + blockSize)
    }

    // MARK: The start of the input

    private func skipByteOrderMark() throws(InputError) {
        while carry.count < 3 {
            var piece = [UInt8](repeating: 0, count: 3 - carry.count)
            var failure: InputError?
            let count = piece.withUnsafeMutableBytes { buffer in
                do throws(InputError) {
                    return try source.read(into: buffer)
                } catch {
                    failure = error
                    return 0
                }
            }
            if let failure { throw failure }
            if count == 0 {
                hasEnded = true
                break
            }
            carry += piece[..<count]
        }
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

    /// Refuses a file that is one JSON array: each of its lines would be rejected with a message that does not help.
    private func refuseArrayFile() throws(InputError) {
        guard let batch = try cutBatch(limit: .max) else { return }
        ahead = [batch]
        let first = batch.records[0]
        guard batch.bytes[first.start...].first(where: { !LineSplitter.isWhiteSpace($0) }) == UInt8(ascii: "[") else {
            return
        }
        let opening = ArrayOpening(batch.bytes[first.start..<first.end])
        var isArrayFile = first.fault != nil || !opening.isClosed
        if !isArrayFile, opening.holdsObjects, batch.records.count == 1 {
            let second = try cutBatch(limit: .max)
            if let second { ahead.append(second) }
            isArrayFile = second == nil
        }
        if isArrayFile {
            throw InputError(
                .jsonArrayFile, path: name, "is one JSON array, not one JSON object a line",
                help: "convert it: jq -c '.[]' FILE > NEW.jsonl")
        }
    }

    /// Takes the columns' names from the first record or the format, or counts the first record's fields.
    private func readHeader() throws(InputError) {
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
