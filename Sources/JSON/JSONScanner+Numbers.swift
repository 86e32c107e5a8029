/// Numbers, by the grammar of RFC 8259.
extension JSONScanner {
    mutating func scanNumber() throws(JSONError) -> JSONKind {
        let start = position
        if base[position] == UInt8(ascii: "-") {
            position += 1
            if startsWord("Infinity") {
                throw JSONError(.nonJSONConstant, at: start)
            }
        }
        let firstDigit = position
        try scanDigits(from: start)
        if position - firstDigit > 1, base[firstDigit] == UInt8(ascii: "0") {
            throw JSONError(.badNumber, at: start)
        }
        guard position < end else { return .integer }
        var kind = JSONKind.integer
        if base[position] == UInt8(ascii: ".") {
            kind = .float
            position += 1
            try scanDigits(from: start)
        }
        if position < end, base[position] | 0x20 == UInt8(ascii: "e") {
            kind = .float
            position += 1
            if position < end, base[position] == UInt8(ascii: "+") || base[position] == UInt8(ascii: "-") {
                position += 1
            }
            try scanDigits(from: start)
        }
        if kind == .float {
            let text = UnsafeRawBufferPointer(start: base + start, count: position - start)
            guard JSONNumber.double(text).isFinite else { throw JSONError(.numberOutOfRange, at: start) }
        }
        return kind
    }

    mutating func scanDigits(from start: Int) throws(JSONError) {
        let first = position
        while position < end, base[position] &- UInt8(ascii: "0") < 10 {
            position += 1
        }
        guard position > first else {
            throw JSONError(.badNumber, at: start)
        }
    }
}
