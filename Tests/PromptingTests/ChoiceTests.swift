import JSON
import Mixing
import Testing

@testable import Prompting

@Suite struct ChoiceTests {
    static let keys = (0..<4000).map { XXH64.avalanche(UInt64($0)) }
    static let keying = Keying(seed: 1, dataset: "d")

    private func set(_ ids: [String], inverted: [String] = [], share: Double? = nil) throws -> PromptSet {
        try PromptSet(
            ids.map { makeTemplate("a|||b", id: $0) } + inverted.map { makeTemplate("a|||b", id: $0, inverted: true) },
            options: PromptOptions(), invertedShare: share)
    }

    @Test func templatesAreDrawnEvenly() throws {
        let prompts = try set(["a", "b", "c", "d"])
        var counts = [Int](repeating: 0, count: 4)
        for key in Self.keys { counts[prompts.choose(1, for: key, Self.keying)[0]] += 1 }
        // Chi-square with 3 degrees of freedom; 16.3 is exceeded once in a thousand.
        #expect(counts.reduce(0.0) { $0 + (Double($1) - 1000) * (Double($1) - 1000) / 1000 } < 16.3)
    }

    @Test func templateThatGoesChangesNoOtherChoice() throws {
        let all = try set(["a", "b", "c", "d"])
        let fewer = try set(["a", "b", "d"])
        for key in Self.keys {
            let name = all.name(all.choose(1, for: key, Self.keying)[0])
            if name != "c" { #expect(fewer.name(fewer.choose(1, for: key, Self.keying)[0]) == name) }
        }
    }

    @Test func severalTemplatesARowAreDifferent() throws {
        let prompts = try set(["a", "b", "c", "d"])
        for key in Self.keys.prefix(100) {
            #expect(Set(prompts.choose(3, for: key, Self.keying)).count == 3)
            #expect(prompts.choose(1, for: key, Self.keying)[0] == prompts.choose(3, for: key, Self.keying)[0])
            #expect(prompts.choose(Int.max, for: key, Self.keying) == [0, 1, 2, 3])
        }
    }

    @Test func invertedShareHolds() throws {
        let prompts = try set(["a", "b"], inverted: ["c"], share: 0.2)
        let inverted = Self.keys.filter {
            prompts.prompts[prompts.choose(1, for: $0, Self.keying)[0]].template.isInverted
        }
        // 800 expected, standard deviation 25.
        #expect((700...900).contains(inverted.count))
        #expect(try set(["a"], inverted: ["c"], share: 0).prompts.count == 1)
    }
}

@Suite struct DemonstrationTests {
    private func task(rows: [String], counts: [Int], limit: Int = 64) throws -> PromptTask {
        var task = try makeTask([makeTemplate("{{q}}?|||{{a}}")])
        task.demonstrations = DemonstrationRules(counts: counts, poolSize: limit)
        var pool = DemonstrationPool(limit: limit)
        for row in rows {
            let bytes = Array(row.utf8)
            let key = bytes.withUnsafeBytes { Keying.recordKey(identity: $0) }
            pool.offer(
                PoolRow(key: key, content: XXH64.hash(row), bytes: bytes), hash: task.keying.hash(.pool, key))
        }
        task.pool = pool.rows
        return task
    }

    /// Random rows with many repetitions, small pools, every count: no demonstration asks what the query asks.
    @Test(arguments: 0..<40)
    func noDemonstrationEqualsItsQuery(_ round: Int) throws {
        var state = UInt64(round)
        func draw(_ count: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            return XXH64.avalanche(state).index(below: count)
        }
        let rows = (0..<30).map { _ in #"{"q":"\#(draw(8))","a":"\#(draw(3))","id":\#(draw(4))}"# }
        let task = try task(rows: rows, counts: [draw(12)], limit: 1 + draw(20))
        for row in rows {
            let rendered = try #require(try task.render(row))
            #expect(!rendered.demonstrations.contains(rendered.parts[0]))
            #expect(rendered.demonstrations.count <= task.demonstrations!.counts[0])
        }
    }

    @Test func poolDoesNotDependOnTheOrderOfItsRows() throws {
        let rows = (0..<50).map { #"{"q":"\#($0)","a":"x"}"# }
        let straight = try task(rows: rows, counts: [2], limit: 7)
        let turned = try task(rows: rows.reversed(), counts: [2], limit: 7)
        #expect(straight.pool.map(\.key) == turned.pool.map(\.key))
        #expect(straight.pool.count == 7)
        for row in rows { #expect(try straight.render(row) == turned.render(row)) }
    }

    @Test func sameContentStandsInThePoolOnce() throws {
        let task = try task(rows: Array(repeating: #"{"q":"1","a":"x"}"#, count: 5), counts: [3])
        #expect(task.pool.count == 1)
        #expect(try task.render(#"{"q":"1","a":"x"}"#)?.demonstrations == [])
        #expect(try task.render(#"{"q":"2","a":"x"}"#)?.demonstrations == ["1?"])
    }

    @Test func countIsDrawnFromTheList() throws {
        let rows = (0..<40).map { #"{"q":"\#($0)","a":"x"}"# }
        let task = try task(rows: rows, counts: [0, 3])
        let counts = try rows.map { try #require(try task.render($0)).demonstrations.count }
        #expect(Set(counts) == [0, 3])
    }

    /// What looks at finished instances does not trust the choice: it sees a demonstration that asks the same.
    @Test func instanceThatDemonstratesItselfIsSeen() throws {
        let row = Array(#"{"q":"1","a":"x"}"#.utf8)
        let task = try task(rows: [], counts: [1])
        let prompter = Prompter(task)
        let instance = Instance()
        try row.withUnsafeBytes { bytes in
            let fields = JSONFields()
            var scanner = JSONScanner(bytes)
            try scanner.scanObject(into: fields)
            _ = try prompter.take(bytes, fields)
            try prompter.render(0, key: 1, into: instance)
        }
        for (prompt, expected) in [("1?", true), ("2?", false), ("1? ", false), ("1", false)] {
            instance.demonstrations = [Demonstration(prompt: Array("3?".utf8), completion: [])]
            instance.demonstrations.append(Demonstration(prompt: Array(prompt.utf8), completion: Array("x".utf8)))
            #expect(instance.demonstratesItself == expected)
        }
    }
}
