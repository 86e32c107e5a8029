/// Checks JSON text by RFC 8259, strictly, and finds the fields of an object, without decoding anything.
///
/// The scanner walks raw bytes; every check of UTF-8, escapes and numbers happens in this one pass, so that whatever it
/// accepted can be read back by `JSONWalker` without checks.
package struct JSONScanner {
    let base: UnsafePointer<UInt8>
    let end: Int
    /// Up to where memory may be read, at least `end`: whole blocks are compared there, and what lies behind `end` ignored.
    let readableEnd: Int
    var position = 0
    /// Whether a string so far holds anything but ASCII without escapes.
    var hasMoreThanASCII = false

    /// - Parameters:
    ///   - bytes: must stay valid while the scanner lives.
    ///   - readableBehind: how many bytes behind them may be read as well.
    package init(_ bytes: UnsafeRawBufferPointer, readableBehind: Int = 0) {
        base = bytes.baseAddress.map { $0.assumingMemoryBound(to: UInt8.self) } ?? UnsafePointer(bitPattern: 1)!
        end = bytes.count
        readableEnd = bytes.count + readableBehind
    }

    /// Checks that the bytes are one JSON object with white space around it, and lists its fields.
    ///
    /// - Parameter fields: emptied, then filled in the order of the text, equal keys included.
    package mutating func scanObject(into fields: JSONFields) throws(JSONError) {
        fields.removeAll()
        skipWhiteSpace()
        guard position < end else { throw JSONError(.unexpectedEnd, at: position) }
        guard base[position] == UInt8(ascii: "{") else {
            throw Self.beginsValue(base[position]) ? JSONError(.notAnObject, at: position) : unexpected()
        }
        position += 1
        if !closes(with: UInt8(ascii: "}")) { try scanFields(into: fields) }
        try expectEnd()
        // Keys that were guessed have not been looked at byte by byte.
        fields.isPlainASCII = !hasMoreThanASCII && fields.guess.isASCII
    }

    /// Scans the members of the outermost object, up to and with its `}`.
    ///
    /// Most rows have their keys where they were in the last row, and no white space; each step tries that first.
    private mutating func scanFields(into fields: JSONFields) throws(JSONError) {
        let (base, end, readableEnd) = (base, end, readableEnd)
        var place = position
        var guessed = 0
        while true {
            let keyStart = place + 1
            var keyHasEscapes = false
            if let length = fields.guess.match(guessed, at: base + place, readable: readableEnd &- place),
                place &+ length <= end
            {
                place &+= length
                guessed += 1
            } else {
                position = place
                guard place < end else { throw JSONError(.unexpectedEnd, at: place) }
                guard base[place] == UInt8(ascii: "\"") else { throw unexpected() }
                keyHasEscapes = try scanString()
                place = position
                guessed = .max
            }
            let keyEnd = place - 1
            if place &+ 1 < end, base[place] == UInt8(ascii: ":"), base[place &+ 1] > 0x20 {
                place &+= 1
            } else {
                position = place
                skipWhiteSpace()
                try expect(UInt8(ascii: ":"))
                skipWhiteSpace()
                place = position
            }
            position = place
            // The row's own object is the first level.
            let kind = try scanValue(depth: 1)
            fields.append(
                JSONField(key: keyStart..<keyEnd, keyHasEscapes: keyHasEscapes, value: place..<position, kind: kind))
            place = position
            if place &+ 1 < end, base[place] == UInt8(ascii: ","), base[place &+ 1] > 0x20 {
                place &+= 1
                continue
            }
            if closes(with: UInt8(ascii: "}")) {
                fields.areAsRemembered = guessed == fields.count
                return
            }
            try expect(UInt8(ascii: ","))
            skipWhiteSpace()
            place = position
        }
    }

    /// Checks that the bytes are one JSON value of any kind with white space around it.
    package mutating func scanDocument() throws(JSONError) {
        skipWhiteSpace()
        _ = try scanValue(depth: 0)
        try expectEnd()
    }

    mutating func expectEnd() throws(JSONError) {
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

    @inline(__always)
    mutating func skipWhiteSpace() {
        // Most JSON has none, or one space.
        if position < end, base[position] > 0x20 { return }
        skipSeveralSpaces()
    }

    private mutating func skipSeveralSpaces() {
        while position < end {
            switch base[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    /// Passes white space, and the closing bracket if that follows.
    @inline(__always)
    private mutating func closes(with bracket: UInt8) -> Bool {
        skipWhiteSpace()
        guard position < end, base[position] == bracket else { return false }
        position += 1
        return true
    }

    // MARK: Values

    /// Scans the members of an object whose `{` is behind the position, up to and with its `}`.
    mutating func scanMembers(depth: Int) throws(JSONError) {
        if closes(with: UInt8(ascii: "}")) { return }
        while true {
            guard position < end else { throw JSONError(.unexpectedEnd, at: position) }
            guard base[position] == UInt8(ascii: "\"") else { throw unexpected() }
            _ = try scanString()
            skipWhiteSpace()
            try expect(UInt8(ascii: ":"))
            skipWhiteSpace()
            _ = try scanValue(depth: depth)
            if closes(with: UInt8(ascii: "}")) { return }
            try expect(UInt8(ascii: ","))
            skipWhiteSpace()
        }
    }

    mutating func scanElements(depth: Int) throws(JSONError) {
        if closes(with: UInt8(ascii: "]")) { return }
        while true {
            _ = try scanValue(depth: depth)
            if closes(with: UInt8(ascii: "]")) { return }
            try expect(UInt8(ascii: ","))
            skipWhiteSpace()
        }
    }

    @inline(__always)
    mutating func scanValue(depth: Int) throws(JSONError) -> JSONKind {
        // Most values are strings.
        if position < end, base[position] == UInt8(ascii: "\"") { return try scanString() ? .escapedString : .string }
        return try scanOtherValue(depth: depth)
    }

    private mutating func scanOtherValue(depth: Int) throws(JSONError) -> JSONKind {
        guard position < end else { throw JSONError(.unexpectedEnd, at: position) }
        switch base[position] {
        case UInt8(ascii: "{"):
            guard depth < JSONLimits.depth else { throw JSONError(.depthExceeded, at: position) }
            position += 1
            try scanMembers(depth: depth + 1)
            return .object
        case UInt8(ascii: "["):
            guard depth < JSONLimits.depth else { throw JSONError(.depthExceeded, at: position) }
            position += 1
            try scanElements(depth: depth + 1)
            return .array
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try scanNumber()
        case UInt8(ascii: "t"): return try expectWord("true", .true)
        case UInt8(ascii: "f"): return try expectWord("false", .false)
        case UInt8(ascii: "n"): return try expectWord("null", .null)
        default:
            if startsWord("NaN") || startsWord("Infinity") {
                throw JSONError(.nonJSONConstant, at: position)
            }
            throw unexpected()
        }
    }

    @inline(__always)
    mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard position < end else { throw JSONError(.unexpectedEnd, at: position) }
        guard base[position] == byte else { throw unexpected() }
        position += 1
    }

    /// The error for the byte at the position, which fits no rule.
    @inline(never)
    func unexpected() -> JSONError {
        let byte = base[position]
        if byte >= 0x80, utf8Length(at: position) == 0 {
            return JSONError(.invalidUTF8, at: position)
        }
        return JSONError(.unexpectedByte, at: position)
    }

    func startsWord(_ word: StaticString) -> Bool {
        guard position + word.utf8CodeUnitCount <= end else { return false }
        for index in 0..<word.utf8CodeUnitCount where base[position + index] != word.utf8Start[index] {
            return false
        }
        return true
    }

    mutating func expectWord(_ word: StaticString, _ kind: JSONKind) throws(JSONError) -> JSONKind {
        for index in 0..<word.utf8CodeUnitCount {
            guard position < end else { throw JSONError(.unexpectedEnd, at: position) }
            guard base[position] == word.utf8Start[index] else { throw unexpected() }
            position += 1
        }
        return kind
    }
}
