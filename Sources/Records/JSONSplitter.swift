import JSON

/// Cuts one JSON document: a record is an element of the outermost array, or the root if that is no array; with a path,
/// of the array or value that its keys lead to from the root.
///
/// Records are cut by strings, escapes and brackets alone; the decoder says what is wrong inside them. What is wrong
/// between them is reported as a record of its own, the text at the fault, and where it cannot be told how the document
/// goes on, nothing more is read.
struct JSONSplitter: RecordSplitter {
    private enum State {
        case beforeRoot
        /// In an object on the path.
        case beforeKey, key, afterKey, beforeValue
        /// In a value that is not on the path.
        case passedValue
        /// Behind a member's value.
        case afterValue
        /// In the array of the records.
        case beforeElement, element, afterElement
        /// In the text that is reported with a fault.
        case fault
        case afterRoot
        /// All that counts has been read.
        case done
    }

    private let maxRowBytes: Int
    private var path: JSONPath
    private var state = State.beforeRoot
    private(set) var scanned = 0
    private(set) var refusal: SplitterRefusal?
    private var recordStart = 0
    private var position = TextPosition()
    /// Where the record at hand begins.
    private var recordPosition = TextPosition()
    private var extent = JSONExtent()
    /// A comma was passed: another element or member must follow.
    private var isAfterComma = false
    /// The records are elements of an array, not one value.
    private var isInArray = false
    /// Inside the rest of a record that was too long.
    private var isAbandoned = false
    private var fault = DocumentFault.cutOff

    /// How many keys of the path lead to the records that are cut.
    var followedKeys: Int { path.found }

    /// So many bytes at a fault are reported at most.
    private static let faultBytes = 256

    init(_ format: RecordFormat) {
        maxRowBytes = format.maxRowBytes
        path = JSONPath(format.records)
    }

    static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    var firstNeeded: Int {
        switch state {
        case .element: isAbandoned ? scanned : recordStart
        case .key, .fault: recordStart
        default: scanned
        }
    }

    mutating func drop(_ count: Int) {
        scanned -= count
        recordStart -= count
        position.drop(count)
        recordPosition.drop(count)
    }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan], limit: Int) {
        defer { position.advance(to: scanned, in: bytes) }
        while scanned < bytes.count, records.count < limit, refusal == nil {
            switch state {
            case .element: followElement(bytes, into: &records)
            case .key: followKey(bytes, into: &records)
            case .passedValue: followPassedValue(bytes)
            case .fault: followFault(bytes, into: &records)
            case .done: scanned = bytes.count
            default:
                if Self.isWhiteSpace(bytes[scanned]) {
                    scanned += 1
                } else {
                    step(bytes)
                }
            }
        }
    }

    mutating func finish(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        while state == .fault {
            endFault(bytes, into: &records)
            scan(bytes, into: &records, limit: .max)
        }
        position.advance(to: bytes.count, in: bytes)
        let wasIn = state
        state = .done
        switch wasIn {
        case .beforeRoot, .afterRoot, .fault, .done: return
        case .element:
            let isWhole = extent.mayEndHere
            append(bytes, fault: nil, into: &records)
            if isWhole, isInArray { reportEnd(bytes, into: &records) }
        default: reportEnd(bytes, into: &records)
        }
    }

    mutating func abandon(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        var span = LongRecord.span(start: recordStart, line: recordPosition.line, limit: maxRowBytes, in: bytes)
        span.column = Int32(clamping: recordPosition.column)
        records.append(span)
        if state == .key {
            refuse("a key is longer than a row may be", line: recordPosition.line)
        } else {
            isAbandoned = true
        }
    }

    // MARK: Between values

    /// Takes the byte at `scanned`, which is no white space, outside of values.
    private mutating func step(_ bytes: UnsafeRawBufferPointer) {
        let byte = bytes[scanned]
        switch state {
        case .beforeRoot, .beforeValue: beginValue(bytes)
        case .beforeKey:
            if byte == UInt8(ascii: "\"") {
                isAfterComma = false
                mark(bytes)
                extent = JSONExtent()
                state = .key
            } else if byte == UInt8(ascii: "}") {
                closeObject(bytes)
            } else {
                begin(.noKey, at: scanned, bytes)
            }
        case .afterKey:
            guard byte == UInt8(ascii: ":") else { return begin(.noColon, at: scanned, bytes) }
            scanned += 1
            state = .beforeValue
        case .afterValue:
            if byte == UInt8(ascii: ",") {
                passComma(to: .beforeKey)
            } else if byte == UInt8(ascii: "}") {
                closeObject(bytes)
            } else {
                begin(.noSeparator, at: scanned, bytes)
            }
        case .beforeElement:
            if byte == UInt8(ascii: "]") {
                if isAfterComma { return begin(.trailingComma, at: scanned, bytes) }
                scanned += 1
                endRecords()
            } else if JSONExtent.isMark(byte) {
                begin(.noValue, at: scanned, bytes)
            } else {
                beginElement(bytes)
            }
        case .afterElement:
            if byte == UInt8(ascii: ",") {
                passComma(to: .beforeElement)
            } else if byte == UInt8(ascii: "]") {
                scanned += 1
                endRecords()
            } else {
                begin(.noSeparator, at: scanned, bytes)
            }
        case .afterRoot: begin(.textBehindEnd, at: scanned, bytes)
        case .key, .passedValue, .element, .fault, .done: break
        }
    }

    private mutating func passComma(to next: State) {
        scanned += 1
        isAfterComma = true
        state = next
    }

    /// Begins the root or a member's value.
    private mutating func beginValue(_ bytes: UnsafeRawBufferPointer) {
        let byte = bytes[scanned]
        if JSONExtent.isMark(byte) {
            begin(.noValue, at: scanned, bytes)
        } else if state == .beforeValue, !path.isAtSoughtKey {
            extent = JSONExtent()
            state = .passedValue
            if byte == UInt8(ascii: "[") {
                scanned = extent.follow(UnsafeRawBufferPointer(rebasing: bytes[...scanned]), from: scanned)
                path.looksAtElement = true
            }
        } else if byte == UInt8(ascii: "[") {
            scanned += 1
            isInArray = true
            isAfterComma = false
            state = .beforeElement
        } else if byte == UInt8(ascii: "{"), path.openObject() {
            scanned += 1
            isAfterComma = false
            state = .beforeKey
        } else {
            isInArray = false
            beginElement(bytes)
        }
    }

    private mutating func closeObject(_ bytes: UnsafeRawBufferPointer) {
        if isAfterComma { return begin(.trailingComma, at: scanned, bytes) }
        scanned += 1
        if let refusal = path.closeObject() {
            self.refusal = refusal
            state = .done
            return
        }
        state = path.isAtRoot ? .afterRoot : .afterValue
    }

    /// Ends the value that holds the records.
    private mutating func endRecords() {
        state = path.isAtRoot ? .afterRoot : .afterValue
    }

    // MARK: Keys and elements

    private mutating func followKey(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        scanned = extent.follow(bytes, from: scanned)
        guard extent.progress == .ended else { return }
        if scanned - recordStart > maxRowBytes { return abandon(bytes, into: &records) }
        state = .afterKey
        if let message = path.take(key: UnsafeRawBufferPointer(rebasing: bytes[recordStart + 1..<scanned - 1])) {
            refuse(message, line: recordPosition.line)
        }
    }

    private mutating func followPassedValue(_ bytes: UnsafeRawBufferPointer) {
        if path.looksAtElement {
            guard let first = bytes[scanned...].first(where: { !Self.isWhiteSpace($0) }) else {
                return scanned = bytes.count
            }
            path.takeFirstElement(isObject: first == UInt8(ascii: "{"))
        }
        scanned = extent.follow(bytes, from: scanned)
        switch extent.progress {
        case .open: return
        case .ended: state = .afterValue
        case .mismatched: begin(.noSeparator, at: scanned - 1, bytes)
        }
    }

    private mutating func beginElement(_ bytes: UnsafeRawBufferPointer) {
        mark(bytes)
        isAfterComma = false
        extent = JSONExtent()
        state = .element
    }

    private mutating func followElement(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        scanned = extent.follow(bytes, from: scanned)
        switch extent.progress {
        case .open: return
        case .ended:
            append(bytes, fault: nil, into: &records)
            if isInArray { state = .afterElement } else { endRecords() }
        case .mismatched:
            // The decoder stumbles over it as well, and says where.
            append(bytes, fault: nil, into: &records)
            position.advance(to: scanned - 1, in: bytes)
            refuse("brackets do not match", line: position.line)
        }
    }

    // MARK: Reporting

    /// Notes where a record begins: at `scanned`.
    private mutating func mark(_ bytes: UnsafeRawBufferPointer) {
        recordStart = scanned
        position.advance(to: scanned, in: bytes)
        recordPosition = position
    }

    /// Appends the record that ends at `scanned`.
    private mutating func append(
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
    private mutating func begin(_ fault: DocumentFault, at offset: Int, _ bytes: UnsafeRawBufferPointer) {
        self.fault = fault
        // Only a closing bracket inside a value that is passed over lies behind the position already.
        scanned = offset
        mark(bytes)
        state = .fault
    }

    private mutating func followFault(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        let most = recordStart + min(Self.faultBytes, maxRowBytes)
        while scanned < min(bytes.count, most), bytes[scanned] != 0x0A { scanned += 1 }
        guard scanned < bytes.count else { return }
        let end = scanned
        // The byte behind the end is there; no UTF-8 sequence is cut apart.
        while scanned > recordStart, end - scanned < 3, bytes[scanned] & 0xC0 == 0x80 { scanned -= 1 }
        if bytes[scanned] & 0xC0 == 0x80 { scanned = end }
        endFault(bytes, into: &records)
    }

    /// Reports the fault at hand with the text up to `scanned`.
    private mutating func endFault(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
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

    private mutating func reportEnd(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        records.append(
            RecordSpan(
                start: bytes.count, end: bytes.count, line: position.line, column: Int32(clamping: position.column),
                fault: .document(.cutOff)))
    }

    private mutating func refuse(_ what: String, line: Int) {
        refusal = SplitterRefusal(
            code: .jsonBroken, message: "the JSON document is broken at line \(line): \(what)",
            help: "mend it there; where its next row begins cannot be told")
        state = .done
    }
}
