import System

/// A string's length, and whether a byte order mark stands in it.
struct StringMeasure {
    private(set) var codePoints: Int
    private(set) var hasByteOrderMark: Bool

    /// Measures well-formed UTF-8.
    init(text: UnsafeRawBufferPointer) {
        codePoints = Self.countCodePoints(text)
        // Plain ASCII holds none.
        hasByteOrderMark = codePoints != text.count && Self.findsByteOrderMark(text)
    }

    /// Measures accepted JSON text as what its escapes stand for.
    init(escaped raw: UnsafeRawBufferPointer) {
        self.init(text: raw)
        var index = 0
        while let escape = raw.offset(ofByte: UInt8(ascii: "\\"), from: index) {
            guard raw[escape + 1] == UInt8(ascii: "u") else {
                codePoints -= 1
                index = escape + 2
                continue
            }
            // The second half of a pair stands for nothing of its own; D8 to DB begin the first one.
            let isFirstHalf = raw[escape + 2] | 0x20 == UInt8(ascii: "d") && "89abAB".utf8.contains(raw[escape + 3])
            let length = isFirstHalf ? 12 : 6
            codePoints -= length - 1
            if raw[escape + 2..<escape + 6].elementsEqual("feff".utf8, by: { $0 | 0x20 == $1 }) {
                hasByteOrderMark = true
            }
            index = escape + length
        }
    }

    /// Every byte but those that continue a code point; eight at a time.
    private static func countCodePoints(_ text: UnsafeRawBufferPointer) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var continuations = 0
        var index = 0
        while index + 8 <= text.count {
            let word = text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            // Continuations are 10xxxxxx.
            continuations += Int(((word >> 7 & ~word >> 6 & ones) &* ones) >> 56)
            index += 8
        }
        while index < text.count {
            if text[index] & 0xC0 == 0x80 { continuations += 1 }
            index += 1
        }
        return text.count - continuations
    }

    private static func findsByteOrderMark(_ text: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while let start = text.offset(ofByte: 0xEF, from: index) {
            if start + 2 < text.count, text[start + 1] == 0xBB, text[start + 2] == 0xBF { return true }
            index = start + 1
        }
        return false
    }
}
