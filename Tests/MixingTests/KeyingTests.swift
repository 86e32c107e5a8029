import Testing

@testable import Mixing

/// The key format, version 1, against values that Python's `xxhash` package gives for the documented bytes:
/// `xxh64(purpose + b"\0" + dataset + b"\0" + key.to_bytes(8, "little"), seed)`.
@Suite struct KeyingTests {
    static let key: RecordKey = 0x0dc3_2a41_4d72_9913

    @Test func keyOfARecordIsTheHashOfItsBytes() {
        let record = Array(#"{"text":"a","label":0}"#.utf8)
        #expect(record.withUnsafeBytes { Keying.recordKey(identity: $0) } == Self.key)
        #expect(keyText(Self.key) == "0dc32a414d729913")
    }

    @Test(arguments: [
        (Purpose.selection, UInt64(0x9574_2862_463d_49c8)),
        (.template, 0x677f_d042_16b5_e18f),
        (.order, 0x628e_6294_bf6d_b895),
        (.split, 0x6804_85d2_c15e_5bce),
        (.demonstrationCount, 0x91c5_9d3d_f147_20d4),
        (.answer, 0x0aa5_b65e_ab3a_eb9d),
        (.system, 0xb614_50c6_d9a8_0818),
    ])
    func hashOfAPurpose(_ purpose: Purpose, _ expected: UInt64) {
        #expect(Keying(seed: 17, dataset: "news").hash(purpose, Self.key) == expected)
    }

    @Test(arguments: [
        ("t1", UInt64(0x6ef1_d741_2569_dc79)), ("t2", 0xec2e_ff25_280c_6a0d), ("t3", 0x7cfc_be62_cf4c_4971),
    ])
    func rankOfATemplate(_ id: String, _ expected: UInt64) {
        let row = Keying(seed: 17, dataset: "news").hash(.template, Self.key)
        #expect(row.rank(of: XXH64.hash(id)) == expected)
    }

    @Test func seedDatasetAndPurposeEachChangeTheHash() {
        var seen: Set<UInt64> = []
        for seed: UInt64 in [0, 1] {
            for dataset in ["a", "b"] {
                for purpose in Purpose.allCases {
                    seen.insert(Keying(seed: seed, dataset: dataset).hash(purpose, Self.key))
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
        let keying = Keying(seed: 3, dataset: "d")
        var counts = [Int](repeating: 0, count: 8)
        for key in 0..<10_000 { counts[keying.hash(.template, RecordKey(key)).index(below: 8)] += 1 }
        let chiSquare = counts.reduce(0.0) { $0 + (Double($1) - 1250) * (Double($1) - 1250) / 1250 }
        #expect(chiSquare < 24.3)
    }
}
