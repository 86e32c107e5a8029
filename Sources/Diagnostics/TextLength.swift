/// How long a text is.
public struct TextLength: Sendable, Equatable {
    /// In code points.
    public var characters = 0
    /// In words, which ASCII white space divides.
    public var words = 0

    /// The last byte that was counted; at the start white space.
    private var last: UInt8 = 0x20

    /// No text yet.
    public init() {}

    /// The length of UTF-8 text.
    public init(of text: UnsafeRawBufferPointer) { add(text) }

    /// Adds a piece of UTF-8 text, in whole code points, to what stands before it.
    public mutating func add(_ text: UnsafeRawBufferPointer) {
        guard let base = text.baseAddress, text.count > 0 else { return }
        // A word begins where white space, or the text's start, stands before another byte.
        add(text[0])
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
            characters += Self.sum(points)
            words += Self.sum(starts)
        }
        last = text[place - 1]
        while place < text.count {
            add(text[place])
            place += 1
        }
    }

    /// Adds a byte of UTF-8 text to what stands before it.
    public mutating func add(_ byte: UInt8) {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte >= 0x09 && byte <= 0x0D }
        if byte & 0xC0 != 0x80 { characters += 1 }
        if isSpace(last), !isSpace(byte) { words += 1 }
        last = byte
    }

    @inline(__always)
    private static func spaces(_ bytes: SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>> {
        let space: SIMDMask<SIMD16<Int8>> = bytes .== SIMD16(repeating: 0x20)
        let control: SIMDMask<SIMD16<Int8>> = (bytes &- SIMD16(repeating: 0x09)) .< SIMD16(repeating: 5)
        return space .| control
    }

    /// All lanes together, at most 255 each.
    @inline(__always)
    private static func sum(_ lanes: SIMD16<UInt8>) -> Int {
        let words = unsafeBitCast(lanes, to: SIMD2<UInt64>.self)
        let low: UInt64 = 0x00FF_00FF_00FF_00FF
        // Pairs of lanes in 16 bits each: four times two of them come to at most 4,080.
        let pairs = (words[0] & low) + (words[0] >> 8 & low) + (words[1] & low) + (words[1] >> 8 & low)
        return Int((pairs &* 0x0001_0001_0001_0001) >> 48)
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
