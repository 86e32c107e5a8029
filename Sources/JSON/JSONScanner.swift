/// Checks JSON text by RFC 8259, strictly, and finds the fields of an object, without decoding anything.
///
/// The scanner walks raw bytes; every check of UTF-8, escapes and numbers happens in this one pass, so that whatever it
/// accepted can be read back by `JSONWalker` without checks.
public struct JSONScanner {
    private let base: UnsafePointer<UInt8>
    private let end: Int
    /// Up to where memory may be read, at least `end`: whole blocks are compared there, and what lies behind `end` ignored.
    private let readableEnd: Int
    private var position = 0

    /// - Parameters:
    ///   - bytes: must stay valid while the scanner lives.
    ///   - readableBehind: how many bytes behind them may be read as well.
    public init(_ bytes: UnsafeRawBufferPointer, readableBehind: Int = 0) {
        base = bytes.baseAddress.map { $0.assumingMemoryBound(to: UInt8.self) } ?? UnsafePointer(bitPattern: 1)!
        end = bytes.count
        readableEnd = bytes.count + readableBehind
    }

    /// Checks that the bytes are one JSON object with white space around it, and lists its fields.
    ///
    /// - Parameter fields: emptied, then filled in the order of the text, equal keys included.
    public mutating func scanObject(into fields: JSONFields) throws(JSONError) {
        fields.removeAll()
        skipWhiteSpace()
        guard position < end else { throw JSONError(.unexpectedEnd, at: position) }
        guard base[position] == UInt8(ascii: "{") else {
            throw Self.beginsValue(base[position]) ? JSONError(.notAnObject, at: position) : unexpected()
        }
        position += 1
        // The row's own object is the first level.
        try scanMembers(depth: 1) { fields.append($0) }
        try expectEnd()
    }

    /// Checks that the bytes are one JSON value of any kind with white space around it.
    public mutating func scanDocument() throws(JSONError) {
        skipWhiteSpace()
        _ = try scanValue(depth: 0)
        try expectEnd()
    }

    private mutating func expectEnd() throws(JSONError) {
        skipWhiteSpace()
        if position < end {
            throw JSONError(.trailingContent, at: position)
        }
    }

    private static func beginsValue(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            true
        default: false
        }
    }

    private mutating func skipWhiteSpace() {
        while position < end {
            switch base[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    // MARK: Values

    /// Scans the members of an object whose `{` is behind the position, up to and with its `}`.
    private mutating func scanMembers(depth: Int, _ found: (JSONField) -> Void) throws(JSONError) {
        skipWhiteSpace()
        if position < end, base[position] == UInt8(ascii: "}") {
            position += 1
            return
        }
        while true {
            guard position < end else { throw JSONError(.unexpectedEnd, at: position) }
            guard base[position] == UInt8(ascii: "\"") else { throw unexpected() }
            let keyStart = position + 1
            let keyHasEscapes = try scanString()
            let keyEnd = position - 1
            skipWhiteSpace()
            try expect(UInt8(ascii: ":"))
            skipWhiteSpace()
            let valueStart = position
            let kind = try scanValue(depth: depth)
            found(
                JSONField(
                    key: keyStart..<keyEnd, keyHasEscapes: keyHasEscapes, value: valueStart..<position, kind: kind))
            skipWhiteSpace()
            guard position < end else { throw JSONError(.unexpectedEnd, at: position) }
            if base[position] == UInt8(ascii: "}") {
                position += 1
                return
            }
            try expect(UInt8(ascii: ","))
            skipWhiteSpace()
        }
    }

    private mutating func scanElements(depth: Int) throws(JSONError) {
        skipWhiteSpace()
        if position < end, base[position] == UInt8(ascii: "]") {
            position += 1
            return
        }
        while true {
            _ = try scanValue(depth: depth)
            skipWhiteSpace()
            guard position < end else { throw JSONError(.unexpectedEnd, at: position) }
            if base[position] == UInt8(ascii: "]") {
                position += 1
                return
            }
            try expect(UInt8(ascii: ","))
            skipWhiteSpace()
        }
    }

    private mutating func scanValue(depth: Int) throws(JSONError) -> JSONKind {
        guard position < end else { throw JSONError(.unexpectedEnd, at: position) }
        switch base[position] {
        case UInt8(ascii: "\""):
            return try scanString() ? .escapedString : .string
        case UInt8(ascii: "{"):
            guard depth < JSONLimits.depth else { throw JSONError(.depthExceeded, at: position) }
            position += 1
            try scanMembers(depth: depth + 1) { _ in }
            return .object
        case UInt8(ascii: "["):
            guard depth < JSONLimits.depth else { throw JSONError(.depthExceeded, at: position) }
            position += 1
            try scanElements(depth: depth + 1)
            return .array
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try scanNumber()
        case UInt8(ascii: "t"):
            try expectWord("true")
            return .true
        case UInt8(ascii: "f"):
            try expectWord("false")
            return .false
        case UInt8(ascii: "n"):
            try expectWord("null")
            return .null
        default:
            if startsWord("NaN") || startsWord("Infinity") {
                throw JSONError(.nonJSONConstant, at: position)
            }
            throw unexpected()
        }
    }

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard position < end else { throw JSONError(.unexpectedEnd, at: position) }
        guard base[position] == byte else { throw unexpected() }
        position += 1
    }

    /// The error for the byte at the position, which fits no rule.
    private func unexpected() -> JSONError {
        let byte = base[position]
        if byte >= 0x80, utf8Length(at: position) == 0 {
            return JSONError(.invalidUTF8, at: position)
        }
        return JSONError(.unexpectedByte, at: position)
    }

    private func startsWord(_ word: StaticString) -> Bool {
        guard position + word.utf8CodeUnitCount <= end else { return false }
        for index in 0..<word.utf8CodeUnitCount where base[position + index] != word.utf8Start[index] {
            return false
        }
        return true
    }

    private mutating func expectWord(_ word: StaticString) throws(JSONError) {
        for index in 0..<word.utf8CodeUnitCount {
            guard position < end else { throw JSONError(.unexpectedEnd, at: position) }
            guard base[position] == word.utf8Start[index] else { throw unexpected() }
            position += 1
        }
    }

    // MARK: Numbers

    private mutating func scanNumber() throws(JSONError) -> JSONKind {
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

    private mutating func scanDigits(from start: Int) throws(JSONError) {
        let first = position
        while position < end, base[position] &- UInt8(ascii: "0") < 10 {
            position += 1
        }
        guard position > first else {
            throw JSONError(.badNumber, at: start)
        }
    }

    // MARK: Strings

    /// Scans a string from its opening quote to behind its closing one; true if it holds escapes.
    private mutating func scanString() throws(JSONError) -> Bool {
        position += 1
        var hasEscapes = false
        while true {
            skipPlainText()
            guard position < end else { throw JSONError(.unexpectedEnd, at: position) }
            let byte = base[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return hasEscapes
            } else if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                try scanEscape()
            } else if byte < 0x20 {
                throw JSONError(.controlCharacter, at: position)
            } else if byte >= 0x80 {
                let length = utf8Length(at: position)
                guard length > 0 else { throw JSONError(.invalidUTF8, at: position) }
                position += length
            } else {
                position += 1
            }
        }
    }

    /// Moves over printable ASCII that is neither quote nor backslash, 16 bytes at a time.
    @inline(__always)
    private mutating func skipPlainText() {
        let quote = SIMD16<UInt8>(repeating: UInt8(ascii: "\""))
        let backslash = SIMD16<UInt8>(repeating: UInt8(ascii: "\\"))
        let space = SIMD16<Int8>(repeating: 0x20)
        while position + 16 <= readableEnd {
            let block = UnsafeRawPointer(base + position).loadUnaligned(as: SIMD16<UInt8>.self)
            let quotes: SIMDMask<SIMD16<Int8>> = block .== quote
            let backslashes: SIMDMask<SIMD16<Int8>> = block .== backslash
            // As signed bytes, both control characters and everything beyond ASCII lie below the space.
            let low: SIMDMask<SIMD16<Int8>> = SIMD16<Int8>(truncatingIfNeeded: block) .< space
            let stops: SIMDMask<SIMD16<Int8>> = quotes .| backslashes .| low
            if let first = firstSet(stops) {
                position = min(position + first, end)
                return
            }
            position += 16
            if position >= end {
                position = end
                return
            }
        }
    }

    private mutating func scanEscape() throws(JSONError) {
        let start = position
        position += 1
        guard position < end else { throw JSONError(.unexpectedEnd, at: position) }
        switch base[position] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            position += 1
            let unit = try scanHex(from: start)
            guard unit & 0xF800 == 0xD800 else { return }
            guard unit < 0xDC00, position + 1 < end, base[position] == UInt8(ascii: "\\"),
                base[position + 1] == UInt8(ascii: "u")
            else {
                throw JSONError(.loneSurrogate, at: start)
            }
            let second = position
            position += 2
            let low = try scanHex(from: second)
            guard low & 0xFC00 == 0xDC00 else { throw JSONError(.loneSurrogate, at: start) }
        default:
            throw JSONError(.badEscape, at: start)
        }
    }

    private mutating func scanHex(from start: Int) throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard position < end else { throw JSONError(.unexpectedEnd, at: position) }
            guard let digit = hexDigit(base[position]) else { throw JSONError(.badEscape, at: start) }
            value = value << 4 | digit
            position += 1
        }
        return value
    }

    /// The length of the well-formed UTF-8 sequence that starts at an offset, or 0 (Unicode 15, table 3-7).
    private func utf8Length(at offset: Int) -> Int {
        wellFormedUTF8Length(base + offset, available: end - offset)
    }
}

/// The value of a hexadecimal digit, or nil.
func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
}
