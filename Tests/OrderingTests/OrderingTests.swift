import Mixing
import Testing

@testable import Ordering

/// The order of lines, whatever the memory, against a sort of them all at once.
struct OrderingTests {
    private struct Line {
        var dataset: Int
        var key: UInt64
        var text: [UInt8]
    }

    /// Ways in which keys lie that make buckets uneven.
    enum Keys: CaseIterable {
        case spread, oneBucket, equal, anyBytes, fewDistinct, lowDigitsOnly, identicalLines, oneLong
    }

    private static func lines(_ keys: Keys, count: Int) -> [Line] {
        var state: UInt64 = 1
        func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            return XXH3.avalanche(state)
        }
        return (0..<count).map { index in
            let number = next()
            let key: UInt64 =
                switch keys {
                case .spread, .oneLong: number
                case .oneBucket: number >> 8
                case .equal, .anyBytes, .identicalLines: .max
                case .fewDistinct: number % 3 << 62
                case .lowDigitsOnly: number % 1000
                }
            // Some begin alike, and some are the beginnings of others.
            var text = "{\"text\":\"" + String(repeating: "x", count: Int(next() % 40)) + "\(number % 50)"
            if keys == .identicalLines { text = "{}" }
            if keys == .oneLong, index == count / 2 { text += String(repeating: "long", count: 20_000) }
            // What stands before a line's text may be no text.
            let head = keys == .anyBytes ? [UInt8(254 + next() % 2), UInt8(next() % 256)] : []
            return Line(dataset: Int(next() % 3), key: key, text: head + Array(text.utf8))
        }
    }

    private static func order(_ lines: [Line], _ order: InstanceOrder, memory: Int) throws -> [[UInt8]] {
        let sorters = SplitSorters(splits: 2, datasets: ["b", "a", "c"], order: order, memory: memory)
        for (number, line) in lines.enumerated() {
            let key = sorters.key(line.key, pass: 0)
            // Between other bytes, and in another split besides.
            try sorters.add([1] + line.text + [2], [(key, 1..<1 + line.text.count)], dataset: line.dataset, to: 1)
            if number % 7 == 0 { try sorters.add(line.text, [(key, line.text.indices)], dataset: line.dataset, to: 0) }
        }
        #expect(sorters.count(of: 1) == lines.count)
        var result: [[UInt8]] = []
        try sorters.forEachInOrder(of: 1, keepsLines: true) { line in result.append(Array(line)) }
        var again: [[UInt8]] = []
        try sorters.forEachInOrder(of: 1) { line in again.append(Array(line)) }
        #expect(again == result)
        var others = 0
        try sorters.forEachInOrder(of: 0) { _ in others += 1 }
        #expect(others == (lines.count + 6) / 7)
        return result
    }

    private static func sorted(_ lines: [Line]) -> [Line] {
        func hash(_ line: Line) -> UInt64 { line.text.withUnsafeBytes { XXH3.hash($0) } }
        return lines.sorted { a, b in
            if a.key != b.key { return a.key < b.key }
            return hash(a) != hash(b) ? hash(a) < hash(b) : a.text.lexicographicallyPrecedes(b.text)
        }
    }

    @Test(arguments: Keys.allCases, [300, 4 << 10, 64 << 10, 64 << 20])
    func shuffled(keys: Keys, memory: Int) throws {
        let lines = Self.lines(keys, count: memory < 1000 ? 500 : 4000)
        #expect(try Self.order(lines, .shuffled, memory: memory) == Self.sorted(lines).map(\.text))
    }

    @Test(arguments: Keys.allCases, [300, 4 << 10, 64 << 10, 64 << 20])
    func interleaved(keys: Keys, memory: Int) throws {
        let lines = Self.lines(keys, count: memory < 1000 ? 500 : 4000)
        // By name: a, b, c.
        let parts = [1, 0, 2].map { dataset in Self.sorted(lines.filter { $0.dataset == dataset }).map(\.text) }
        var places = [0, 0, 0]
        var turns = Interleaving(parts.map(\.count))
        var expected: [[UInt8]] = []
        while let dataset = turns.next() {
            expected.append(parts[dataset][places[dataset]])
            places[dataset] += 1
        }
        #expect(try Self.order(lines, .interleaved, memory: memory) == expected)
    }

    @Test(arguments: [300, 4 << 10, 64 << 10, 64 << 20])
    func sequential(memory: Int) throws {
        let lines = Self.lines(.oneLong, count: memory < 1000 ? 500 : 4000)
        let expected = (0..<3).flatMap { dataset in lines.filter { $0.dataset == dataset }.map(\.text) }
        #expect(try Self.order(lines, .sequential, memory: memory) == expected)
    }

    @Test(arguments: [300, 64 << 20])
    func passesInSequence(memory: Int) throws {
        let sorters = SplitSorters(splits: 1, datasets: ["a"], order: .sequential, memory: memory)
        for number in 0..<200 {
            let text = Array("\(number)".utf8)
            let keys = (0..<3).map { sorters.key(0, pass: $0) }
            try sorters.add(text, keys.map { ($0, text.indices) }, dataset: 0, to: 0)
        }
        var result: [String] = []
        try sorters.forEachInOrder(of: 0) { line in result.append(String(decoding: line, as: UTF8.self)) }
        #expect(result == (0..<600).map { "\($0 % 200)" })
    }
}
