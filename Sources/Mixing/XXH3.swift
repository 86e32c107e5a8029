/// XXH3 with 64 bits, a published hash: fast, for short texts above all, not cryptographic, with test vectors to hold it to.
///
/// Source: Yann Collet, "xxHash fast digest algorithm", the reference implementation's release 0.8 (XXH3_64bits_withSeed).
@usableFromInline
package enum XXH3 {
    /// The hash of bytes under a seed.
    package static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
        guard let start = bytes.baseAddress, bytes.count > 0 else {
            return avalanche(seed ^ secret(at: 56) ^ secret(at: 64))
        }
        let input = Input(start: start, count: bytes.count)
        return switch bytes.count {
        case ...16: hashShort(input, seed)
        case ...128: hashMiddle(input, seed)
        case ...240: hashUpper(input, seed)
        default: hashLong(input, seed)
        }
    }

    /// The hash of a text's UTF-8 bytes under a seed.
    package static func hash(_ text: String, seed: UInt64 = 0) -> UInt64 {
        var text = text
        return text.withUTF8 { hash(UnsafeRawBufferPointer($0), seed: seed) }
    }

    /// The hash of a number's eight bytes, lowest first.
    @inlinable
    package static func hash(_ number: UInt64, seed: UInt64) -> UInt64 {
        hashUpToEight(first: number & 0xFFFF_FFFF, last: number >> 32, count: 8, seed)
    }

    /// The last step of XXH64, and of XXH3 for the shortest texts: spreads every bit of a number over all of it.
    @inline(__always)
    @usableFromInline
    package static func avalanche(_ value: UInt64) -> UInt64 {
        var result = value
        result = (result ^ (result >> 33)) &* prime2
        result = (result ^ (result >> 29)) &* prime3
        return result ^ (result >> 32)
    }

    // MARK: By length

    /// 1 to 16 bytes.
    @inline(__always)
    private static func hashShort(_ input: Input, _ seed: UInt64) -> UInt64 {
        let count = input.count
        if count > 8 {
            let low = input.word(0) ^ ((secret(at: 24) ^ secret(at: 32)) &+ seed)
            let high = input.word(count - 8) ^ ((secret(at: 40) ^ secret(at: 48)) &- seed)
            return finished(UInt64(count) &+ low.byteSwapped &+ high &+ folded(low, high))
        }
        if count >= 4 {
            return hashUpToEight(first: input.half(0), last: input.half(count - 4), count: count, seed)
        }
        let ends = UInt64(input.byte(0)) << 16 | UInt64(input.byte(count >> 1)) << 24
        let joined = ends | UInt64(input.byte(count - 1)) | UInt64(count) << 8
        let word = secret(at: 0)
        return avalanche(joined ^ (((word ^ (word >> 32)) & 0xFFFF_FFFF) &+ seed))
    }

    /// 4 to 8 bytes.
    ///
    /// - Parameters:
    ///   - first: the first four of them, lowest first.
    ///   - last: the last four of them.
    @inlinable
    static func hashUpToEight(first: UInt64, last: UInt64, count: Int, _ seed: UInt64) -> UInt64 {
        let seed = seed ^ UInt64(UInt32(truncatingIfNeeded: seed).byteSwapped) << 32
        // The secret's second word and its third.
        let flip: UInt64 = 0x1CAD_21F7_2C81_017C ^ 0xDB97_9083_E96D_D4DE
        var result = (last &+ first << 32) ^ (flip &- seed)
        result ^= (result << 49 | result >> 15) ^ (result << 24 | result >> 40)
        result = result &* 0x9FB2_1C65_1E98_DF25
        result = (result ^ ((result >> 35) &+ UInt64(count))) &* 0x9FB2_1C65_1E98_DF25
        return result ^ (result >> 28)
    }

    /// 17 to 128 bytes: from both ends to the middle.
    @inline(__always)
    private static func hashMiddle(_ input: Input, _ seed: UInt64) -> UInt64 {
        let count = input.count
        var result = UInt64(count) &* prime1
        if count > 32 {
            if count > 64 {
                if count > 96 {
                    result &+= mixed(input, 48, 96, seed) &+ mixed(input, count - 64, 112, seed)
                }
                result &+= mixed(input, 32, 64, seed) &+ mixed(input, count - 48, 80, seed)
            }
            result &+= mixed(input, 16, 32, seed) &+ mixed(input, count - 32, 48, seed)
        }
        result &+= mixed(input, 0, 0, seed) &+ mixed(input, count - 16, 16, seed)
        return finished(result)
    }

    /// 129 to 240 bytes.
    @inline(__always)
    private static func hashUpper(_ input: Input, _ seed: UInt64) -> UInt64 {
        let count = input.count
        var result = UInt64(count) &* prime1
        // One after the other, so that the secret's words stand in the code.
        result &+= mixed(input, 0, 0, seed) &+ mixed(input, 16, 16, seed)
        result &+= mixed(input, 32, 32, seed) &+ mixed(input, 48, 48, seed)
        result &+= mixed(input, 64, 64, seed) &+ mixed(input, 80, 80, seed)
        result &+= mixed(input, 96, 96, seed) &+ mixed(input, 112, 112, seed)
        var end = mixed(input, count - 16, 136 - 17, seed)
        if count >= 144 { end &+= mixed(input, 128, 3, seed) }
        if count >= 160 { end &+= mixed(input, 144, 19, seed) }
        if count >= 176 { end &+= mixed(input, 160, 35, seed) }
        if count >= 192 { end &+= mixed(input, 176, 51, seed) }
        if count >= 208 { end &+= mixed(input, 192, 67, seed) }
        if count >= 224 { end &+= mixed(input, 208, 83, seed) }
        if count >= 240 { end &+= mixed(input, 224, 99, seed) }
        return finished(finished(result) &+ end)
    }

    // MARK: Steps

    struct Input {
        let start: UnsafeRawPointer
        let count: Int

        @inline(__always)
        func byte(_ offset: Int) -> UInt8 { start.load(fromByteOffset: offset, as: UInt8.self) }

        /// Four bytes, lowest first.
        @inline(__always)
        func half(_ offset: Int) -> UInt64 {
            UInt64(UInt32(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        }

        /// Eight bytes, lowest first.
        @inline(__always)
        func word(_ offset: Int) -> UInt64 { XXH3.word(start, offset) }
    }

    /// Eight bytes, lowest first.
    @inline(__always)
    static func word(_ bytes: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Sixteen bytes, mixed with as many of the secret.
    @inline(__always)
    private static func mixed(_ input: Input, _ offset: Int, _ place: Int, _ seed: UInt64) -> UInt64 {
        folded(
            input.word(offset) ^ (secret(at: place) &+ seed), input.word(offset &+ 8) ^ (secret(at: place &+ 8) &- seed)
        )
    }

    /// Both halves of a product, joined by exclusive or.
    @inline(__always)
    static func folded(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    /// XXH3's own last step.
    @inline(__always)
    static func finished(_ value: UInt64) -> UInt64 {
        let result = (value ^ (value >> 37)) &* 0x1656_6791_9E37_79F9
        return result ^ (result >> 32)
    }

    static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5
}

extension XXH3 {
    /// How many bytes the secret has.
    static let secretSize = 192

    @inline(__always)
    static func withSecret<Result>(_ body: (UnsafeRawPointer) -> Result) -> Result {
        withUnsafeBytes(of: secretWords) { body($0.baseAddress!) }
    }

    /// Eight bytes of the secret, lowest first.
    @inline(__always)
    static func secret(at offset: Int) -> UInt64 { withSecret { word($0, offset) } }
}

private typealias Words = (
    UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64,
    UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64
)

/// What the bytes are mixed with: the constant of the reference implementation, eight bytes a word, lowest first, as they stand in the
/// memory of all machines that Swift runs on.
private let secretWords: Words = (
    0xBE4B_A423_396C_FEB8, 0x1CAD_21F7_2C81_017C, 0xDB97_9083_E96D_D4DE, 0x1F67_B3B7_A4A4_4072,
    0x78E5_C0CC_4EE6_79CB, 0x2172_FFCC_7DD0_5A82, 0x8E24_43F7_7446_08B8, 0x4C26_3A81_E690_35E0,
    0xCB00_C391_BB52_283C, 0xA32E_531B_8B65_D088, 0x4EF9_0DA2_9748_6471, 0xD8AC_DEA9_46EF_1938,
    0x3F34_9CE3_3F76_FAA8, 0x1D4F_0BC7_C7BB_DCF9, 0x3159_B4CD_4BE0_518A, 0x6473_78D9_C97E_9FC8,
    0xC3EB_D334_83AC_C5EA, 0xEB63_13FA_FFA0_81C5, 0x49DA_F0B7_51DD_0D17, 0x9E68_D429_2655_16D3,
    0xFCA1_477D_58BE_162B, 0xCE31_D07A_D1B8_F88F, 0x2804_1695_8F3A_CB45, 0x7E40_4BBB_CAFB_D7AF
)
