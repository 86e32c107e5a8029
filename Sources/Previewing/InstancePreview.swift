import Conversations
import JSON
import Reports

/// An instance as a person looks at it: the row, the template, and what came of them.
package struct InstancePreview: Sendable {
    package var dataset: String
    package var template: String
    /// The name or path of the pack that the template stands in.
    package var pack: String
    package var place: RowLocation
    /// The record's number in its input, from 1.
    package var record: Int
    /// The row as it stands in the data.
    package var row: [JSONValue.Member]
    /// Texts that the recipe computes from the row, and words for label values.
    package var computed: [(field: String, text: String)] = []
    package var system: String?
    package var demonstrations: [(prompt: String, completion: String)] = []
    /// What it is, where it is no rendered task; prompt and completion tell it as two texts then.
    package var conversation: Conversation?
    package var prompt = MarkedText("", values: [])
    package var completion = MarkedText("", values: [])
    /// Why the row gives no instance through the template; nil if it gives one.
    package var problem: String?

    /// The texts of the row that may stand in the prompt and the completion.
    package var values: [(field: String, text: String)] {
        computed + row.compactMap { member in member.value.text.map { (member.key, $0) } }
    }
}

extension InstancePreview {
    /// The preview for machines: one object whose keys always stand in the same order. `computed`, `system`, `messages`, `tools` and
    /// `problem` stand only where there are some.
    package var json: JSONValue {
        .object([
            "dataset": .string(dataset), "template": .string(template), "pack": .string(pack),
            "source": .string(place.source), "line": .int(place.line), "record": .int(record), "row": .object(row),
            "computed": computed.isEmpty
                ? nil : .object(computed.map { JSONValue.Member(key: $0.field, value: .string($0.text)) }),
            "system": system.map { .string($0) },
            "messages": conversation.map { .array($0.messages.map(Self.json)) }, "tools": conversation?.tools,
            "demonstrations": .array(
                demonstrations.map {
                    .object(["prompt": .string($0.prompt), "completion": .string($0.completion)])
                }),
            "prompt": .string(prompt.text), "completion": .string(completion.text),
            "spans": .object(["prompt": Self.json(prompt.spans), "completion": Self.json(completion.spans)]),
            "problem": problem.map { .string($0) },
        ])
    }

    private static func json(_ message: Message) -> JSONValue {
        .object(
            [
                JSONValue.Member(key: "role", value: .string(message.role.rawValue)),
                JSONValue.Member(key: "content", value: message.content),
            ] + message.fields)
    }

    private static func json(_ spans: [MarkedText.Span]) -> JSONValue {
        .array(
            spans.map {
                .object([
                    "start": .int($0.range.lowerBound), "end": .int($0.range.upperBound), "field": .string($0.field),
                ])
            })
    }
}
