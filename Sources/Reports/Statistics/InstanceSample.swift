import JSON

/// An instance of a build beside the row that it was made of, for the report. Long texts are cut.
package struct InstanceSample: ManifestRecord {
    /// Texts of more code points are cut.
    static let maxCharacters = 2000
    /// Of conversations with more turns, the first are shown.
    static let maxTurns = 20

    private(set) var place = RowLocation(), template = "", isInverted = false, demonstrations = 0, key = ""
    private(set) var row = JSONValue.null, prompt = "", completion = "", isCut = false
    /// The turns of a conversation; none of a rendered task.
    private(set) var turns: [SampledTurn] = []

    static let fields: [Field<InstanceSample>] =
        RowLocation.fields.map { Field($0, of: \.place) } + [
            Field("template", .text, \.template, "The template's name."),
            Field("inverted", .flag, \.isInverted, "Whether that is inverted."),
            Field("demonstrations", .count, \.demonstrations, "How many demonstrations stand before it."),
            Field("key", .text, \.key, "The key of the row."),
            Field("row", .object, \.row, "The row as it was read."),
            Field("prompt", .text, \.prompt, "The prompt."),
            Field("completion", .text, \.completion, "The completion."),
            Field("turns", .list(.record()), \.turns, "The turns of a conversation.", if: { !$0.turns.isEmpty }),
            Field("truncated", .flag, \.isCut, "Whether long texts were cut."),
        ]

    init() {}

    /// The row's fields; none if it is not known.
    var members: [JSONValue.Member] { if case .object(let members) = row { members } else { [] } }

    package init(
        place: RowLocation, template: String, isInverted: Bool, demonstrations: Int, key: String,
        row: JSONValue, prompt: String, completion: String, turns: [SampledTurn] = []
    ) {
        (self.place, self.template, self.key) = (place, template, key)
        (self.isInverted, self.demonstrations) = (isInverted, demonstrations)
        var isCut = false
        func cut(_ text: String) -> String {
            let scalars = text.unicodeScalars
            guard
                let end = scalars.index(scalars.startIndex, offsetBy: Self.maxCharacters, limitedBy: scalars.endIndex),
                end < scalars.endIndex
            else { return text }
            isCut = true
            return String(scalars[..<end])
        }
        func cut(_ value: JSONValue) -> JSONValue {
            switch value {
            case .string(let text): return .string(cut(text))
            case .array, .object:
                // What is long inside of lists is shown as the beginning of its text.
                let text = ByteBuffer()
                value.write(to: text)
                return text.count > Self.maxCharacters ? .string(cut(text.string)) : value
            default: return value
            }
        }
        if case .object(let members) = row {
            self.row = .object(members.map { JSONValue.Member(key: $0.key, value: cut($0.value)) })
        } else {
            self.row = cut(row)
        }
        (self.prompt, self.completion) = (cut(prompt), cut(completion))
        if turns.count > Self.maxTurns { isCut = true }
        self.turns = turns.prefix(Self.maxTurns).map { turn in
            SampledTurn(
                speaker: turn.speaker, text: cut(turn.text), reasoning: cut(turn.reasoning), calls: cut(turn.calls))
        }
        self.isCut = isCut
    }
}

/// A turn of a conversation that is shown.
package struct SampledTurn: ManifestRecord {
    private(set) var speaker = "", text = "", reasoning = "", calls = ""

    init() {}

    /// - Parameters:
    ///   - reasoning: empty if there is none.
    ///   - calls: of tools, as JSON; empty if there are none.
    package init(speaker: String, text: String, reasoning: String, calls: String) {
        (self.speaker, self.text, self.reasoning, self.calls) = (speaker, text, reasoning, calls)
    }

    static let fields: [Field<SampledTurn>] = [
        Field("speaker", .text, \.speaker, "Who speaks."), Field("text", .text, \.text, "What is said."),
        Field("reasoning", .text, \.reasoning, "What was thought before.", if: { !$0.reasoning.isEmpty }),
        Field("calls", .text, \.calls, "Calls of tools, as JSON.", if: { !$0.calls.isEmpty }),
    ]
}

/// Where a row stands.
package struct RowLocation: ManifestRecord, Equatable {
    /// The input's name.
    package var source = ""
    /// The line on which the row starts, and its number in its file, both from 1; 0: unknown.
    package var line = 0, record = 0

    init() {}
    package init(source: String, line: Int, record: Int = 0) {
        (self.source, self.line, self.record) = (source, line, record)
    }

    static let fields: [Field<RowLocation>] = [
        Field("file", .text, \.source, "The row's file."),
        Field("line", .count, \.line, "The line on which it starts, from 1."),
        Field("record", .count, \.record, "Its number in the file, from 1."),
    ]

    /// `file:line`, and ` (record n)` behind it if that is known.
    package var text: String { source + (line > 0 ? ":\(line)" : "") + (record > 0 ? " (record \(record))" : "") }
}
