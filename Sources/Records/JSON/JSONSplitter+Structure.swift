/// What stands between values: brackets, commas and colons, and the way along the path.
extension JSONSplitter {
    /// Takes the byte at `scanned`, which is no white space, outside of values.
    mutating func step(_ bytes: UnsafeRawBufferPointer) {
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

    mutating func passComma(to next: State) {
        scanned += 1
        isAfterComma = true
        state = next
    }

    /// Begins the root or a member's value.
    mutating func beginValue(_ bytes: UnsafeRawBufferPointer) {
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

    mutating func closeObject(_ bytes: UnsafeRawBufferPointer) {
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
    mutating func endRecords() { state = path.isAtRoot ? .afterRoot : .afterValue }
}
