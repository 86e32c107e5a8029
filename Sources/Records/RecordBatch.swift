/// One record in a batch.
public struct RecordSpan: Sendable, Equatable {
    /// Offset of its first byte in the batch's bytes.
    public var start: Int
    /// Offset behind its last byte, the record's end mark excluded.
    public var end: Int
    /// The physical line, from 1, on which it starts.
    public var line: Int
    /// What was wrong already when the record was cut out.
    public var fault: RowFault?

    /// A span of a batch's bytes; offsets in bytes, the line from 1.
    public init(start: Int, end: Int, line: Int, fault: RowFault? = nil) {
        self.start = start
        self.end = end
        self.line = line
        self.fault = fault
    }
}

/// A run of whole records, cut from the input at record borders; made by one thread, decoded by any.
public struct RecordBatch: Sendable {
    /// The bytes that the spans point into.
    public var bytes: [UInt8]
    /// The records in the order of the input; never empty.
    public var records: [RecordSpan]
    /// The number of `records[0]` in its input, from 1; blank lines, comments and the header have none.
    public var firstRecord: Int
    /// Where `bytes[0]` stands in the decompressed input, from 0.
    public var byteOffset: Int

    /// A batch of at least one record.
    public init(bytes: [UInt8], records: [RecordSpan], firstRecord: Int, byteOffset: Int) {
        self.bytes = bytes
        self.records = records
        self.firstRecord = firstRecord
        self.byteOffset = byteOffset
    }
}
