/// Strings: escapes, control characters and UTF-8 are checked in the one pass over their bytes.
extension JSONScanner {
    /// Scans a string from its opening quote to behind its closing one; true if it holds escapes.
    mutating func scanString() throws(JSONError) -> Bool {
        var hasEscapes = false
        var place = position &+ 1
        while true {
            place = Self.plainEnd(base, from: place, to: end, readable: readableEnd)
            guard place < end else {
                position = end
                throw JSONError(.unexpectedEnd, at: position)
            }
            let byte = base[place]
            if byte == UInt8(ascii: "\"") {
                position = place &+ 1
                return hasEscapes
            } else if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                hasMoreThanASCII = true
                position = place
                try scanEscape()
                place = position
            } else if byte < 0x20 {
                throw JSONError(.controlCharacter, at: place)
            } else {
                hasMoreThanASCII = true
                // Beyond ASCII characters come in runs.
                repeat {
                    let length = wellFormedUTF8Length(base + place, available: end &- place)
                    guard length > 0 else { throw JSONError(.invalidUTF8, at: place) }
                    place &+= length
                } while place < end && base[place] >= 0x80
            }
        }
    }

    /// The offset of the first byte that is not printable ASCII, or is a quote or a backslash; or the end.
    ///
    /// Compares blocks of 16 bytes, two at a time, as long as memory may be read.
    @inline(__always)
    private static func plainEnd(
        _ base: UnsafePointer<UInt8>, from start: Int, to end: Int, readable: Int
    ) -> Int {
        var place = start
        while place &+ 32 <= readable {
            let first = stops(base + place)
            let second = stops(base + (place &+ 16))
            let both: SIMDMask<SIMD16<Int8>> = first .| second
            if firstSet(both) != nil {
                return min(place &+ (firstSet(first) ?? 16 &+ (firstSet(second) ?? 0)), end)
            }
            place &+= 32
            if place >= end { return end }
        }
        if place &+ 16 <= readable {
            if let first = firstSet(stops(base + place)) { return min(place &+ first, end) }
            place &+= 16
            if place >= end { return end }
        }
        while place < end, base[place] >= 0x20, base[place] < 0x80, base[place] != UInt8(ascii: "\""),
            base[place] != UInt8(ascii: "\\")
        {
            place &+= 1
        }
        return place
    }

    @inline(__always)
    private static func stops(_ start: UnsafePointer<UInt8>) -> SIMDMask<SIMD16<Int8>> {
        let block = UnsafeRawPointer(start).loadUnaligned(as: SIMD16<UInt8>.self)
        let quotes: SIMDMask<SIMD16<Int8>> = block .== SIMD16<UInt8>(repeating: UInt8(ascii: "\""))
        let backslashes: SIMDMask<SIMD16<Int8>> = block .== SIMD16<UInt8>(repeating: UInt8(ascii: "\\"))
        // As signed bytes, both control characters and everything beyond ASCII lie below the space.
        let low: SIMDMask<SIMD16<Int8>> = SIMD16<Int8>(truncatingIfNeeded: block) .< SIMD16<Int8>(repeating: 0x20)
        return quotes .| backslashes .| low
    }

    mutating func scanEscape() throws(JSONError) {
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

    mutating func scanHex(from start: Int) throws(JSONError) -> UInt32 {
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
    func utf8Length(at offset: Int) -> Int { wellFormedUTF8Length(base + offset, available: end - offset) }
}

func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
}
