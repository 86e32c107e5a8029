import JSON
import Mixing
import Testing

@testable import Prompting

@Suite struct DemonstrationTests {
    private func task(rows: [String], counts: [Int], limit: Int = 64) throws -> PromptTask {
        var task = try makeTask([makeTemplate("{{q}}?|||{{a}}")])
        task.demonstrations = DemonstrationRules(counts: counts, poolSize: limit)
        var pool = DemonstrationPool(limit: limit)
        for row in rows {
            let bytes = Array(row.utf8)
            let key = bytes.withUnsafeBytes { RowHasher.recordKey(identity: $0) }
            pool.offer(
                PoolRow(key: key, content: XXH3.hash(row), bytes: bytes), hash: task.hasher.hash(.pool, key))
        }
        task.pool = pool.rows
        return task
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
            _ = try prompter.load(bytes, fields)
            try prompter.render(0, key: 1, into: instance)
        }
        for (prompt, expected) in [("1?", true), ("2?", false), ("1? ", false), ("1", false)] {
            instance.demonstrations = [
                Demonstration(prompt: Array("3?".utf8), completion: [], question: Array("3?".utf8))
            ]
            instance.demonstrations.append(
                Demonstration(prompt: Array(prompt.utf8), completion: Array("x".utf8), question: Array(prompt.utf8)))
            #expect(instance.demonstratesItself == expected)
        }
    }

    @Test func countIsDrawnByWeight() throws {
        let rows = (0..<2000).map { #"{"q":"\#($0)","a":"x"}"# }
        var task = try task(rows: rows, counts: [0, 1, 2], limit: 4)
        task.demonstrations!.weights = [3, 0, 1]
        let counts = try rows.map { try #require(try task.render($0)).demonstrations.count }
        // 1500 expected, standard deviation 19.
        #expect((1440...1560).contains(counts.filter { $0 == 0 }.count))
        #expect(Set(counts) == [0, 2])
    }

    @Test(arguments: [(4, nil, 3), (nil, 3, 1), (nil, 2, 0), (9, nil, 3), (7, 100, 2)] as [(Int?, Int?, Int)])
    func whatDoesNotFitIsLeftOut(_ words: Int?, _ characters: Int?, _ expected: Int) throws {
        // A prompt is one word and two characters, a completion one of each.
        let rows = (0..<9).map { #"{"q":"\#($0)","a":"x"}"# }
        var task = try task(rows: rows, counts: [3])
        task.demonstrations!.maxWords = words.map { $0 + ($0 == 4 ? 4 : 0) }
        task.demonstrations!.maxCharacters = characters.map { $0 < 100 ? $0 * 2 : $0 }
        #expect(try task.render(rows[0])?.demonstrations.count == expected)
    }

    @Test func mixedDemonstrationsComeThroughAllTemplatesOfTheirKind() throws {
        let rows = (0..<60).map { #"{"q":"q\#($0)","a":"a\#($0)"}"# }
        var task = try makeTask(
            [
                makeTemplate("one {{q}}|||{{a}}", id: "1"), makeTemplate("two {{q}}|||{{a}}", id: "2"),
                makeTemplate("back {{a}}|||{{q}}", id: "3", inverted: true),
            ], inverted: 0.3)
        task.pool = try self.task(rows: rows, counts: [4]).pool
        task.demonstrations = DemonstrationRules(counts: [4])
        task.demonstrations!.templates = .mixed
        var words: [Bool: Set<Substring>] = [:]
        for row in rows {
            let rendered = try #require(try task.render(row))
            words[rendered.isInverted, default: []].formUnion(
                rendered.demonstrations.compactMap { $0.split(separator: " ").first })
        }
        #expect(words == [false: ["one", "two"], true: ["back"]])
    }

    @Test(arguments: [
        (DemonstrationStyle.turns, "q1?\nx\n\nq2?\ny\n\n", ""), (.plain, "q1?\nx\n\nq2?\ny\n\n", ""),
        (.questionAnswer, "Q: q1?\nA: x\n\nQ: q2?\nA: y\n\nQ: ", "\nA:"),
        (.inputOutput, "Input: q1?\nOutput: x\n\nInput: q2?\nOutput: y\n\nInput: ", "\nOutput:"),
        (.numbered, "Example 1:\nq1?\nx\n\nExample 2:\nq2?\ny\n\nNow this one:\n", ""),
        (.ruled, "q1?\nx\n\n###\n\nq2?\ny\n\n###\n\n", ""),
    ])
    func stylesOfDemonstrations(_ style: DemonstrationStyle, _ before: String, _ after: String) {
        let instance = Instance()
        instance.demonstrationStyle = style
        #expect(instance.textBeforePrompt.isEmpty && instance.textAfterPrompt.isEmpty)
        instance.demonstrations = [("q1?", "x"), ("q2?", "y")].map {
            Demonstration(prompt: Array($0.utf8), completion: Array($1.utf8), question: [])
        }
        #expect(String(decoding: instance.textBeforePrompt, as: UTF8.self) == before)
        #expect(instance.textAfterPrompt == after)
        #expect(instance.earlierTurns.count == (style == .turns ? 2 : 0))
    }
}
