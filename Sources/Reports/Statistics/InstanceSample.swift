import JSON

/// An instance of a build beside the row that it was made of, for the report. Long texts are cut.
package struct InstanceSample: Sendable {
    /// Texts of more code points are cut.
    static let maxCharacters = 2000

    /// Where the row stands.
    package var place: RowLocation
    /// The row's number in its file, from 1.
    package var record: Int
    /// The template's name.
    package var template: String
    /// Whether that is inverted.
    package var isInverted: Bool
    /// How many demonstrations stand before it.
    package var demonstrations: Int
    /// The key of the row, as text.
    package var key: String
    private let row: JSONValue
    private let prompt, completion: String
    private let isCut: Bool

    /// - Parameter row: the row as it was read.
    package init(
        place: RowLocation, record: Int, template: String, isInverted: Bool, demonstrations: Int, key: String,
        row: JSONValue, prompt: String, completion: String
    ) {
        (self.place, self.record, self.template, self.key) = (place, record, template, key)
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
        self.prompt = cut(prompt)
        self.completion = cut(completion)
        self.isCut = isCut
    }

    var json: JSONValue {
        .object([
            "file": .string(place.source), "line": .int(place.line), "record": .int(record),
            "template": .string(template), "inverted": .bool(isInverted), "demonstrations": .int(demonstrations),
            "key": .string(key), "row": row, "prompt": .string(prompt), "completion": .string(completion),
            "truncated": .bool(isCut),
        ])
    }
}
