import Testing

@testable import Mixing

@Suite struct RankTests {
    /// Hashes, few numbers many times, numbers in order, and in an order that has the greatest in the middle.
    static let cases: [@Sendable (UInt64) -> UInt64] = [
        { XXH3.avalanche($0) }, { XXH3.avalanche($0) % 5 }, { $0 }, { $0 < 1000 ? $0 : 2000 - $0 }, { _ in .max },
    ]

    @Test(arguments: cases.indices, [1, 2, 3, 2000])
    func smallestIsWhatStandsThereOnceSorted(_ index: Int, _ count: Int) {
        let numbers = (0..<UInt64(count)).map(Self.cases[index])
        let sorted = numbers.sorted()
        for rank in stride(from: 1, through: numbers.count, by: max(1, numbers.count / 60)) {
            #expect(numbers.smallest(rank) == sorted[rank - 1])
        }
        #expect(numbers.smallest(numbers.count) == sorted.last)
    }
}
