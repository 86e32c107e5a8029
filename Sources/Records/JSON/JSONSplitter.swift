/// Cuts one JSON document: a record is an element of the outermost array, or the root if that is no array; with a path,
/// of the array or value that its keys lead to from the root.
///
/// Records are cut by strings, escapes and brackets alone; the decoder says what is wrong inside them. What is wrong
/// between them is reported as a record of its own, the text at the fault, and where it cannot be told how the document
/// goes on, nothing more is read.
struct JSONSplitter: RecordSplitter {
    enum State {
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

    let maxRowBytes: Int
    var path: JSONPath
    var state = State.beforeRoot
    var scanned = 0
    var refusal: SplitterRefusal?
    var recordStart = 0
    var position = TextPosition()
    /// Where the record at hand begins.
    var recordPosition = TextPosition()
    var extent = JSONExtent()
    /// A comma was passed: another element or member must follow.
    var isAfterComma = false
    /// The records are elements of an array, not one value.
    var isInArray = false
    /// Inside the rest of a record that was too long.
    var isAbandoned = false
    var fault = DocumentFault.cutOff

    /// How many keys of the path lead to the records that are cut.
    var followedKeys: Int { path.found }

    /// So many bytes at a fault are reported at most.
    static let faultBytes = 256

    init(_ format: RecordFormat) {
        maxRowBytes = format.maxRowBytes
        // A root whose fields are carried is the record; all of the path is followed inside.
        path = JSONPath(format.carriesRoot ? [] : format.records)
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

    // MARK: Keys and values

    mutating func followKey(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        scanned = extent.follow(bytes, from: scanned)
        guard extent.progress == .ended else { return }
        if scanned - recordStart > maxRowBytes { return abandon(bytes, into: &records) }
        state = .afterKey
        if let message = path.take(key: UnsafeRawBufferPointer(rebasing: bytes[recordStart + 1..<scanned - 1])) {
            refuse(message, line: recordPosition.line)
        }
    }

    mutating func followPassedValue(_ bytes: UnsafeRawBufferPointer) {
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

    mutating func beginElement(_ bytes: UnsafeRawBufferPointer) {
        mark(bytes)
        isAfterComma = false
        extent = JSONExtent()
        state = .element
    }

    mutating func followElement(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
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
}
