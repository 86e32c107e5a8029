/// SHA-256, for the hashes of files in a manifest.
///
/// Source: FIPS PUB 180-4, "Secure Hash Standard". A library would be swift-crypto, which compiles BoringSSL for this one
/// function; a test holds this one to the standard's vectors.
public struct SHA256: Sendable {
    private var state: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    /// Bytes that do not fill a block yet.
    private var pending: [UInt8] = []
    /// How many bytes were added.
    public private(set) var count: UInt64 = 0

    /// The hash of nothing yet.
    public init() {}

    /// The digest of some bytes, as 64 hexadecimal digits.
    public static func hex(of bytes: UnsafeRawBufferPointer) -> String {
        var hash = SHA256()
        hash.add(bytes)
        return hash.finish()
    }

    /// Adds bytes.
    public mutating func add(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        count += UInt64(bytes.count)
        var offset = 0
        if !pending.isEmpty {
            offset = min(64 - pending.count, bytes.count)
            pending.append(contentsOf: bytes[..<offset])
            guard pending.count == 64 else { return }
            state.withUnsafeMutableBufferPointer { state in
                pending.withUnsafeBytes { Self.compress($0.baseAddress!, state.baseAddress!) }
            }
            pending.removeAll(keepingCapacity: true)
        }
        state.withUnsafeMutableBufferPointer { state in
            while offset + 64 <= bytes.count {
                Self.compress(base + offset, state.baseAddress!)
                offset += 64
            }
        }
        pending.append(contentsOf: bytes[offset...])
    }

    /// The digest of all that was added, as 64 hexadecimal digits.
    public func finish() -> String {
        var copy = self
        let bits = count &* 8
        var tail: [UInt8] = [0x80]
        while (pending.count + tail.count) % 64 != 56 { tail.append(0) }
        for shift in stride(from: 56, through: 0, by: -8) {
            tail.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
        }
        tail.withUnsafeBytes { copy.add($0) }
        return copy.state.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]

    @inline(__always)
    private static func rotate(_ value: UInt32, _ count: UInt32) -> UInt32 { value >> count | value << (32 - count) }

    /// One step. The eight words change their parts from step to step, so that none has to be moved; rotations are
    /// taken one of the other, which needs fewer copies.
    @inline(__always)
    private static func step(
        _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
        _ h: inout UInt32, _ word: UInt32
    ) {
        h = h &+ rotate(rotate(rotate(e, 14) ^ e, 5) ^ e, 6) &+ (g ^ (e & (f ^ g))) &+ word
        d = d &+ h
        h = h &+ rotate(rotate(rotate(a, 9) ^ a, 11) ^ a, 2) &+ ((a & b) | (c & (a | b)))
    }

    private static func compress(_ block: UnsafeRawPointer, _ state: UnsafeMutablePointer<UInt32>) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { buffer in
            // Within bounds by the loops below; checks would be a third of the work.
            let words = buffer.baseAddress!
            for index in 0..<16 {
                words[index] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self))
            }
            for index in 16..<64 {
                let (x, y) = (words[index &- 15], words[index &- 2])
                let s0 = rotate(rotate(x, 11) ^ x, 7) ^ (x >> 3)
                let s1 = rotate(rotate(y, 2) ^ y, 17) ^ (y >> 10)
                words[index] = words[index &- 16] &+ s0 &+ words[index &- 7] &+ s1
            }
            var (a, b, c, d) = (state[0], state[1], state[2], state[3])
            var (e, f, g, h) = (state[4], state[5], state[6], state[7])
            constants.withUnsafeBufferPointer { buffer in
                let constants = buffer.baseAddress!
                var index = 0
                while index < 64 {
                    step(a, b, c, &d, e, f, g, &h, constants[index] &+ words[index])
                    step(h, a, b, &c, d, e, f, &g, constants[index &+ 1] &+ words[index &+ 1])
                    step(g, h, a, &b, c, d, e, &f, constants[index &+ 2] &+ words[index &+ 2])
                    step(f, g, h, &a, b, c, d, &e, constants[index &+ 3] &+ words[index &+ 3])
                    step(e, f, g, &h, a, b, c, &d, constants[index &+ 4] &+ words[index &+ 4])
                    step(d, e, f, &g, h, a, b, &c, constants[index &+ 5] &+ words[index &+ 5])
                    step(c, d, e, &f, g, h, a, &b, constants[index &+ 6] &+ words[index &+ 6])
                    step(b, c, d, &e, f, g, h, &a, constants[index &+ 7] &+ words[index &+ 7])
                    index &+= 8
                }
            }
            state[0] &+= a
            state[1] &+= b
            state[2] &+= c
            state[3] &+= d
            state[4] &+= e
            state[5] &+= f
            state[6] &+= g
            state[7] &+= h
        }
    }
}
