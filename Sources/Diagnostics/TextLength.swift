/// How long a text is.
public struct TextLength: Sendable, Equatable {
    /// In code points.
    public var characters = 0
    /// In words, which ASCII white space divides.
    public var words = 0

    /// The length of UTF-8 text.
    public init(of text: UnsafeRawBufferPointer) {
        guard let base = text.baseAddress, text.count > 0 else { return }
        // A word begins where white space, or the text's start, stands before another byte.
        add(text[0], after: 0x20)
        var place = 1
        // Sixteen bytes beside those before each of them; counts of one byte hold 255 rounds.
        while place + 16 <= text.count {
            var points = SIMD16<UInt8>(repeating: 0)
            var starts = SIMD16<UInt8>(repeating: 0)
            var rounds = 0
            while place + 16 <= text.count, rounds < 255 {
                let bytes = base.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)
                let before = base.loadUnaligned(fromByteOffset: place - 1, as: SIMD16<UInt8>.self)
                let first: SIMDMask<SIMD16<Int8>> = (bytes & 0xC0) .!= SIMD16(repeating: 0x80)
                let isSpace = Self.spaces(bytes)
                let follows = Self.spaces(before)
                let starting: SIMDMask<SIMD16<Int8>> = follows .& .!isSpace
                points &+= Self.ones(first)
                starts &+= Self.ones(starting)
                place += 16
                rounds += 1
            }
            for lane in 0..<16 {
                characters += Int(points[lane])
                words += Int(starts[lane])
            }
        }
        while place < text.count {
            add(text[place], after: text[place - 1])
            place += 1
        }
    }

    private mutating func add(_ byte: UInt8, after before: UInt8) {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte >= 0x09 && byte <= 0x0D }
        if byte & 0xC0 != 0x80 { characters += 1 }
        if isSpace(before), !isSpace(byte) { words += 1 }
    }

    @inline(__always)
    private static func spaces(_ bytes: SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>> {
        let space: SIMDMask<SIMD16<Int8>> = bytes .== SIMD16(repeating: 0x20)
        let control: SIMDMask<SIMD16<Int8>> = (bytes &- SIMD16(repeating: 0x09)) .< SIMD16(repeating: 5)
        return space .| control
    }

    @inline(__always)
    private static func ones(_ mask: SIMDMask<SIMD16<Int8>>) -> SIMD16<UInt8> {
        SIMD16<UInt8>(repeating: 0).replacing(with: SIMD16(repeating: 1), where: mask)
    }
}

extension Sequence where Element == UInt8 {
    /// How many code points UTF-8 text has: its bytes other than continuation bytes.
    @inlinable
    public var codePointCount: Int {
        reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }
}
