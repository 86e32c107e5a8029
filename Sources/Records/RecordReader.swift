import JSON

/// Reads one input into batches of records, in order.
///
/// Only finds where records end; `RowDecoder` does the rest on any thread. Holds at most one batch: a block, and what
/// is there of the longest record. Used by one thread at a time.
package final class RecordReader {
    /// The input's name for messages.
    package let name: String
    /// How records are read; if the kind was only guessed, as the content says.
    package internal(set) var format: RecordFormat
    /// CSV and TSV: the columns' names, from the header, from the format, or made up from the first record's fields.
    package internal(set) var header: [String] = []

    private let source: ByteSource
    private let blockSize: Int
    var splitter: any RecordSplitter
    /// Makes rows of records that hold several.
    private var expander: RowExpander?
    /// Bytes read and not yet handed on.
    var carry: [UInt8] = []
    /// Where `carry[0]` stands in the decompressed input.
    var carryOffset = 0
    private(set) var hasEnded = false
    var nextRecord = 1
    /// How many records the last batch had; the next one has about as many.
    private var lastCount = 0
    /// Batches that were read to look ahead.
    var ahead: ArraySlice<RecordBatch> = []
    /// CoNLL: the byte between columns; nil: runs of spaces.
    var tokenDelimiter: UInt8?

    /// Looks at the start of the input: byte order mark, header, one JSON document instead of lines.
    ///
    /// - Parameters:
    ///   - name: how messages call the input.
    ///   - blockSize: how many bytes are asked for at a time; any size gives the same records.
    /// - Throws: `InputError` when the input as a whole is not what the format says.
    package init(
        source: ByteSource, name: String, format: RecordFormat, blockSize: Int = 96 << 10
    ) throws(InputError) {
        precondition(blockSize > 0)
        if let problem = format.problem {
            throw InputError(.badFormat, path: name, problem)
        }
        (self.source, self.name, self.format, self.blockSize) = (source, name, format, blockSize)
        splitter = LineSplitter(maxRowBytes: format.maxRowBytes)
        try skipByteOrderMark()
        try settleKind()
        splitter = makeSplitter()
        switch self.format.kind {
        case .jsonl, .json, .text: break
        case .csv, .tsv: try readHeader()
        case .conll: try settleDelimiter()
        }
    }

    private func makeSplitter() -> any RecordSplitter {
        switch format.kind {
        case .jsonl: LineSplitter(maxRowBytes: format.maxRowBytes)
        case .json: JSONSplitter(format)
        case .csv, .tsv: CSVSplitter(format)
        case .text:
            switch format.textUnit {
            case .line: LineSplitter(maxRowBytes: format.maxRowBytes, keepsWhiteSpace: true)
            case .paragraph: ParagraphSplitter(maxRowBytes: format.maxRowBytes)
            case .file: WholeSplitter(maxRowBytes: format.maxRowBytes)
            }
        case .conll: ParagraphSplitter(maxRowBytes: format.maxRowBytes, comment: format.comment)
        }
    }

    /// The next records, or nil at the end.
    ///
    /// - Throws: `InputError` when reading fails, compressed data are damaged or a JSON document cannot be read on; what
    ///   was returned before stays valid, but must not pass for the whole input.
    package func nextBatch() throws(InputError) -> RecordBatch? {
        if let batch = ahead.popFirst() { return batch }
        return format.records.isEmpty ? try cutBatch(limit: .max) : try nextExpanded()
    }

    /// The next rows out of records that hold several.
    private func nextExpanded() throws(InputError) -> RecordBatch? {
        while true {
            if let rows = expander?.next(size: blockSize) { return rows }
            guard let batch = try cutBatch(limit: .max) else {
                if let refusal = expander?.refusal { throw InputError(refusal, path: name) }
                return nil
            }
            // Where the outermost array begins is known once there is a record.
            if expander == nil {
                expander = RowExpander(format.records, followed: (splitter as? JSONSplitter)?.followedKeys ?? 0)
            }
            expander?.take(batch)
        }
    }

    /// A decoder for this input's records; it may be shared by all threads.
    package func makeDecoder() -> RowDecoder {
        RowDecoder(format: format, columns: header, delimiter: tokenDelimiter)
    }

    // MARK: Batches

    /// Reads until at least one record has ended, and at most until `limit` records have.
    func cutBatch(limit: Int) throws(InputError) -> RecordBatch? {
        var capacity = carry.count + blockSize
        while true {
            var records: [RecordSpan] = []
            records.reserveCapacity(min(limit, lastCount + lastCount / 8))
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
                lastCount = records.count
                return RecordBatch(bytes: bytes, records: records, firstRecord: nextRecord, byteOffset: offset)
            }
            if let refusal = splitter.refusal { throw InputError(refusal, path: name) }
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
            if records.count >= limit || splitter.refusal != nil { return }
            if hasEnded {
                splitter.finish(held, into: &records)
                return
            }
            if splitter.openLength(held) > format.maxRowBytes {
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

    // MARK: Reading ahead

    /// Reads up to `count` more bytes into the carry; false at the end.
    func readIntoCarry(_ count: Int? = nil) throws(InputError) -> Bool {
        let start = carry.count
        carry += [UInt8](repeating: 0, count: count ?? blockSize)
        let result = carry.withUnsafeMutableBytes { buffer in
            Result { () throws(InputError) in
                try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[start...]))
            }
        }
        let read = try result.get()
        carry.removeLast(carry.count - start - read)
        hasEnded = read == 0
        return !hasEnded
    }
}
