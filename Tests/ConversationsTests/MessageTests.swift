import Conversations
import JSON
import Testing

/// What messages may hold: roles, contents, calls of tools.
@Suite struct MessageTests {
    @Test(arguments: [
        ("system", "system"), ("developer", "developer"), ("System", "system"),
    ])
    func systemRoles(_ name: String, _ role: String) throws {
        let system = #"{"role":"\#(name)","content":"S"}"#
        let conversation = try read(row([system, question, answer])).conversation
        #expect(conversation.told == ["\(role): S", "user: q", "assistant: a"])
        #expect(conversation.system == "S")
        #expect(conversation.turns.map(\.text) == ["q", "a"])
    }

    @Test(arguments: ["user", "human", "prompter", "User", "HUMAN"])
    func rolesOfUsers(_ name: String) throws {
        #expect(try read(row([#"{"role":"\#(name)","content":"q"}"#, answer])).conversation.told[0] == "user: q")
        #expect(try read(row([#"{"from":"\#(name)","value":"q"}"#, answer])).conversation.told[0] == "user: q")
    }

    @Test(arguments: ["assistant", "gpt", "bot", "model", "chatgpt", "Assistant", "GPT"])
    func rolesOfAssistants(_ name: String) throws {
        #expect(
            try read(row([question, #"{"role":"\#(name)","content":"a"}"#])).conversation.told[1] == "assistant: a")
        #expect(try read(row([question, #"{"from":"\#(name)","value":"a"}"#])).conversation.told[1] == "assistant: a")
    }

    @Test(arguments: ["tool", "observation", "function", "ipython", "tool_response", "Tool"])
    func rolesOfTools(_ name: String) throws {
        let call = #"{"role":"assistant","content":null,"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}"#
        let result = #"{"role":"\#(name)","content":"1","tool_call_id":"c","name":"f"}"#
        #expect(
            try read(row([question, call, result, answer])).conversation.told[2]
                == #"tool: 1 tool_call_id="c" name="f""#)
    }

    /// Of the words for a speaker and for what he says, two go together as well as the others.
    @Test func namesOfFieldsAreMixed() throws {
        let messages = [#"{"role":"user","value":"q"}"#, #"{"from":"gpt","content":"a"}"#]
        #expect(try read(row(messages)).conversation.told == ["user: q", "assistant: a"])
    }

    /// Where a message has both names, the other one is a field like any.
    @Test func theOtherNameIsAField() throws {
        let messages = [#"{"role":"user","content":"q","from":"Ann","value":3}"#, answer]
        #expect(try read(row(messages)).conversation.told[0] == #"user: q from="Ann" value=3"#)
    }

    @Test func otherFieldsAreKeptInTheirOrder() throws {
        let messages = [
            #"{"z":[1.50],"role":"user","name":"Ann","content":"q"}"#,
            #"{"role":"assistant","content":"a","refusal":null,"annotations":[]}"#,
        ]
        let told = try read(row(messages)).conversation.told
        #expect(told == [#"user: q z=[1.50] name="Ann""#, "assistant: a refusal=null annotations=[]"])
        let less = try read(row(messages)) { $0.ignored = ["z", "refusal"] }.conversation.told
        #expect(less == [#"user: q name="Ann""#, "assistant: a annotations=[]"])
    }

    // MARK: Content parts

    @Test(arguments: [
        (#"[{"type":"text","text":"q"}]"#, "q"), (#"[{"type":"text","value":"q"}]"#, "q"),
        (#"[{"type":"text","text":"q"},{"type":"text","value":"r"}]"#, "qr"),
        (#"[{"type":"input_text","text":"q"},{"type":"output_text","text":"r"}]"#, "qr"),
        (#"[{"type":"image_url","image_url":{"url":"x.png"}},{"type":"text","text":"q"}]"#, "q"),
        (#"[{"type":"image","image":"x.png"}]"#, ""),
    ])
    func partsAreKeptAndTheirTextKnown(_ content: String, _ text: String) throws {
        let read = try read(row([#"{"role":"user","content":\#(content)}"#, answer]))
        #expect(read.conversation.messages[0].content == (try JSONValue(parsing: content)))
        #expect(read.conversation.messages[0].text == text)
    }

    @Test func partsOfATypeAreLeftOut() throws {
        let content = #"[{"type":"image","image":"x.png"},{"type":"text","text":"q"},{"type":"audio"}]"#
        let read = try read(row([#"{"role":"user","content":\#(content)}"#, answer])) { $0.ignored = ["image"] }
        #expect(read.conversation.told[0] == #"user: [{"type":"text","text":"q"},{"type":"audio"}]"#)
        #expect(read.conversation.features == [.part("audio"), .textParts])
    }

    @Test(arguments: [
        (#"{"type":"reasoning","text":"r"}"#), (#"{"type":"reasoning","value":"r"}"#),
        (#"{"type":"thinking","thinking":"r"}"#), (#"{"type":"thinking","text":"r"}"#),
    ])
    func partsOfReasoning(_ part: String) throws {
        let message = #"{"role":"assistant","content":[\#(part),{"type":"text","text":"a"}]}"#
        let conversation = try read(row([question, message])).conversation
        #expect(conversation.messages[1].reasoning == "r")
        #expect(conversation.messages[1].text == "a")
        #expect(conversation.features == [.reasoning, .textParts])
        #expect(conversation.completion == "<think>\nr\n</think>\n\na")
    }

    @Test(arguments: ["text", "value"])
    func partsThatAreCalls(_ name: String) throws {
        let part = #"{"type":"tool_call","\#(name)":"{\"name\":\"f\",\"arguments\":{\"x\":1}}"}"#
        let messages = [
            question, #"{"role":"assistant","content":[\#(part)]}"#, #"{"role":"tool","content":"1"}"#, answer,
        ]
        let conversation = try read(row(messages)).conversation
        #expect(conversation.messages[1].callsText == #"{"name":"f","arguments":{"x":1}}"#)
        #expect(conversation.features == [.calls, .earlierTurns, .textParts])
    }

    // MARK: Calls

    @Test(arguments: ["function_call", "tool_call"], ["from", "role"])
    func aTurnThatIsACall(_ role: String, _ name: String) throws {
        let value = name == "from" ? "value" : "content"
        func read(_ text: String) throws -> [String] {
            let call = #"{"\#(name)":"\#(role)","\#(value)":\#(JSONValue.string(text).line)}"#
            let result = #"{"from":"observation","value":"1"}"#
            return try ConversationsTests.read(row([question, call, result, answer])).conversation.told
        }
        func call(_ name: String, _ arguments: String) -> String {
            #"{"type":"function","function":{"name":"\#(name)","arguments":\#(arguments)}}"#
        }
        let rest = ["tool: 1", "assistant: a"]
        #expect(
            try read(#"{"name":"f","arguments":{"x":1.50}}"#)
                == ["user: q", #"assistant: null tool_calls=[\#(call("f", #"{"x":1.50}"#))]"#] + rest)
        #expect(
            try read(#"[{"name":"f","arguments":"{\"x\": 1}"},{"name":"g","parameters":{}},{"name":"h"}]"#)
                == [
                    "user: q",
                    #"assistant: null tool_calls=[\#(call("f", #""{\"x\": 1}""#)),\#(call("g", "{}")),\#(call("h", "{}"))]"#,
                ] + rest)
        #expect(
            try read("<think>\nwhy\n</think>\n\n{\"name\":\"f\"}")
                == ["user: q", "assistant: null reasoning_content=\"why\" tool_calls=[\(call("f", "{}"))]"] + rest)
    }

    @Test(arguments: [
        #""tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":{"x":1}}}]"#,
        #""tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"x\": 1}"}}]"#,
        #""tool_calls":[{"name":"f","arguments":{"x":1}}]"#, #""tool_calls":[{"name":"f","parameters":{"x":1}}]"#,
        #""function_call":{"name":"f","arguments":"{\"x\":1}"}"#,
    ])
    func callsInFields(_ field: String) throws {
        let call = #"{"role":"assistant","content":null,\#(field)}"#
        let conversation = try read(row([question, call, #"{"role":"tool","content":"1"}"#, answer])).conversation
        #expect(conversation.messages[1].calls.map(\.name) == ["f"])
        #expect(conversation.messages[1].callsText == #"{"name":"f","arguments":{"x":1}}"#)
        // As it came.
        #expect(
            conversation.told[1] == "assistant: null "
                + field.replacing("\":", with: "=", maxReplacements: 1).dropFirst())
    }

    @Test func severalCallsAreOneText() throws {
        let calls = #"[{"function":{"name":"f","arguments":{}}},{"function":{"name":"g","arguments":{"x":1}}}]"#
        let call = #"{"role":"assistant","content":"Wait.","tool_calls":\#(calls)}"#
        let conversation = try read(row([question, call])).conversation
        #expect(
            conversation.messages[1].callsText == #"[{"name":"f","arguments":{}},{"name":"g","arguments":{"x":1}}]"#)
        #expect(conversation.completion == "Wait.\n" + conversation.messages[1].callsText)
        #expect(conversation.features == [.calls, .textBesideCalls])
    }
}
