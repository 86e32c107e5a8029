import Conversations
import JSON
import Testing

/// What stands beside the messages: the system message, tools, media, labels.
@Suite struct SurroundingTests {
    private static let forms = [
        #""messages":[\#(question),\#(answer)]"#, #""instruction":"q","output":"a""#, #""prompt":"q","completion":"a""#,
        #""prompt":[\#(question)],"completion":[\#(answer)]"#, #""question":"q","answer":"a""#,
        #""conversation":"Human: q\n\nAssistant: a""#,
    ]

    @Test(arguments: forms, ["system", "system_prompt"])
    func systemColumns(_ form: String, _ name: String) throws {
        let read = try read(#"{\#(form),"\#(name)":" S\n"}"#)
        #expect(read.conversation.told == ["system:  S\n", "user: q", "assistant: a"])
        #expect(read.unread == [])
        for nothing in [#""""#, "null"] {
            let read = try ConversationsTests.read(#"{\#(form),"\#(name)":\#(nothing)}"#)
            #expect(read.conversation.told == ["user: q", "assistant: a"])
            #expect(read.unread == [])
        }
    }

    @Test func aSystemColumnComesBeforeTheHistory() throws {
        let read = try read(#"{"instruction":"q","output":"a","history":[["x","y"]],"system":"S"}"#)
        #expect(read.conversation.told == ["system: S", "user: x", "assistant: y", "user: q", "assistant: a"])
    }

    @Test(arguments: ["system", "developer"])
    func theSameSystemMessageMayStandTwice(_ role: String) throws {
        let messages = [#"{"role":"\#(role)","content":"S"}"#, question, answer]
        let read = try read(row(messages, #""system":"S","system_prompt":"S""#))
        #expect(read.conversation.told == ["\(role): S", "user: q", "assistant: a"])
    }

    // MARK: Tools

    private static let tools = #"[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]"#

    @Test(arguments: ["tools", "functions"], forms)
    func toolsAsAListAndAsText(_ name: String, _ form: String) throws {
        let list = try JSONValue(parsing: Self.tools)
        let asList = try read(#"{\#(form),"\#(name)":\#(Self.tools)}"#)
        #expect(asList.conversation.tools == list)
        #expect(asList.unread == [])
        let text = JSONValue.string(" " + Self.tools)
        let asText = try read(#"{\#(form),"\#(name)":\#(text.line)}"#)
        #expect(asText.conversation.tools == text)
        #expect(asText.conversation.toolList == list)
        #expect(asText.conversation.features.contains(.tools))
    }

    @Test(arguments: ["[]", #""""#, #"" ""#, #""[]""#, #""null""#, "null"])
    func noTools(_ tools: String) throws {
        let read = try read(row([question, answer], #""tools":\#(tools)"#))
        #expect(read.conversation.tools == nil)
        #expect(read.unread == [])
        #expect(read.conversation.features == [])
        // Others may stand under the older name.
        let second = try ConversationsTests.read(
            row([question, answer], #""tools":\#(tools),"functions":[{"name":"f"}]"#))
        #expect(second.conversation.tools?.line == #"[{"name":"f"}]"#)
    }

    // MARK: Media and the like

    @Test(arguments: [
        ("images", #"["x.png"]"#), ("image", #""x.png""#), ("videos", #"["x.mp4"]"#), ("video", #"{"path":"x"}"#),
        ("audios", #"["x.wav"]"#), ("audio", #"{"bytes":null,"path":"x.wav"}"#), ("documents", #"[{"title":"t"}]"#),
        ("chat_template_kwargs", #"{"enable_thinking":false}"#), ("parallel_tool_calls", "false"),
    ])
    func fieldsThatBelongToTheConversation(_ name: String, _ value: String) throws {
        for form in Self.forms {
            let read = try read(#"{\#(form),"\#(name)":\#(value)}"#)
            #expect(read.conversation.fields.map(\.key) == [name])
            #expect(read.conversation.fields[0].value.line == value)
            #expect(read.conversation.features == [.rowField(name)])
            #expect(read.unread == [])
        }
        for nothing in ["null", "[]"] {
            #expect(try read(row([question, answer], #""\#(name)":\#(nothing)"#)).conversation.fields == [])
        }
        let without = try read(row([question, answer], #""\#(name)":\#(value)"#)) { $0.ignored = [name] }
        #expect(without.conversation.fields == [])
        #expect(without.unread == [])
    }

    // MARK: Labels

    @Test(arguments: ["label", "kto_tag"])
    func goodAnswersAreTaken(_ name: String) throws {
        for good in ["true", #""true""#, #""True""#] {
            for form in Self.forms {
                let read = try read(#"{\#(form),"\#(name)":\#(good)}"#)
                #expect(read.conversation.told == ["user: q", "assistant: a"])
                #expect(read.unread == [])
            }
        }
    }

    /// A label that says nothing about the answer is a field like others.
    @Test(arguments: [#""sport""#, "2", #"["x"]"#])
    func labelsOfAnotherKindAreUnread(_ label: String) throws {
        #expect(try read(#"{"prompt":"q","completion":"a","label":\#(label)}"#).unread == ["label"])
    }
}
