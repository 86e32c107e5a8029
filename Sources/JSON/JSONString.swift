import System

/// Escapes and unescapes of JSON strings.
package enum JSONString {
    /// Decodes the bytes between a scanned string's quotes.
    package static func decode(_ raw: UnsafeRawBufferPointer, hasEscapes: Bool) -> String {
        guard hasEscapes else { return String(decoding: raw, as: UTF8.self) }
        return String(unsafeUninitializedCapacity: raw.count) { target in
            var count = 0
            var start = 0
            while start < raw.count {
                let found = raw.offset(ofByte: UInt8(ascii: "\\"), from: start)
                let plain = (found ?? raw.count) - start
                UnsafeMutableRawPointer(target.baseAddress! + count)
                    .copyMemory(from: raw.baseAddress! + start, byteCount: plain)
                count += plain
                start += plain
                guard found != nil else { break }
                let (scalar, end) = scalar(of: raw, escapedAt: start)
                start = end
                // Never longer than the escape that it is written as.
                for unit in UTF8.encode(scalar)! {
                    target[count] = unit
                    count += 1
                }
            }
            return count
        }
    }

    /// Appends the bytes between a scanned string's quotes in the one canonical form.
    package static func writeCanonical(_ raw: UnsafeRawBufferPointer, to output: ByteBuffer) {
        var start = 0
        var place = 0
        while let escape = raw.offset(ofByte: UInt8(ascii: "\\"), from: place) {
            place = escape + 2
            let kind = raw[escape + 1]
            // The other short escapes are canonical.
            guard kind == UInt8(ascii: "u") || kind == UInt8(ascii: "/") else { continue }
            output.append(UnsafeRawBufferPointer(rebasing: raw[start..<escape]))
            let (scalar, end) = scalar(of: raw, escapedAt: escape)
            if scalar.value < 0x80 {
                writeCanonical(UInt8(scalar.value), to: output)
            } else {
                for unit in UTF8.encode(scalar)! { output.append(unit) }
            }
            (start, place) = (end, end)
        }
        output.append(UnsafeRawBufferPointer(rebasing: raw[start...]))
    }

    private static func writeCanonical(_ byte: UInt8, to output: ByteBuffer) {
        if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            writeEscape(byte, to: output)
        } else {
            output.append(byte)
        }
    }

    /// What an escape stands for, and the offset behind it.
    ///
    /// - Parameters:
    ///   - raw: the bytes between a scanned string's quotes.
    ///   - escape: the offset of its backslash.
    package static func scalar(
        of raw: UnsafeRawBufferPointer, escapedAt escape: Int
    ) -> (Unicode.Scalar, end: Int) {
        switch raw[escape + 1] {
        case UInt8(ascii: "b"): return ("\u{08}", escape + 2)
        case UInt8(ascii: "f"): return ("\u{0C}", escape + 2)
        case UInt8(ascii: "n"): return ("\n", escape + 2)
        case UInt8(ascii: "r"): return ("\r", escape + 2)
        case UInt8(ascii: "t"): return ("\t", escape + 2)
        case UInt8(ascii: "u"):
            let unit = codeUnit(raw, at: escape + 2)
            guard unit & 0xFC00 == 0xD800 else { return (Unicode.Scalar(unit) ?? "\u{FFFD}", escape + 6) }
            // The scanner has refused lone surrogates.
            let scalar = 0x10000 + (unit - 0xD800) << 10 + (codeUnit(raw, at: escape + 8) - 0xDC00)
            return (Unicode.Scalar(scalar) ?? "\u{FFFD}", escape + 12)
        case let plain: return (Unicode.Scalar(plain), escape + 2)
        }
    }

    private static func codeUnit(_ raw: UnsafeRawBufferPointer, at index: Int) -> UInt32 {
        var value: UInt32 = 0
        for byte in raw[index..<index + 4] {
            value = value << 4 | (hexDigit(byte) ?? 0)
        }
        return value
    }

    /// Appends text as a JSON string with quotes, in the one canonical form: only `"`, `\` and control characters are
    /// escaped, with the short escapes where JSON has them.
    package static func write(_ text: String, to output: ByteBuffer) {
        output.append(UInt8(ascii: "\""))
        writeContents(text, to: output)
        output.append(UInt8(ascii: "\""))
    }

    /// Appends text as the inside of a JSON string, without quotes.
    package static func writeContents(_ text: String, to output: ByteBuffer) {
        var text = text
        text.withUTF8 { writeContents(UnsafeRawBufferPointer($0), to: output) }
    }

    /// Appends UTF-8 bytes as the inside of a JSON string, without quotes.
    package static func writeContents(_ bytes: UnsafeRawBufferPointer, to output: ByteBuffer) {
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        output.reserve(bytes.count)
        var start = 0
        while true {
            let stop = plainEnd(base, from: start, to: bytes.count)
            output.append(UnsafeRawBufferPointer(rebasing: bytes[start..<stop]))
            guard stop < bytes.count else { return }
            writeEscape(base[stop], to: output)
            start = stop + 1
        }
    }

    /// The offset of the first byte that must be escaped, or the end.
    private static func plainEnd(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while index &+ 32 <= end {
            let first = stops(base + index)
            let second = stops(base + (index &+ 16))
            let both: SIMDMask<SIMD16<Int8>> = first .| second
            if firstSet(both) != nil { return index &+ (firstSet(first) ?? 16 &+ (firstSet(second) ?? 0)) }
            index &+= 32
        }
        if index &+ 16 <= end {
            if let first = firstSet(stops(base + index)) { return index &+ first }
            index &+= 16
        }
        while index < end, base[index] >= 0x20, base[index] != UInt8(ascii: "\""), base[index] != UInt8(ascii: "\\") {
            index &+= 1
        }
        return index
    }

    @inline(__always)
    private static func stops(_ start: UnsafePointer<UInt8>) -> SIMDMask<SIMD16<Int8>> {
        let block = UnsafeRawPointer(start).loadUnaligned(as: SIMD16<UInt8>.self)
        let quotes: SIMDMask<SIMD16<Int8>> = block .== SIMD16<UInt8>(repeating: UInt8(ascii: "\""))
        let backslashes: SIMDMask<SIMD16<Int8>> = block .== SIMD16<UInt8>(repeating: UInt8(ascii: "\\"))
        let controls: SIMDMask<SIMD16<Int8>> = block .< SIMD16<UInt8>(repeating: 0x20)
        return quotes .| backslashes .| controls
    }

    private static func writeEscape(_ byte: UInt8, to output: ByteBuffer) {
        switch byte {
        case 0x22: output.append("\\\"")
        case 0x5C: output.append("\\\\")
        case 0x08: output.append("\\b")
        case 0x0C: output.append("\\f")
        case 0x0A: output.append("\\n")
        case 0x0D: output.append("\\r")
        case 0x09: output.append("\\t")
        default:
            output.append("\\u00")
            output.append(hexCharacter(byte >> 4))
            output.append(hexCharacter(byte & 15))
        }
    }

    private static func hexCharacter(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
}
