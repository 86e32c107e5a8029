import Testing

@testable import Mixing

@Suite struct OrderTests {
    private static func draws(_ seed: Int, _ count: Int, below most: Int) -> [Int] {
        (0..<count).map { XXH3.avalanche(UInt64(seed) << 32 &+ UInt64($0) &+ 1).index(below: most) }
    }

    /// Every beginning holds of each dataset its share, to within one instance.
    @Test(
        arguments: [
            [1], [0, 3], [1, 1], [7, 3], [1000, 1], [12, 6, 2], [5, 5, 5, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9, 500],
        ]
            + (0..<40).map { draws($0, 1 + $0 % 12, below: 300) })
    func everyBeginningHasTheSharesOfTheWhole(_ counts: [Int]) {
        let total = counts.reduce(0, +)
        var turns = Interleaving(counts)
        var given = counts.map { _ in 0 }
        var length = 0
        while let dataset = turns.next() {
            given[dataset] += 1
            length += 1
            for index in counts.indices {
                let share = Double(counts[index]) / Double(total) * Double(length)
                #expect(abs(Double(given[index]) - share) < 1 + 1e-9, "dataset \(index) after \(length)")
            }
        }
        #expect(given == counts && length == total)
    }

    @Test func heapGivesTheSmallest() {
        let numbers = Self.draws(1, 500, below: 100)
        var heap = MinHeap<Int>()
        for number in numbers { heap.insert(number) }
        #expect((0..<500).map { _ in heap.removeFirst()! } == numbers.sorted())
        #expect(heap.first == nil && heap.removeFirst() == nil)
    }

    /// The places of a dataset's instances among all, in ten parts of the output.
    @Test func shuffledPlacesAreWhatChanceGives() {
        let counts = ["a": 6000, "b": 3000, "c": 1000]
        for seed in 0..<5 as Range<UInt64> {
            var lines: [(hash: UInt64, dataset: String)] = []
            for (name, count) in counts {
                let hasher = RowHasher(seed: seed, dataset: name)
                for row in 0..<count { lines.append((hasher.hash(.order, XXH3.avalanche(UInt64(row) + 1)), name)) }
            }
            lines.sort { $0.hash < $1.hash }
            for (name, count) in counts {
                var parts = [Int](repeating: 0, count: 10)
                for (place, line) in lines.enumerated() where line.dataset == name { parts[place / 1000] += 1 }
                let expected = Double(count) / 10
                let square = parts.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
                // Nine degrees of freedom; 27.9 is exceeded once in a thousand.
                #expect(square < 27.9, "\(name) under \(seed): \(parts)")
            }
        }
    }

    @Test func passesHaveOrdersOfTheirOwn() {
        let keys = (0..<1000).map { XXH3.avalanche(UInt64($0) + 1) }
        #expect(keys.map { $0.inPass(0) } == keys)
        let orders = (0..<4).map { pass in keys.indices.sorted { keys[$0].inPass(pass) < keys[$1].inPass(pass) } }
        for (first, second) in [(0, 1), (0, 2), (1, 2), (2, 3)] {
            // Of a thousand, one is expected to keep its place.
            #expect(zip(orders[first], orders[second]).filter { $0 == $1 }.count < 8)
        }
    }
}
