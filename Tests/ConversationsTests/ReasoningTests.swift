import Conversations
import JSON
import Testing

/// What becomes of what assistants thought before they answered.
@Suite struct ReasoningTests {
    private static func told(_ message: String, _ reasoning: Reasoning?) throws -> String {
        try read(row([question, message])) { $0.reasoning = reasoning }.conversation.told[1]
    }

    private static let tagged = "assistant: <think>\nr\ns\n</think>\n\n a\n"

    @Test(arguments: [
        #"{"role":"assistant","content":" a\n","reasoning_content":"r\ns"}"#,
        #"{"role":"assistant","content":" a\n","reasoning":"r\ns"}"#,
        #"{"role":"assistant","content":" a\n","thinking":"r\ns"}"#,
        #"{"role":"assistant","content":"<think>\nr\ns\n</think>\n\n a\n"}"#,
    ])
    func placesOfTexts(_ message: String) throws {
        #expect(try Self.told(message, Reasoning(.drop)) == "assistant:  a\n")
        #expect(try Self.told(message, Reasoning(.field)) == #"assistant:  a\#n reasoning_content="r\ns""#)
        #expect(
            try Self.told(message, Reasoning(.field, fieldName: "thinking")) == #"assistant:  a\#n thinking="r\ns""#)
        #expect(try Self.told(message, Reasoning(.tags)) == Self.tagged)
        // It stays where it is, and is known to be there where it has a field.
        let conversation = try read(row([question, message])).conversation
        #expect(try conversation.told == read(row([question, message])).conversation.told)
        #expect(conversation.completion == Self.tagged.dropFirst("assistant: ".count))
    }

    @Test(arguments: [
        #"[{"type":"reasoning","text":"r"},{"type":"text","text":"a"}]"#,
        #"[{"type":"thinking","thinking":"r"},{"type":"text","text":"a"}]"#,
    ])
    func placesOfParts(_ content: String) throws {
        let message = #"{"role":"assistant","content":\#(content)}"#
        let rest = #"{"type":"text","text":"a"}"#
        #expect(try Self.told(message, nil) == "assistant: " + content)
        #expect(try Self.told(message, Reasoning(.drop)) == "assistant: [\(rest)]")
        #expect(try Self.told(message, Reasoning(.field)) == #"assistant: [\#(rest)] reasoning_content="r""#)
        #expect(
            try Self.told(message, Reasoning(.tags))
                == #"assistant: [{"type":"text","text":"<think>\nr\n</think>\n\na"}]"#)
    }

    @Test func reasoningBesideACall() throws {
        let calls = #""tool_calls":[{"function":{"name":"f","arguments":"{}"}}]"#
        let told = "tool_calls=[{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]"
        let message = #"{"role":"assistant","content":null,\#(calls),"reasoning":"r"}"#
        #expect(try Self.told(message, Reasoning(.drop)) == "assistant: null \(told)")
        #expect(try Self.told(message, Reasoning(.field)) == #"assistant: null \#(told) reasoning_content="r""#)
        #expect(try Self.told(message, Reasoning(.tags)) == "assistant: <think>\nr\n</think>\n\n \(told)")
    }

    /// Tags that hold nothing, as models write that do not think.
    @Test func emptyTags() throws {
        let message = #"{"role":"assistant","content":"<think>\n\n</think>\n\na"}"#
        #expect(try Self.told(message, Reasoning(.drop)) == "assistant: a")
        #expect(try Self.told(message, Reasoning(.field)) == "assistant: a")
        #expect(try Self.told(message, Reasoning(.tags)) == "assistant: <think>\n\n</think>\n\na")
    }

    @Test(arguments: [
        "<think>r", "a <think>r</think>", "r</think>a", "<thinking>r</thinking>a",
    ])
    func textsThatOnlyLookLikeIt(_ text: String) throws {
        for place in Reasoning.Place.allCases {
            #expect(
                try Self.told(#"{"role":"assistant","content":"\#(text)"}"#, Reasoning(place)) == "assistant: " + text)
        }
    }

    /// Only assistants think.
    @Test func otherSpeakersAreLeftAlone() throws {
        let asked = #"{"role":"user","content":"<think>r</think>q"}"#
        let read = try read(row([asked, answer])) { $0.reasoning = Reasoning(.drop) }
        #expect(read.conversation.told[0] == "user: <think>r</think>q")
    }

    @Test(
        arguments: [
            "r", " r ", "r\n\ns", "<b>", "\"r\"", "🙂 é",
        ], ["a", " a", "a\n", "{{ a }}", "</think>"])
    func thereAndBack(_ reasoning: String, _ text: String) throws {
        let message = JSONValue.object([
            "role": "assistant", "content": .string(text), "reasoning_content": .string(reasoning),
        ]).line
        let inField = try Self.told(message, Reasoning(.field))
        let tagged = try read(row([question, message])) { $0.reasoning = Reasoning(.tags) }.conversation
        #expect(tagged.messages[1].fields == [])
        let again = row([question, #"{"role":"assistant","content":\#(tagged.messages[1].content.line)}"#])
        #expect(try read(again) { $0.reasoning = Reasoning(.field) }.conversation.told[1] == inField)
    }
}
