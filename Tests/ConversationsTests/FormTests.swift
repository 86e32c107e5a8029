import Conversations
import Testing

/// The forms of rows that the README lists.
@Suite struct FormTests {
    @Test(arguments: [
        // Messages under each of their names, and as JSON text.
        (row([question, answer]), ["user: q", "assistant: a"]),
        (#"{"conversations":[\#(question),\#(answer)]}"#, ["user: q", "assistant: a"]),
        (#"{"conversation":[\#(question),\#(answer)]}"#, ["user: q", "assistant: a"]),
        (#"{"messages":null,"conversation":[\#(question),\#(answer)]}"#, ["user: q", "assistant: a"]),
        (
            #"{"messages":" [{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}]"}"#,
            ["user: q", "assistant: a"]
        ),
        // Instructions.
        (#"{"instruction":"q","output":"a"}"#, ["user: q", "assistant: a"]),
        (#"{"instruction":"q","input":"i","output":"a"}"#, ["user: q\n\ni", "assistant: a"]),
        (#"{"instruction":"q","input":"","output":"a"}"#, ["user: q", "assistant: a"]),
        (#"{"instruction":"q","input":null,"output":"a"}"#, ["user: q", "assistant: a"]),
        (#"{"instruction":"q","context":"c","response":"a"}"#, ["user: q\n\nc", "assistant: a"]),
        (#"{"instruction":"q","input":"i","context":"c","output":"a"}"#, ["user: q\n\ni\n\nc", "assistant: a"]),
        (#"{"instruction":"q","completion":"a"}"#, ["user: q", "assistant: a"]),
        (#"{"instruction":"q","answer":"a"}"#, ["user: q", "assistant: a"]),
        (#"{"query":"q","response":"a"}"#, ["user: q", "assistant: a"]),
        (#"{"query":"q","input":"i","output":"a"}"#, ["user: q\n\ni", "assistant: a"]),
        (#"{"query":"q","context":"c","output":"a"}"#, ["user: q\n\nc", "assistant: a"]),
        (#"{"instruction":"q","instances":[{"input":"i","output":"a"}]}"#, ["user: q\n\ni", "assistant: a"]),
        (#"{"instruction":"q","instances":[{"input":"","output":"a"}]}"#, ["user: q", "assistant: a"]),
        // Several outputs, of which one is chosen.
        (#"{"instruction":"q","outputs":["a","b"]}"#, ["user: q", "assistant: b"]),
        (#"{"instruction":"q","input":"i","outputs":["a"]}"#, ["user: q\n\ni", "assistant: a"]),
        (#"{"prompt":"q","outputs":["a","b"]}"#, ["user: q", "assistant: b"]),
        // Pairs.
        (#"{"prompt":"q","completion":"a"}"#, ["user: q", "assistant: a"]),
        (#"{"prompt":"q","response":"a"}"#, ["user: q", "assistant: a"]),
        (#"{"prompt":"q","context":"c","response":"a"}"#, ["user: q\n\nc", "assistant: a"]),
        (#"{"inputs":"q","targets":"a"}"#, ["user: q", "assistant: a"]),
        (#"{"question":"q","answer":"a"}"#, ["user: q", "assistant: a"]),
        (#"{"question":"q","response":"a"}"#, ["user: q", "assistant: a"]),
        (#"{"question":"q","context":"c","answer":"a"}"#, ["user: q\n\nc", "assistant: a"]),
        // Pairs of messages.
        (#"{"prompt":[\#(question)],"completion":[\#(answer)]}"#, ["user: q", "assistant: a"]),
        (#"{"prompt":[\#(question)],"completion":"a"}"#, ["user: q", "assistant: a"]),
        (#"{"prompt":"q","completion":[\#(answer)]}"#, ["user: q", "assistant: a"]),
        (
            #"{"question":[{"from":"human","value":"q"}],"answer":[{"from":"gpt","value":"a"}]}"#,
            ["user: q", "assistant: a"]
        ),
        (
            #"{"prompt":[\#(question),\#(answer),\#(question)],"completion":[\#(answer)]}"#,
            ["user: q", "assistant(given): a", "user: q", "assistant: a"]
        ),
        // Texts of two speakers.
        (#"{"conversation":"Human: q\n\nAssistant: a"}"#, ["user: q", "assistant: a"]),
        (#"{"text":"\n\nHuman: q\nmore\n\nAssistant: a\n"}"#, ["user: q\nmore", "assistant: a"]),
        (#"{"transcript":"Human: q\n\nAssistant: a"}"#, ["user: q", "assistant: a"]),
        (#"{"dialogue":"Human: q\n\nAssistant: a"}"#, ["user: q", "assistant: a"]),
    ])
    func everyFormIsRead(_ row: String, _ told: [String]) throws {
        let read = try read(row)
        #expect(read.conversation.told == told)
        #expect(read.unread == [])
        #expect(read.repairs == [])
    }

    /// White space in contents is data.
    @Test(arguments: [
        row([#"{"role":"user","content":"  q\n"}"#, #"{"role":"assistant","content":"\ta\n\n"}"#]),
        #"{"prompt":"  q\n","completion":"\ta\n\n"}"#, #"{"instruction":"  q\n","output":"\ta\n\n"}"#,
        #"{"instruction":"  q\n","input":" \n","outputs":["\ta\n\n"]}"#,
    ])
    func whiteSpaceIsKept(_ row: String) throws {
        #expect(try read(row).conversation.told == ["user:   q\n", "assistant: \ta\n\n"])
    }

    @Test(arguments: [
        (#"[["x","y"]]"#, ["user: x", "assistant: y"]),
        (#"[["x","y"],["v","w"]]"#, ["user: x", "assistant: y", "user: v", "assistant: w"]),
        (#"[{"role":"user","content":"x"},{"role":"assistant","content":"y"}]"#, ["user: x", "assistant: y"]),
        (#"[{"from":"human","value":"x"},{"from":"gpt","value":"y"}]"#, ["user: x", "assistant: y"]),
        ("[]", []), ("null", []),
    ])
    func historyComesBeforeTheQuestion(_ history: String, _ turns: [String]) throws {
        for form in [
            #""instruction":"q","output":"a""#, #""query":"q","response":"a""#, #""prompt":"q","completion":"a""#,
        ] {
            let read = try read(#"{\#(form),"history":\#(history)}"#)
            #expect(read.conversation.told == turns + ["user: q", "assistant: a"])
            #expect(read.unread == [])
        }
    }

    /// The text that an instruction is about is known to be that.
    @Test func theInputIsKnown() throws {
        let row = #"{"instruction":"q","input":"i","context":"c","output":"a"}"#
        #expect(try read(row).conversation.messages[0].input == "i\n\nc")
        #expect(try read(#"{"instruction":"q","input":"  ","output":"a"}"#).conversation.messages[0].input == nil)
    }

    /// A form with an answer is taken, whatever other question the row has.
    @Test func aFieldThatIsNoPartOfTheFormIsUnread() throws {
        let read = try read(#"{"id":1,"prompt":"q","completion":"a","question":"r","more":{"x":1}}"#)
        #expect(read.conversation.told == ["user: q", "assistant: a"])
        #expect(read.unread == ["id", "question", "more"])
    }
}
