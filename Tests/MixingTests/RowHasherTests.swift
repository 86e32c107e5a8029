import Testing

@testable import Mixing

/// The key format, version 3, against values that Python's `xxhash` package gives for the documented bytes:
/// `xxh3_64(key.to_bytes(8, "little"), seed=xxh3_64(purpose + b"\0" + dataset + b"\0", seed))`.
@Suite struct RowHasherTests {
    static let key: RecordKey = 0xcb2f_f606_0376_ff80

    @Test func keyOfARecordIsTheHashOfItsBytes() {
        let record = Array(#"{"text":"a","label":0}"#.utf8)
        #expect(record.withUnsafeBytes { RowHasher.recordKey(identity: $0) } == Self.key)
        #expect(keyText(Self.key) == "cb2ff6060376ff80")
    }

    @Test(arguments: [
        (Purpose.selection, UInt64(0x16d9_f554_b81d_2d3c)),
        (.template, 0x6543_c5ed_69c1_920c),
        (.order, 0x69fd_707e_6da1_002c),
        (.split, 0x2d51_b798_9933_21f0),
        (.demonstrationCount, 0x5c0c_d545_abb4_3baf),
        (.answer, 0x3f8b_df8b_ee6f_0aa3),
        (.system, 0xe66b_9107_f070_90e5),
    ])
    func hashOfAPurpose(_ purpose: Purpose, _ expected: UInt64) {
        #expect(RowHasher(seed: 17, dataset: "news").hash(purpose, Self.key) == expected)
    }

    @Test func hashOfASplit() {
        #expect(RowHasher(seed: 17, dataset: "news").splitHash(content: Self.key) == 0x84cb_d688_c061_c821)
    }

    @Test(arguments: [
        ("t1", UInt64(0xb6c6_323a_d53f_a9d7)), ("t2", 0xfea0_3525_0f84_fc53), ("t3", 0xd766_2564_96b9_9f38),
    ])
    func rankOfATemplate(_ id: String, _ expected: UInt64) {
        let row = RowHasher(seed: 17, dataset: "news").hash(.template, Self.key)
        #expect(row.rank(of: XXH3.hash(id)) == expected)
    }

    @Test func seedDatasetAndPurposeEachChangeTheHash() {
        var seen: Set<UInt64> = []
        for seed: UInt64 in [0, 1] {
            for dataset in ["a", "b"] {
                for purpose in Purpose.allCases {
                    seen.insert(RowHasher(seed: seed, dataset: dataset).hash(purpose, Self.key))
                }
            }
        }
        #expect(seen.count == 4 * Purpose.allCases.count)
    }

    @Test func indexAndUnitIntervalCoverTheirRanges() {
        #expect(UInt64(0).index(below: 7) == 0)
        #expect(UInt64.max.index(below: 7) == 6)
        #expect(UInt64(0).unitInterval == 0)
        #expect(UInt64.max.unitInterval < 1)
        let half = UInt64(1) << 63
        #expect(half.unitInterval == 0.5)
        #expect(half.index(below: 10) == 5)
    }

    /// 10,000 draws among 8: chi-square with 7 degrees of freedom; 24.3 is exceeded once in a thousand.
    @Test func drawsAreEvenlySpread() {
        let hasher = RowHasher(seed: 3, dataset: "d")
        var counts = [Int](repeating: 0, count: 8)
        for key in 0..<10_000 { counts[hasher.hash(.template, RecordKey(key)).index(below: 8)] += 1 }
        let chiSquare = counts.reduce(0.0) { $0 + (Double($1) - 1250) * (Double($1) - 1250) / 1250 }
        #expect(chiSquare < 24.3)
    }
}
