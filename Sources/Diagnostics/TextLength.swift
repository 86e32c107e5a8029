/// How long a text is.
package struct TextLength: Sendable, Equatable {
    /// In code points.
    package var characters = 0
    /// In words, which ASCII white space divides.
    package var words = 0

    /// The last byte that was counted; at the start white space.
    private var last: UInt8 = 0x20

    package init() {}

    /// The length of UTF-8 text.
    package init(of text: UnsafeRawBufferPointer) { add(text) }

    /// Adds a piece of UTF-8 text, in whole code points, to what stands before it.
    package mutating func add(_ text: UnsafeRawBufferPointer) {
        guard let base = text.baseAddress, text.count > 0 else { return }
        if text.count < 16 {
            for byte in text { add(byte) }
            return
        }
        var counts = Counts()
        let first = Self.window(base, 0)
        counts.add(first, after: Self.shifted(first, behind: last))
        let lastWindow = text.count - 16
        var (place, room) = (16, Counts.maxWindows - 1)
        while place <= lastWindow {
            let end = min(lastWindow, place + 16 * (room - 1))
            while place <= end {
                counts.add(Self.window(base, place), after: Self.window(base, place - 1))
                place &+= 16
            }
            add(counts)
            (counts, room) = (Counts(), Counts.maxWindows)
        }
        if place < text.count {
            // Of the last window, which begins earlier, only that counts which has not been counted.
            let positions = SIMD16<UInt8>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
            counts.add(
                Self.window(base, lastWindow), after: Self.window(base, lastWindow - 1),
                where: positions .>= SIMD16(repeating: UInt8(truncatingIfNeeded: place - lastWindow)))
        }
        add(counts)
        last = text[text.count - 1]
    }

    @inline(__always)
    private mutating func add(_ counts: Counts) {
        characters += Self.sum(counts.points)
        words += Self.sum(counts.starts)
    }

    /// What windows of sixteen bytes hold, by the bytes' positions.
    private struct Counts {
        /// As many as counts of one byte can tell, one aside: the last window of a text.
        static let maxWindows = 254

        /// Bytes at which code points begin.
        var points = SIMD16<UInt8>(repeating: 0)
        /// Bytes at which words begin: behind white space stands another byte.
        var starts = SIMD16<UInt8>(repeating: 0)

        @inline(__always)
        mutating func add(
            _ bytes: SIMD16<UInt8>, after before: SIMD16<UInt8>,
            where counted: SIMDMask<SIMD16<Int8>> = SIMDMask(repeating: true)
        ) {
            let first: SIMDMask<SIMD16<Int8>> = (bytes & 0xC0) .!= SIMD16(repeating: 0x80)
            let starting: SIMDMask<SIMD16<Int8>> = TextLength.spaces(before) .& .!TextLength.spaces(bytes)
            // A lane that holds is all ones, which is -1.
            points &-= unsafeBitCast(first .& counted, to: SIMD16<UInt8>.self)
            starts &-= unsafeBitCast(starting .& counted, to: SIMD16<UInt8>.self)
        }
    }

    @inline(__always)
    private static func window(_ base: UnsafeRawPointer, _ place: Int) -> SIMD16<UInt8> {
        base.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)
    }

    /// A byte, and behind it all bytes but the last.
    @inline(__always)
    private static func shifted(_ bytes: SIMD16<UInt8>, behind first: UInt8) -> SIMD16<UInt8> {
        let words = unsafeBitCast(bytes, to: SIMD2<UInt64>.self)
        let shifted = SIMD2(words[0] << 8 | UInt64(first), words[1] << 8 | words[0] >> 56)
        return unsafeBitCast(shifted, to: SIMD16<UInt8>.self)
    }

    /// Adds a byte of UTF-8 text to what stands before it.
    package mutating func add(_ byte: UInt8) {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte >= 0x09 && byte <= 0x0D }
        if byte & 0xC0 != 0x80 { characters += 1 }
        if isSpace(last), !isSpace(byte) { words += 1 }
        last = byte
    }

    @inline(__always)
    fileprivate static func spaces(_ bytes: SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>> {
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
}

extension Sequence where Element == UInt8 {
    /// How many code points UTF-8 text has: its bytes other than continuation bytes.
    @inlinable
    package var codePointCount: Int { reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) } }
}
