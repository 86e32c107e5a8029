import Testing

@testable import Building

@Suite struct DuplicateCounterTests {
    /// A number that looks random, as a hash does.
    private static func hash(_ number: Int) -> UInt64 {
        var z = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    @Test func countsWithinAndAcrossSplits() {
        let counter = DuplicateCounter(splits: ["train", "validation", "test"])
        for (text, split) in [(1, 0), (1, 0), (1, 0), (2, 0), (2, 1), (3, 1), (3, 1), (4, 2), (1, 2)] {
            counter.add(Self.hash(text), split: split)
        }
        let result = counter.result
        #expect(result.fraction == 1)
        #expect(result.within.map(\.name) == ["train", "validation", "test"])
        #expect(result.within.map(\.count) == [2, 1, 0])
        #expect(result.across.map(\.splits) == [["train", "validation"], ["train", "test"], ["validation", "test"]])
        #expect(result.across.map(\.count) == [1, 1, 0])
    }

    /// With more texts than are followed, counts are estimated, and the order of the texts makes no difference.
    @Test func boundedAndWithoutOrder() {
        // Each of 20,000 texts stands twice in one split, every fourth in another one too.
        var instances = (0..<20_000).flatMap { [($0, 0), ($0, 0)] + ($0 % 4 == 0 ? [($0, 1)] : []) }
        func count() -> (fraction: Double, within: [Int], across: [Int]) {
            let counter = DuplicateCounter(splits: ["a", "b"], limit: 1000)
            for (text, split) in instances { counter.add(Self.hash(text), split: split) }
            let result = counter.result
            return (result.fraction, result.within.map(\.count), result.across.map(\.count))
        }
        let first = count()
        #expect(first.fraction < 1 && first.fraction > 1.0 / 64)
        #expect((18_000...22_000).contains(first.within[0]))
        #expect(first.within[1] == 0)
        #expect((4_000...6_000).contains(first.across[0]))
        instances.reverse()
        let second = count()
        #expect(first == second)
        instances.sort { Self.hash($0.0 &* 31 &+ $0.1) < Self.hash($1.0 &* 31 &+ $1.1) }
        #expect(count() == first)
    }
}
