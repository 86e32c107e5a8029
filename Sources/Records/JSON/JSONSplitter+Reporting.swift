/// What is reported of a document: its records, and what is wrong between them.
extension JSONSplitter {
    /// Notes where a record begins: at `scanned`.
    mutating func mark(_ bytes: UnsafeRawBufferPointer) {
        recordStart = scanned
        position.advance(to: scanned, in: bytes)
        recordPosition = position
    }

    /// Appends the record that ends at `scanned`.
    mutating func append(
        _ bytes: UnsafeRawBufferPointer, fault: RowFault?, into records: inout [RecordSpan]
    ) {
        if isAbandoned {
            isAbandoned = false
            return
        }
        var span = RecordSpan(start: recordStart, end: scanned, line: recordPosition.line, fault: fault)
        if fault == nil, scanned - recordStart > maxRowBytes {
            span = LongRecord.span(start: recordStart, line: recordPosition.line, limit: maxRowBytes, in: bytes)
        }
        span.column = Int32(clamping: recordPosition.column)
        records.append(span)
    }

    /// Reports a fault with the text from an offset to the end of its line.
    mutating func begin(_ fault: DocumentFault, at offset: Int, _ bytes: UnsafeRawBufferPointer) {
        self.fault = fault
        // Only a closing bracket inside a value that is passed over lies behind the position already.
        scanned = offset
        mark(bytes)
        state = .fault
    }

    mutating func followFault(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        let most = recordStart + min(Self.faultBytes, maxRowBytes)
        while scanned < min(bytes.count, most), bytes[scanned] != 0x0A { scanned += 1 }
        guard scanned < bytes.count else { return }
        scanned = LongRecord.uncutEnd(scanned, from: recordStart, in: bytes)
        endFault(bytes, into: &records)
    }

    /// Reports the fault at hand with the text up to `scanned`.
    mutating func endFault(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        append(bytes, fault: .document(fault), into: &records)
        if fault == .trailingComma {
            // The bracket behind the comma closes what it closes.
            state = bytes[recordStart] == UInt8(ascii: "]") ? .afterElement : .afterValue
            scanned = recordStart
            position = recordPosition
            isAfterComma = false
        } else if fault.leavesTheRestClear {
            state = .done
        } else {
            refuse(fault.message, line: recordPosition.line)
        }
    }

    mutating func reportEnd(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        records.append(
            RecordSpan(
                start: bytes.count, end: bytes.count, line: position.line, column: Int32(clamping: position.column),
                fault: .document(.cutOff)))
    }

    mutating func refuse(_ what: String, line: Int) {
        refusal = SplitterRefusal(
            code: .jsonBroken, message: "the JSON document is broken at line \(line): \(what)",
            help: "mend it there; where its next row begins cannot be told")
        state = .done
    }
}
