import Diagnostics

/// One record in a batch.
package struct RecordSpan: Sendable, Equatable {
    /// Offset of its first byte in the batch's bytes.
    package var start: Int
    /// Offset behind its last byte, the record's end mark excluded.
    package var end: Int
    /// The physical line, from 1, on which it starts.
    package var line: Int
    /// The column of that line, in Unicode scalars from 1, at which it starts.
    package var column: Int32
    /// What was wrong already when the record was cut out.
    package var fault: RowFault?

    /// A span of a batch's bytes; offsets in bytes, line and column from 1.
    package init(start: Int, end: Int, line: Int, column: Int32 = 1, fault: RowFault? = nil) {
        (self.start, self.end, self.line, self.column, self.fault) = (start, end, line, column, fault)
    }

    /// The span of the same record where its bytes stand elsewhere.
    ///
    /// - Parameter distance: by how many bytes later.
    package func moved(by distance: Int) -> RecordSpan {
        var moved = self
        (moved.start, moved.end) = (start + distance, end + distance)
        return moved
    }
}

/// A run of whole records, cut from the input at record borders; made by one thread, decoded by any.
package struct RecordBatch: Sendable {
    /// The bytes that the spans point into.
    package var bytes: [UInt8]
    /// The records in the order of the input; never empty.
    package var records: [RecordSpan]
    /// The number of `records[0]` in its input, from 1; blank lines, comments and the header have none. Of no use where
    /// `origins` have numbers.
    package var firstRecord: Int
    /// Where `bytes[0]` stands in the decompressed input, from 0; of no use where there are `origins`.
    package var byteOffset: Int
    /// Where each record comes from; empty where the bytes are those of the input.
    package var origins: [RecordOrigin] = []

    /// A batch of at least one record.
    package init(bytes: [UInt8], records: [RecordSpan], firstRecord: Int, byteOffset: Int) {
        (self.bytes, self.records, self.firstRecord, self.byteOffset) = (bytes, records, firstRecord, byteOffset)
    }

    /// Whether some record is a JSON list, and no object.
    package var holdsLists: Bool {
        bytes.withUnsafeBytes { bytes in
            records.contains { Self.isList(UnsafeRawBufferPointer(rebasing: bytes[$0.start..<$0.end])) }
        }
    }

    static func isList(_ record: UnsafeRawBufferPointer) -> Bool {
        record.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } == UInt8(ascii: "[")
    }

    /// The number of a record in its input, from 1.
    package func number(ofRecord index: Int) -> Int {
        origins.isEmpty ? firstRecord + index : origins[index].number ?? firstRecord + index
    }
}

/// Where a record stands in the input whose bytes in the batch are not the input's own.
package struct RecordOrigin: Sendable {
    /// The offset of the record's first byte in the decompressed input.
    var byte: Int
    /// How many bytes of the record come from elsewhere: the fields of the objects around it.
    var carried = 0
    /// Where the bytes behind those stand in the decompressed input.
    var ownByte: Int
    /// The record's number in its input, from 1; nil where it follows from the batch's first.
    var number: Int?

    init(byte: Int, carried: Int = 0, ownByte: Int) {
        (self.byte, self.carried, self.ownByte) = (byte, carried, ownByte)
    }

    /// The origin of a record whose bytes are the input's, but whose neighbors are not.
    package init(byte: Int, number: Int) { (self.byte, ownByte, self.number) = (byte, byte, number) }

    /// Where a byte of the record stands in the input; of what comes from elsewhere, the record's start.
    func byte(of offset: Int) -> Int { offset < carried ? byte : ownByte + offset - carried }
}

/// Where a fault stands in the input.
package struct FaultPlace: Sendable, Equatable {
    /// The byte offset in the decompressed input, from 0.
    package var byte: Int
    /// The physical line, from 1.
    package var line: Int
    /// The column of the line, in Unicode scalars from 1.
    package var column: Int
    /// The bytes of the line that are in the record, and the column at which they start; nil if the record's bytes are
    /// not those of the input.
    package var text: (bytes: Range<Int>, column: Int)?

    package static func == (a: FaultPlace, b: FaultPlace) -> Bool {
        a.byte == b.byte && a.line == b.line && a.column == b.column
    }
}

extension RecordBatch {
    /// Finds the place of a fault.
    ///
    /// - Parameters:
    ///   - index: of the record in the batch.
    ///   - offset: of the fault, in bytes from the record's start.
    package func place(inRecord index: Int, offset: Int) -> FaultPlace {
        let span = records[index]
        let fault = min(span.start + max(offset, 0), span.end)
        let byte = origins.isEmpty ? byteOffset + fault : origins[index].byte(of: fault - span.start)
        if !origins.isEmpty, origins[index].carried > 0 {
            // The record's text is put together; its lines are not the file's.
            return FaultPlace(byte: byte, line: span.line, column: Int(span.column))
        }
        var (line, column, lineStart) = (span.line, Int(span.column), span.start)
        for index in span.start..<fault where bytes[index] == 0x0A {
            (line, column, lineStart) = (line + 1, 1, index + 1)
        }
        let start = column
        column += bytes[lineStart..<fault].codePointCount
        let lineEnd = bytes[fault..<span.end].firstIndex(of: 0x0A) ?? span.end
        return FaultPlace(byte: byte, line: line, column: column, text: (lineStart..<lineEnd, start))
    }
}
