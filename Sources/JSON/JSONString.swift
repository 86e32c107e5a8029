/// Escapes and unescapes of JSON strings.
public enum JSONString {
    /// Decodes the bytes between a scanned string's quotes.
    public static func decode(_ raw: UnsafeRawBufferPointer, hasEscapes: Bool) -> String {
        guard hasEscapes else { return String(decoding: raw, as: UTF8.self) }
        return String(unsafeUninitializedCapacity: raw.count) { target in
            var index = 0
            var count = 0
            while index < raw.count {
                let byte = raw[index]
                guard byte == UInt8(ascii: "\\") else {
                    target[count] = byte
                    count += 1
                    index += 1
                    continue
                }
                index += 2
                switch raw[index - 1] {
                case UInt8(ascii: "b"): target[count] = 0x08
                case UInt8(ascii: "f"): target[count] = 0x0C
                case UInt8(ascii: "n"): target[count] = 0x0A
                case UInt8(ascii: "r"): target[count] = 0x0D
                case UInt8(ascii: "t"): target[count] = 0x09
                case UInt8(ascii: "u"):
                    var scalar = codeUnit(raw, at: index)
                    index += 4
                    if scalar & 0xFC00 == 0xD800 {
                        scalar = 0x10000 + (scalar - 0xD800) << 10 + (codeUnit(raw, at: index + 2) - 0xDC00)
                        index += 6
                    }
                    // Never longer than the escape it replaces.
                    for unit in UTF8.encode(Unicode.Scalar(scalar)!)! {
                        target[count] = unit
                        count += 1
                    }
                    continue
                case let plain: target[count] = plain
                }
                count += 1
            }
            return count
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
    public static func write(_ text: String, to output: ByteBuffer) {
        output.append(UInt8(ascii: "\""))
        writeContents(text, to: output)
        output.append(UInt8(ascii: "\""))
    }

    /// Appends text as the inside of a JSON string, without quotes.
    public static func writeContents(_ text: String, to output: ByteBuffer) {
        var text = text
        text.withUTF8 { writeContents(UnsafeRawBufferPointer($0), to: output) }
    }

    /// Appends UTF-8 bytes as the inside of a JSON string, without quotes.
    public static func writeContents(_ bytes: UnsafeRawBufferPointer, to output: ByteBuffer) {
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
        let quote = SIMD16<UInt8>(repeating: UInt8(ascii: "\""))
        let backslash = SIMD16<UInt8>(repeating: UInt8(ascii: "\\"))
        let space = SIMD16<UInt8>(repeating: 0x20)
        var index = start
        while index + 16 <= end {
            let block = UnsafeRawPointer(base + index).loadUnaligned(as: SIMD16<UInt8>.self)
            let quotes: SIMDMask<SIMD16<Int8>> = block .== quote
            let backslashes: SIMDMask<SIMD16<Int8>> = block .== backslash
            let controls: SIMDMask<SIMD16<Int8>> = block .< space
            let stops: SIMDMask<SIMD16<Int8>> = quotes .| backslashes .| controls
            if let first = firstSet(stops) { return index + first }
            index += 16
        }
        while index < end, base[index] >= 0x20, base[index] != UInt8(ascii: "\""), base[index] != UInt8(ascii: "\\") {
            index += 1
        }
        return index
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
