import Testing

@testable import Mixing

/// XXH64 against vectors of the reference implementation.
@Suite struct XXH64Tests {
    @Test(arguments: [
        ("", UInt64(0), UInt64(0xEF46_DB37_51D8_E999)),
        ("a", 0, 0xD24E_C4F1_A98C_6E5B),
        ("abc", 0, 0x44BC_2CF5_AD77_0999),
        ("xxhash", 20_141_025, 0xB559_B98D_844E_0635),
        ("I want an unsigned 64-bit seed!", 0, 0xD4CB_0A70_A2B8_C7C1),
        ("I want an unsigned 64-bit seed!", 1, 0xCE50_87F1_2470_D961),
        ("Call me Ishmael. Some years ago--never mind how long precisely-", 0, 0x02A2_E854_70D6_FD96),
    ])
    func vector(_ text: String, _ seed: UInt64, _ expected: UInt64) {
        #expect(XXH64.hash(text, seed: seed) == expected)
    }

    @Test func offsetIntoABufferMakesNoDifference() {
        let bytes = [UInt8](0..<200)
        bytes.withUnsafeBytes { buffer in
            for length in 0..<100 {
                let moved = UnsafeRawBufferPointer(rebasing: buffer[3..<3 + length])
                let copy = Array(moved)
                copy.withUnsafeBytes { #expect(XXH64.hash($0, seed: 5) == XXH64.hash(moved, seed: 5)) }
            }
        }
    }
}
