import Conversations
import Testing

/// Which answers are learnt, by rule and by the flags of messages.
@Suite struct LearningTests {
    /// Three answers, with flags in JSON or none.
    private static func row(_ flags: [String]) -> String {
        ConversationsTests.row(
            flags.enumerated().flatMap { index, flag in
                [question, #"{"role":"assistant","content":"\#(index)"\#(flag.isEmpty ? "" : "," + flag)}"#]
            })
    }

    private static func learnt(_ row: String, _ rule: LearnRule?) throws -> [String] {
        try read(row) { $0.learn = rule }.conversation.messages.filter { $0.role == .assistant && $0.isTarget }.map(
            \.text)
    }

    private static let spellings = [
        (#""weight":1"#, #""weight":0"#), (#""weight":1.0"#, #""weight":0.0"#), (#""weight":0.5"#, #""weight":0"#),
        (#""train":true"#, #""train":false"#), (#""training":true"#, #""training":false"#),
        (#""loss":true"#, #""loss":false"#), (#""loss":1"#, #""loss":0"#),
        (#""loss_weight":2"#, #""loss_weight":0"#), (#""loss_mask":1"#, #""loss_mask":0"#),
        (#""weight":1,"train":true"#, #""weight":0,"train":false,"loss":null"#),
    ]

    @Test(arguments: spellings)
    func flagsInEachSpelling(_ yes: String, _ no: String) throws {
        let row = Self.row([no, yes, no])
        for rule in [nil, LearnRule.marked] {
            #expect(try Self.learnt(row, rule) == ["1"])
            // An answer without a flag, or with one that says nothing, is learnt.
            #expect(try Self.learnt(Self.row([no, "", no]), rule) == ["1"])
            #expect(try Self.learnt(Self.row([no, #""weight":null"#, no]), rule) == ["1"])
        }
        #expect(try Self.learnt(row, .last) == ["2"])
        #expect(try Self.learnt(row, .all) == ["0", "1", "2"])
    }

    @Test func withoutFlags() throws {
        let row = Self.row(["", "", ""])
        #expect(try Self.learnt(row, nil) == ["0", "1", "2"])
        #expect(try Self.learnt(row, .marked) == ["0", "1", "2"])
        #expect(try Self.learnt(row, .last) == ["2"])
        #expect(try Self.learnt(row, .all) == ["0", "1", "2"])
    }

    @Test(arguments: spellings)
    func nothingLearnt(_ yes: String, _ no: String) throws {
        let row = Self.row([no, no, no])
        for rule in [nil, LearnRule.marked] {
            let error = try error(row) { $0.learn = rule }
            #expect(error.code == .nothingLearnt)
            #expect(error.message.contains("`learn: last` or `all`"))
        }
        // What the message advises.
        #expect(try Self.learnt(row, .last) == ["2"])
        #expect(try Self.learnt(row, .all) == ["0", "1", "2"])
    }

    /// What a prompt holds is only given, unless its flags or the recipe say otherwise.
    @Test func answersOfPrompts() throws {
        func row(_ flag: String) -> String {
            #"{"prompt":[\#(question),{"role":"assistant","content":"0"\#(flag)},\#(question)],"completion":[{"role":"assistant","content":"1"}]}"#
        }
        #expect(try Self.learnt(row(""), nil) == ["1"])
        #expect(try Self.learnt(row(""), .marked) == ["1"])
        #expect(try Self.learnt(row(""), .last) == ["1"])
        #expect(try Self.learnt(row(""), .all) == ["0", "1"])
        #expect(try Self.learnt(row(#","weight":1"#), nil) == ["0", "1"])
    }

    @Test func historyIsLearntToo() throws {
        let row = #"{"instruction":"q","output":"1","history":[["x","0"]]}"#
        #expect(try Self.learnt(row, nil) == ["0", "1"])
        #expect(try Self.learnt(row, .last) == ["1"])
    }

    /// Flags of other speakers are kept, and say nothing about answers.
    @Test func flagsOfOthers() throws {
        let messages = [#"{"role":"user","content":"q","weight":0}"#, #"{"role":"assistant","content":"0"}"#]
        let row = ConversationsTests.row(messages)
        for rule in [nil] + LearnRule.allCases { #expect(try Self.learnt(row, rule) == ["0"]) }
        #expect(try read(row).conversation.told[0] == "user: q weight=0")
    }

    @Test func whatIsLearntIsKnown() throws {
        func features(_ flags: [String]) throws -> Set<ConversationFeature> {
            try read(Self.row(flags)).conversation.features.subtracting([.earlierTurns])
        }
        #expect(try features([#""weight":0"#, ""]) == [.unlearntAnswer, .learnedFlags])
        #expect(try features(["", #""train":false"#]) == [.unlearntLastAnswer, .learnedFlags])
        #expect(try features([#""weight":1"#, #""weight":1"#]) == [.learnedFlags])
    }

    @Test(arguments: [
        (#""weight":"1""#, "weight", "neither a number nor a truth value"),
        (#""train":[true]"#, "train", "neither a number nor a truth value"),
        (#""weight":1,"train":false"#, "train", "contradict each other"),
        (#""loss":0,"loss_mask":1"#, "loss_mask", "contradict each other"),
    ])
    func flagsThatAreNone(_ flag: String, _ name: String, _ problem: String) throws {
        let row = Self.row(["", flag])
        let error = try error(row)
        #expect(error.code == .wrongType)
        #expect(error.field == name)
        #expect(error.message.contains("`\(name)`") && error.message.contains(problem))
        #expect(try read(row) { $0.ignored = [name] }.conversation.messages.count == 4)
    }
}
