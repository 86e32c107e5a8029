import Conversations
import Testing

@testable import Prompting

@Suite struct ConversationTests {
    private func instance(
        _ row: String, fields: [(name: String, source: String)] = []
    ) throws -> (system: String?, turns: [String]) {
        var task = try makeTask([makeTemplate("|||")], transform: try RowTransform(fields: fields))
        task.kind = .instructions
        let found = try task.taking(row) { prompter, key in
            let instance = Instance()
            _ = try prompter.renderTemplates(key: key, into: instance) { _ in }
            let turns =
                instance.conversation?.turns.map(\.text)
                ?? [instance.prompt, instance.completion].map { String(decoding: $0, as: UTF8.self) }
            return (instance.system, turns)
        }
        return try #require(found)
    }

    @Test(arguments: [
        (#"{"instruction":"Add.","input":"1 and 2","output":"3"}"#, ["Add.\n\n1 and 2", "3"]),
        (#"{"instruction":"Add.","input":" ","output":" 3\n"}"#, ["Add.", " 3\n"]),
        (#"{"instruction":"Add.","context":"1 and 2","response":"3","category":"x"}"#, ["Add.\n\n1 and 2", "3"]),
        (#"{"instruction":"Add.","instances":[{"input":"1, 2","output":"3"}]}"#, ["Add.\n\n1, 2", "3"]),
        (#"{"prompt":"q","completion":"a"}"#, ["q", "a"]), (#"{"inputs":"q","targets":"a"}"#, ["q", "a"]),
        (#"{"question":"q","answer":"a"}"#, ["q", "a"]),
        (
            #"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"role":"user","content":"r"},{"role":"assistant","content":"b"}]}"#,
            ["q", "a", "r", "b"]
        ),
        (
            #"{"conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"a"}]}"#, ["q", "a"]
        ),
        (
            #"{"messages":[{"role":"user","content":[{"type":"text","text":"q"},{"type":"text","text":"r"}]},{"role":"assistant","content":"a"}]}"#,
            ["qr", "a"]
        ),
        (
            #"{"chosen":"\n\nHuman: q: Assistant: no\n\nmore\n\nAssistant: a\n\nHuman: r\n\nAssistant: b"}"#,
            ["q: Assistant: no\n\nmore", "a", "r", "b"]
        ),
        // The best replies, not the first; a deleted one is none, and a question that nobody answered goes.
        (
            #"{"prompt":{"text":"q","role":"prompter","replies":[{"text":"worse","role":"assistant","rank":1,"replies":[]},{"text":"a","role":"assistant","rank":0,"replies":[{"text":"gone","role":"prompter","deleted":true},{"text":"r","role":"prompter","rank":null,"replies":[{"text":"b","role":"assistant","replies":[{"text":"s","role":"prompter","replies":[]}]}]}]}]}}"#,
            ["q", "a", "r", "b"]
        ),
    ])
    func formsAreRecognised(_ row: String, _ turns: [String]) throws {
        #expect(try instance(row).turns == turns)
        #expect(try instance(row).system == nil)
    }

    @Test func systemMessagesAreKept() throws {
        let row =
            #"{"messages":[{"role":"system","content":"S"},{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#
        #expect(try instance(row).system == "S")
        #expect(try instance(#"{"instruction":"q","output":"a","system":"S"}"#).system == "S")
    }

    @Test func fieldsMakeOneOfTheForms() throws {
        let row = #"{"ask":"q","reply":["a","b"]}"#
        #expect(
            try instance(row, fields: [("prompt", "{{ ask }}"), ("completion", "{{ reply[0] }}")]).turns == ["q", "a"])
        let turns = "{{ [{'role': 'user', 'content': ask}, {'role': 'assistant', 'content': reply[1]}] }}"
        #expect(try instance(row, fields: [("messages", turns)]).turns == ["q", "b"])
    }

    @Test(arguments: [
        (#"{"prompt":{"text":"q","role":"prompter","replies":[]}}"#, PromptErrorCode.turnOrder),
        (#"{"prompt":{"text":"q","role":"stranger","replies":[]}}"#, .notAConversation),
        (#"{"a":"b"}"#, PromptErrorCode.notAConversation), (#"{"text":"Hello. Human: no"}"#, .notAConversation),
        (#"{"instruction":"q","instances":[]}"#, .notAConversation),
        (#"{"messages":[]}"#, .notAConversation), (#"{"messages":[{"role":"user"}]}"#, .emptyTurn),
        (#"{"messages":[{"role":"tool","content":"x"}]}"#, .turnOrder),
        (#"{"messages":[{"role":"user","content":"q"}]}"#, .turnOrder),
        (#"{"messages":[{"role":"assistant","content":"a"}]}"#, .turnOrder),
        (#"{"messages":[{"role":"user","content":"q"},{"role":"user","content":"r"}]}"#, .turnOrder),
        (
            #"{"messages":[{"role":"user","content":"q"},{"role":"system","content":"r"}]}"#, .turnOrder
        ),
        (#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":" \n"}]}"#, .emptyTurn),
        (#"{"prompt":"","completion":"a"}"#, .emptyTurn),
    ])
    func whatIsNoConversationIsRejected(_ row: String, _ code: PromptErrorCode) {
        do {
            _ = try instance(row)
            Issue.record("no error for \(row)")
        } catch let error as PromptError {
            #expect(error.code == code)
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test(arguments: [
        ("One.", 20, ["One."]), ("", 20, []), (" \n ", 20, []),
        ("One two. Three four.", 12, ["One two.", "Three four."]),
        ("One two\nthree four five", 14, ["One two", "three four", "five"]),
        ("First.\n\nSecond one. Third.", 20, ["First.\n\nSecond one.", "Third."]),
        ("unbreakable", 4, ["unbr", "eaka", "ble"]), ("ab cdefghijk", 8, ["ab", "cdefghij", "k"]),
        ("éé éé éé", 5, ["éé éé", "éé"]), ("A. B. C. D.", 5, ["A. B.", "C. D."]),
    ])
    func textsAreCutWhereItHurtsLeast(_ text: String, _ most: Int, _ pieces: [String]) {
        #expect(TextPieces.cut(text, most: most) == pieces)
    }

    @Test(arguments: 1..<40)
    func nothingIsLostInPieces(_ most: Int) {
        let text = String(
            repeating: "Some words, a sentence. Another one!\n\nA paragraph with a verylongwordinit\n", count: 5)
        let pieces = TextPieces.cut(text, most: most)
        #expect(pieces.allSatisfy { $0.unicodeScalars.count <= most && !$0.isEmpty })
        #expect(pieces.joined().filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace })
    }
}
