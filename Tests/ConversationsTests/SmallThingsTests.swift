import Conversations
import JSON
import Testing

/// Small things that rows say, none of which may be lost unseen.
@Suite struct SmallThingsTests {
    @Test func whatStandsInsideOfFieldsIsToldToStayBehind() throws {
        let instruct = #"{"instruction":"q","instances":[{"input":"i","output":"a","extra":"E","none":null}]}"#
        #expect(try read(instruct).unread == ["instances.extra"])
        let tree =
            #"{"prompt":{"text":"q","role":"prompter","labels":{},"replies":[{"text":"a","role":"assistant","rank":0,"lang":"en"}]}}"#
        #expect(try read(tree).unread == ["prompt.labels", "prompt.lang"])
    }

    /// What is looked at and not taken has not been read.
    @Test func whatIsOnlyTriedIsUnread() throws {
        #expect(try read(#"{"prompt":"Q2","instruction":"Q1","completion":"C"}"#).unread == ["prompt"])
        #expect(try read(#"{"text":"t","dialogue":"Human: a\n\nAssistant: b"}"#).unread == ["text"])
    }

    @Test func lineEndsOfAnyKindDivideDialogues() throws {
        let text = #"{"text":"Human: q\r\n\r\nAssistant: a1\r\n\r\nHuman: q2\n\nAssistant: a2"}"#
        #expect(try read(text).conversation.messages.map(\.text) == ["q", "a1", "q2", "a2"])
    }

    @Test func cellsOfTablesMayHoldJSON() throws {
        let row =
            #"{"prompt":"[{\"role\":\"user\",\"content\":\"q\"}]","completion":"[{\"role\":\"assistant\",\"content\":\"a\"}]","images":"[\"x.png\"]","videos":""}"#
        let conversation = try read(row).conversation
        #expect(conversation.told == ["user: q", "assistant: a"])
        #expect(conversation.fields.map { $0.key + $0.value.line } == [#"images["x.png"]"#])
        #expect(try read(#"{"prompt":"q","outputs":"[\"a\",\"b\"]"}"#).conversation.completion == "b")
        #expect(try read(#"{"prompt":"q","completion":"[1, 2]"}"#).conversation.completion == "[1, 2]")
    }

    @Test func reasoningOverwritesNoOtherField() throws {
        let message = #"{"role":"assistant","content":"a","reasoning_content":"r","cot":"old"}"#
        let failure = try error(row([question, message])) { $0.reasoning = Reasoning(.field, fieldName: "cot") }
        #expect(failure.field == "cot")
    }

    @Test func nullsSayNothing() throws {
        #expect(try read(#"{"prompt":"q","completion":"a","id":null,"options":null}"#).unread.isEmpty)
        let message = #"{"role":"assistant","content":"a","refusal":null,"annotations":[],"weight":null}"#
        #expect(try read(row([question, message])).conversation.features.isEmpty)
        let merged = #"{"role":null,"from":"gpt","content":null,"value":"a"}"#
        #expect(try read(row([question, merged])).conversation.told == ["user: q", "assistant: a"])
    }

    /// What other forms than messages cannot carry has a name of its own.
    @Test(arguments: [
        (#"{"role":"assistant","content":"a","weight":0.5}"#, "message.weight"),
        (#"{"role":"assistant","content":"a","reasoning":{"t":1}}"#, "message.reasoning"),
        (#"{"role":"assistant","content":null,"refusal":"No."}"#, "message.refusal"),
        (#"{"role":"assistant","content":[{"type":"text","text":"a","train":false}]}"#, "message.content.train"),
        (
            #"{"role":"assistant","content":null,"tool_calls":[{"function":{"name":"f","arguments":"{}","strict":true}}]}"#,
            "message.tool_calls.strict"
        ),
    ])
    func whatIsSpecialIsAFeature(_ message: String, _ feature: String) throws {
        #expect(try read(row([question, message])).conversation.features.map(\.name).contains(feature))
    }

    @Test func oneCallToldTwiceIsOne() throws {
        let call = #"{"name":"f","arguments":"{}"}"#
        let message =
            #"{"role":"assistant","content":null,"tool_calls":[{"id":"c","function":\#(call)}],"function_call":\#(call)}"#
        #expect(try read(row([question, message])).conversation.messages[1].calls.count == 1)
        let turn = #"{"from":"function_call","value":"[{\"name\":\"f\",\"arguments\":{},\"id\":\"c1\"}]"}"#
        #expect(try read(row([question, turn])).conversation.told[1].contains(#""id":"c1""#))
    }

    @Test func reasoningInSeveralPlacesIsJoined() throws {
        let message = #"{"role":"assistant","content":"<think>x</think>a","thinking":"r","reasoning":"r"}"#
        let told = try read(row([question, message])) { $0.reasoning = Reasoning(.field) }.conversation.told[1]
        #expect(told == #"assistant: a reasoning_content="r\nx""#)
        let part = #"{"role":"assistant","content":[{"type":"text","text":"<think>r</think>a"}]}"#
        #expect(
            try read(row([question, part])) { $0.reasoning = Reasoning(.drop) }.conversation.told[1]
                == #"assistant: [{"type":"text","text":"a"}]"#)
        // Without its reasoning it would be an empty answer.
        let only = row([question, #"{"role":"assistant","content":"<think>only</think>"}"#])
        #expect(try error(only) { $0.reasoning = Reasoning(.drop) }.code == .emptyTurn)
    }

    @Test(arguments: [
        (#"{"messages":[\#(question),\#(answer)],"chosen":"a","rejected":"b"}"#, "preference"),
        (#"{"prompt":"q","chosen":"a","rejected":"b"}"#, #"`fields: {completion: "{{ chosen }}"}`"#),
        (#"{"chosen":[\#(question),\#(answer)],"rejected":[]}"#, #"`fields: {messages: "{{ chosen }}"}`"#),
        (#"{"input":{},"preferred_output":[],"non_preferred_output":[]}"#, "preference"),
        (#"{"question":"q"}"#, "called `answer`"),
        (#"{"question":"q","answer":{"x":1}}"#, "`fields` can make one of it"),
        (#"{"messages":[\#(question),\#(answer)],"tools":"{\"a\":1}"}"#, "that of a list is wanted"),
    ])
    func errorsNameTheTrueWayOut(_ row: String, _ words: String) throws {
        let message = try error(row).message
        #expect(message.contains(words), "\(message)")
        #expect(!message.contains("ignore: [answer]"))
    }

    @Test func flagsThatAreNotHeededMayBeAnything() throws {
        let messages = row([question, #"{"role":"assistant","content":"a","weight":"1"}"#])
        #expect(try error(messages).message.contains("`ignore: [weight]`"))
        #expect(try read(messages) { $0.learn = .last }.conversation.messages[1].isTarget)
    }

    @Test func textsAreMadeOfNumbersEverywhere() throws {
        for row in [
            #"{"prompt":"q","outputs":[1,2]}"#, #"{"instruction":"q","instances":[{"input":1,"output":2}]}"#,
            #"{"instruction":"q","output":"2","history":[["x",1]]}"#,
        ] {
            #expect(try error(row).message.contains("`stringify: true`"))
            #expect(try read(row) { $0.stringifies = true }.conversation.completion == "2")
        }
    }
}
