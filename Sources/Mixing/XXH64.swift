/// XXH64, a published 64-bit hash: fast, not cryptographic, with test vectors to hold it to.
///
/// Source: Yann Collet, "xxHash fast digest algorithm", specification 0.1.1 (XXH64).
public enum XXH64 {
    static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

    /// The hash of bytes under a seed.
    public static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
        var offset = 0
        var result: UInt64
        @inline(__always)
        func word(_ at: Int) -> UInt64 {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
        }
        if bytes.count >= 32 {
            // Four lanes with names of their own: as a vector they would go through memory.
            var (a, b, c, d) = (seed &+ prime1 &+ prime2, seed &+ prime2, seed, seed &- prime1)
            while offset &+ 32 <= bytes.count {
                a = round(a, word(offset))
                b = round(b, word(offset &+ 8))
                c = round(c, word(offset &+ 16))
                d = round(d, word(offset &+ 24))
                offset &+= 32
            }
            result = joined(a, b, c, d)
        } else {
            result = seed &+ prime5
        }
        return finished(
            result &+ UInt64(bytes.count), UnsafeRawBufferPointer(rebasing: bytes[offset...]))
    }

    /// The four lanes as one number.
    @inline(__always)
    static func joined(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) -> UInt64 {
        var result = rotate(a, 1) &+ rotate(b, 7) &+ rotate(c, 12) &+ rotate(d, 18)
        result = (result ^ round(0, a)) &* prime1 &+ prime4
        result = (result ^ round(0, b)) &* prime1 &+ prime4
        result = (result ^ round(0, c)) &* prime1 &+ prime4
        return (result ^ round(0, d)) &* prime1 &+ prime4
    }

    /// The hash after the bytes that fill no round, fewer than 32.
    @inline(__always)
    static func finished(_ state: UInt64, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var result = state
        var offset = 0
        while offset + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            result = rotate(result ^ round(0, word), 27) &* prime1 &+ prime4
            offset += 8
        }
        if offset + 4 <= bytes.count {
            let half = UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
            result = rotate(result ^ (half &* prime1), 23) &* prime2 &+ prime3
            offset += 4
        }
        while offset < bytes.count {
            result = rotate(result ^ (UInt64(bytes[offset]) &* prime5), 11) &* prime1
            offset += 1
        }
        return avalanche(result)
    }

    /// The hash of a text's UTF-8 bytes under a seed.
    public static func hash(_ text: String, seed: UInt64 = 0) -> UInt64 {
        var text = text
        return text.withUTF8 { hash(UnsafeRawBufferPointer($0), seed: seed) }
    }

    /// XXH64's last step: spreads every bit of a number over all of it.
    @inline(__always)
    public static func avalanche(_ value: UInt64) -> UInt64 {
        var result = value
        result = (result ^ (result >> 33)) &* prime2
        result = (result ^ (result >> 29)) &* prime3
        return result ^ (result >> 32)
    }

    @inline(__always)
    static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
        rotate(lane &+ input &* prime2, 31) &* prime1
    }

    @inline(__always)
    static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
        value << count | value >> (64 - count)
    }
}
