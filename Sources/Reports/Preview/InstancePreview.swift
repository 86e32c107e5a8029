import JSON

/// An instance as a person looks at it: the row, the template, and what came of them.
public struct InstancePreview: Sendable {
    /// The dataset's name.
    public var dataset: String
    /// The template's name.
    public var template: String
    /// The name or path of the pack that the template stands in.
    public var pack: String
    /// Where the row stands.
    public var place: RowPlace
    /// The record's number in its input, from 1.
    public var record: Int
    /// The row as it stands in the data.
    public var row: [JSONValue.Member]
    /// Texts that the recipe computes from the row, and words for label values.
    public var computed: [(field: String, text: String)] = []
    /// The system message.
    public var system: String?
    /// Solved examples that stand before the prompt.
    public var demonstrations: [(prompt: String, completion: String)] = []
    /// The questions and answers that came before it in its conversation.
    public var history: [(prompt: String, completion: String)] = []
    /// What asks.
    public var prompt = MarkedText("", values: [])
    /// What is to be learnt.
    public var completion = MarkedText("", values: [])
    /// Why the row gives no instance through the template; nil if it gives one.
    public var problem: String?

    /// A row and a template, of which nothing has come yet.
    public init(
        dataset: String, template: String, pack: String, place: RowPlace, record: Int, row: [JSONValue.Member]
    ) {
        self.dataset = dataset
        self.template = template
        self.pack = pack
        self.place = place
        self.record = record
        self.row = row
    }

    /// The texts of the row that may stand in the prompt and the completion.
    public var values: [(field: String, text: String)] {
        computed + row.compactMap { member in member.value.text.map { (member.key, $0) } }
    }
}

extension InstancePreview {
    /// The preview for machines: one object whose keys always stand in the same order. `computed`, `system`, `history` and `problem`
    /// stand only where there are some.
    public var json: JSONValue {
        .object([
            "dataset": .string(dataset), "template": .string(template), "pack": .string(pack),
            "source": .string(place.source), "line": .int(place.line), "record": .int(record), "row": .object(row),
            "computed": computed.isEmpty
                ? nil : .object(computed.map { JSONValue.Member(key: $0.field, value: .string($0.text)) }),
            "system": system.map { .string($0) },
            "history": history.isEmpty
                ? nil
                : .array(
                    history.map { .object(["prompt": .string($0.prompt), "completion": .string($0.completion)]) }),
            "demonstrations": .array(
                demonstrations.map {
                    .object(["prompt": .string($0.prompt), "completion": .string($0.completion)])
                }),
            "prompt": .string(prompt.text), "completion": .string(completion.text),
            "spans": .object(["prompt": Self.json(prompt.spans), "completion": Self.json(completion.spans)]),
            "problem": problem.map { .string($0) },
        ])
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
