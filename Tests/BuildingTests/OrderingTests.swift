import Mixing
import Testing

@testable import Building

/// The order of lines, whatever the memory, against a sort of them all at once.
struct OrderingTests {
    private struct Line {
        var dataset: Int
        var key: SelectionKey
        var text: [UInt8]
    }

    /// Ways in which keys lie that make buckets uneven.
    enum Keys: CaseIterable {
        case spread, equal, anyBytes, fewDistinct, lowDigitsOnly, tiesOnly, identicalLines, oneLong
    }

    private static func lines(_ keys: Keys, count: Int) -> [Line] {
        var state: UInt64 = 1
        func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            return XXH64.avalanche(state)
        }
        return (0..<count).map { index in
            let number = next()
            let key: SelectionKey =
                switch keys {
                case .spread, .oneLong: SelectionKey(primary: number, tie: next())
                case .equal, .anyBytes, .identicalLines: SelectionKey(primary: 5, tie: 7)
                case .fewDistinct: SelectionKey(primary: number % 3 << 62, tie: number % 2)
                case .lowDigitsOnly: SelectionKey(primary: number % 1000, tie: 0)
                case .tiesOnly: SelectionKey(primary: .max, tie: number)
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
            let key = sorters.key(line.key, pass: 0, number: UInt64(number))
            // Between other bytes, and in another split besides.
            try sorters.add([1] + line.text + [2], [(key, 1..<1 + line.text.count)], dataset: line.dataset, to: 1)
            if number % 7 == 0 { try sorters.add(line.text, [(key, line.text.indices)], dataset: line.dataset, to: 0) }
        }
        #expect(sorters.count(of: 1) == lines.count)
        var result: [[UInt8]] = []
        try sorters.forEachInOrder(of: 1, keepsLines: true) { number, line in
            #expect(number == result.count)
            result.append(Array(line))
        }
        var again: [[UInt8]] = []
        try sorters.forEachInOrder(of: 1) { _, line in again.append(Array(line)) }
        #expect(again == result)
        var others = 0
        try sorters.forEachInOrder(of: 0) { _, _ in others += 1 }
        #expect(others == (lines.count + 6) / 7)
        return result
    }

    private static func sorted(_ lines: [Line]) -> [Line] {
        lines.sorted { a, b in a.key != b.key ? a.key < b.key : a.text.lexicographicallyPrecedes(b.text) }
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
            let keys = (0..<3).map { pass in
                sorters.key(SelectionKey(primary: 0, tie: 0), pass: pass, number: UInt64(number))
            }
            try sorters.add(text, keys.map { ($0, text.indices) }, dataset: 0, to: 0)
        }
        var result: [String] = []
        try sorters.forEachInOrder(of: 0) { _, line in result.append(String(decoding: line, as: UTF8.self)) }
        #expect(result == (0..<600).map { "\($0 % 200)" })
    }
}
