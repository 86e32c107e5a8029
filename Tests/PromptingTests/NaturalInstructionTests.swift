import Mixing
import Testing

@testable import Prompting

/// Instances of Natural Instructions, as `records: Instances` gives them.
@Suite struct NaturalInstructionTests {
    /// What a row gives, turns or text, as a trainer sees it.
    private struct Seen: Equatable {
        var turns: [String]
        var wanted = 0
    }

    private func seen(_ row: String, _ rules: DemonstrationRules? = nil, seed: UInt64 = 0) throws -> Seen {
        var task = try makeTask([makeTemplate("|||")], seed: seed)
        task.kind = .instructions
        task.demonstrations = rules
        let found = try task.taking(row) { prompter, key in
            let instance = Instance()
            _ = try prompter.renderTemplates(key: key, into: instance) { _ in }
            prompter.demonstrate(0, content: 0, in: instance)
            #expect(!instance.demonstratesItself)
            func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }
            var turns = instance.earlierTurns.flatMap { [text($0.prompt), text($0.completion)] }
            let isTurn = instance.demonstrationStyle == .turns
            turns.append(
                (isTurn ? "" : text(instance.textBeforePrompt)) + text(instance.query) + instance.textAfterPrompt)
            return Seen(turns: turns + [text(instance.completion)], wanted: instance.demonstrationsWanted)
        }
        return try #require(found)
    }

    private func rules(_ count: Int, _ style: DemonstrationStyle = .turns) -> DemonstrationRules {
        var rules = DemonstrationRules(counts: [count])
        rules.styles = [style]
        return rules
    }

    @Test(arguments: [
        (#"{"Definition":"Add.","input":"1, 2","output":"3"}"#, ["Add.\n\n1, 2", "3"]),
        (
            #"{"Definition":["Add.","Be quick."],"id":"x","input":" 1, 2\n","output":["3 "]}"#,
            ["Add.\nBe quick.\n\n1, 2", "3"]
        ),
        (#"{"Definition":["Say hello.\n"],"input":" ","output":["Hello"]}"#, ["Say hello.", "Hello"]),
        (#"{"Definition":["Say hello."],"output":["Hello"]}"#, ["Say hello.", "Hello"]),
        (#"{"Definition":[],"input":"1, 2","output":["3"]}"#, ["1, 2", "3"]),
        // Blank outputs are none to learn, where there are others.
        (#"{"Definition":"Add.","input":"1, 2","output":["", " ","3"]}"#, ["Add.\n\n1, 2", "3"]),
        // Other fields of the task are not looked at, and turns come before all.
        (
            #"{"Categories":["x"],"Definition":"Add.","Negative Examples":[{"input":"a","output":"b"}],"input":"1","output":["3"]}"#,
            ["Add.\n\n1", "3"]
        ),
        (
            #"{"Definition":"Add.","output":"3","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
            ["q", "a"]
        ),
    ])
    func instancesAreInstructions(_ row: String, _ turns: [String]) throws {
        #expect(try seen(row).turns == turns)
    }

    @Test(
        arguments: [
            (#"{"Definition":"Add.","input":"1","output":[]}"#, PromptErrorCode.noAnswer, "output"),
            (#"{"Definition":"Add.","input":"1"}"#, .noAnswer, "output"),
            (#"{"Definition":"Add.","input":"1","output":[1]}"#, .notAConversation, "output"),
            (#"{"Definition":"Add.","input":"1","output":{"a":"b"}}"#, .notAConversation, "output"),
            (#"{"Definition":"Add.","input":["1"],"output":"2"}"#, .notAConversation, "input"),
            (#"{"Definition":["Add.",2],"input":"1","output":"2"}"#, .notAConversation, "Definition"),
            (#"{"Definition":null,"input":"1","output":"2"}"#, .notAConversation, "Definition"),
            (#"{"Definition":"Add.","input":"1","output":["", "\n"]}"#, .emptyTurn, nil),
            (#"{"Definition":" ","input":"","output":"2"}"#, .emptyTurn, nil),
            (#"{"Definition":"Add.","Instances":[{"input":"1","output":["2"]}]}"#, .notAConversation, "Instances"),
            (#"{"Definition":"Add."}"#, .notAConversation, nil),
        ] as [(String, PromptErrorCode, String?)])
    func whatIsNoInstanceIsRejected(_ row: String, _ code: PromptErrorCode, _ field: String?) throws {
        let error = #expect(throws: PromptError.self) { try seen(row) }
        #expect(error?.code == code)
        #expect(error?.field == field)
        if field == "Instances" { #expect(error?.message.contains("records: Instances") == true) }
    }

    /// Values that the rule in KeyFormat.md gives, computed in Python.
    @Test func answerIsDrawnByTheKey() throws {
        let drawn = try (0..<8).map { number in
            try seen(#"{"Definition":"Say.","input":"\#(number)","output":["a","b","c"]}"#).turns[1]
        }
        #expect(drawn == ["c", "b", "c", "a", "b", "b", "b", "c"])
    }

    @Test func everyAnswerIsDrawnAndOneThatGoesChangesNoOther() throws {
        func answers(_ list: String) throws -> [String] {
            try (0..<300).map { number in
                var task = try makeTask([makeTemplate("|||")])
                task.kind = .instructions
                // The same key, whatever the list: as with `id`.
                return try #require(
                    try task.taking(#"{"Definition":"Say.","input":"\#(number)","output":\#(list)}"#) { prompter, _ in
                        let instance = Instance()
                        _ = try prompter.renderTemplates(key: UInt64(number), into: instance) { _ in }
                        return instance.completionText
                    })
            }
        }
        let all = try answers(#"["a","b","c"]"#)
        #expect(Set(all) == ["a", "b", "c"])
        #expect(try answers(#"["c","a","b","a"]"#) == all)
        for (before, after) in zip(all, try answers(#"["a","c"]"#)) where before != "b" { #expect(before == after) }
    }

    private func row(_ examples: String, definition: String = #""Name it.""#, input: String = "3") -> String {
        #"{"Definition":\#(definition),"Positive Examples":\#(examples),"input":"\#(input)","output":["three"]}"#
    }

    @Test(arguments: [
        (DemonstrationStyle.turns, ["Name it.\n\n1", "one", "3", "three"]),
        (.plain, ["Name it.\n\n1\none\n\n3", "three"]),
        (.questionAnswer, ["Name it.\n\nQ: 1\nA: one\n\nQ: 3\nA:", "three"]),
        (.inputOutput, ["Name it.\n\nInput: 1\nOutput: one\n\nInput: 3\nOutput:", "three"]),
        (.numbered, ["Name it.\n\nExample 1:\n1\none\n\nNow this one:\n3", "three"]),
        (.ruled, ["Name it.\n\n1\none\n\n###\n\n3", "three"]),
    ])
    func definitionStandsOnceBeforeTheExamples(_ style: DemonstrationStyle, _ turns: [String]) throws {
        let row = row(#"[{"input":" 1","output":"one\n","explanation":"e"}]"#)
        #expect(try seen(row, rules(1, style)).turns == turns)
        #expect(try seen(row, rules(0, style)).turns == ["Name it.\n\n3", "three"])
    }

    private static let three =
        #"{"input":"1","output":"one"},{"input":"2","output":["two","II"]},{"input":"4","output":"four"}"#

    @Test(
        arguments: [
            // As many as are wanted, as many as there are, and none twice.
            ("[\(three)]", 2, 2), ("[\(three)]", 5, 3), ("[\(three),\(three)]", 9, 3), ("[]", 2, 0), ("null", 2, 0),
            (#"{"input":"1","output":"one"}"#, 2, 0),
            // Never one with the query's input, whatever it answers.
            (#"[{"input":"3","output":"three"},{"input":" 3\n","output":"III"},{"input":"1","output":"one"}]"#, 3, 1),
            // What is no example is passed over.
            (
                #"["x",null,{"input":"1"},{"input":2,"output":"two"},{"input":" ","output":"none"},{"input":"5","output":[]}]"#,
                4, 0
            ),
        ] as [(String, Int, Int)])
    func examplesAreTaken(_ examples: String, _ wanted: Int, _ expected: Int) throws {
        let seen = try seen(row(examples), rules(wanted))
        #expect(seen.wanted == wanted)
        #expect(seen.turns.count == 2 * expected + 2)
        #expect(seen.turns.suffix(2) == [expected == 0 ? "Name it.\n\n3" : "3", "three"])
        let inputs = stride(from: 0, to: seen.turns.count, by: 2).map { seen.turns[$0].split(separator: "\n").last }
        #expect(Set(inputs).count == inputs.count)
    }

    /// There is nothing to be asked after the examples, or they are not known to belong to the query.
    @Test(arguments: [
        #"{"Definition":"Greet.","Positive Examples":[{"input":"1","output":"one"}],"input":" ","output":["Hi"]}"#,
        #"{"instruction":"Greet.","Positive Examples":[{"input":"1","output":"one"}],"output":"Hi"}"#,
    ])
    func queriesWithoutInputHaveNoExamples(_ row: String) throws {
        #expect(try seen(row, rules(1)) == Seen(turns: ["Greet.", "Hi"], wanted: 1))
    }

    @Test func blankDefinitionIsNoOpening() throws {
        let row = row(#"[{"input":"1","output":"one"}]"#, definition: "[]")
        #expect(try seen(row, rules(1)).turns == ["1", "one", "3", "three"])
        #expect(try seen(row, rules(1, .questionAnswer)).turns == ["Q: 1\nA: one\n\nQ: 3\nA:", "three"])
    }

    /// Each row draws of its own, and the order of the list does not count.
    @Test func examplesAreDrawnByTheKey() throws {
        func firsts(_ examples: [String]) throws -> [String] {
            var task = try makeTask([makeTemplate("|||")])
            task.kind = .instructions
            task.demonstrations = rules(1)
            return try (0..<200).map { number in
                let found = try task.taking(row("[\(examples.joined(separator: ","))]", input: "x\(number)")) {
                    prompter, _ in
                    let instance = Instance()
                    _ = try prompter.renderTemplates(key: UInt64(number), into: instance) { _ in }
                    prompter.demonstrate(0, content: 0, in: instance)
                    return String(decoding: instance.demonstrations[0].completion, as: UTF8.self)
                }
                return try #require(found)
            }
        }
        let examples = (1...4).map { #"{"input":"\#($0)","output":"o\#($0)"}"# }
        let drawn = try firsts(examples)
        #expect(Set(drawn) == ["o1", "o2", "o3", "o4"])
        #expect(try firsts(examples.reversed()) == drawn)
        for (before, after) in zip(drawn, try firsts(Array(examples.dropLast()))) where before != "o4" {
            #expect(before == after)
        }
    }

    @Test(arguments: [(nil, 3), (16, 1), (15, 0)] as [(Int?, Int)])
    func whatDoesNotFitIsLeftOut(_ most: Int?, _ expected: Int) throws {
        // "Say.\n\n3" and "three" have 12 code points, an example 4.
        var rules = rules(3)
        rules.maxCharacters = most
        let examples = (1...3).map { #"{"input":"1\#($0)","output":"o\#($0)"}"# }.joined(separator: ",")
        let seen = try seen(row("[\(examples)]", definition: #""Say.""#), rules)
        #expect(seen.turns.count == 2 * expected + 2)
    }
}
