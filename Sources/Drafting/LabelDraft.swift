import JSON

/// The field that looks like a label, and how a template completes with it.
struct LabelDraft {
    let field: DraftField
    /// Jinja source of the answer choices; nil if the values cannot stand in a list.
    let answerChoices: String?
    /// What the template prints as the answer.
    let completion: String
    /// What is to be told about it in the pack.
    let notes: [String]

    private static let names = [
        "label", "labels", "gold_label", "class", "category", "intent", "sentiment", "polarity", "topic", "emotion",
        "stance", "coarse_label", "fine_label", "rating", "stars", "score", "type", "tag",
    ]

    /// Chooses among fields: a name that labels have comes first, else the last field with few values.
    init?(among fields: [DraftField]) {
        let known = Self.names.lazy.compactMap { name in
            fields.first { $0.name.lowercased() == name && Self.fits($0, isNamed: true) }
        }
        guard let field = known.first ?? fields.last(where: { Self.fits($0, isNamed: false) }),
            let values = field.values
        else { return nil }
        self.field = field
        let name = field.name
        let numbers = values.compactMap(DraftField.number)
        if field.type == "boolean" {
            answerChoices = "no ||| yes"
            completion = "{{ answer_choices[1 if \(name) else 0] }}"
            notes = ["Put words that answer your question in the place of no and yes."]
        } else if numbers.count == values.count, let first = numbers.first {
            answerChoices = numbers.map { "\(field.word) \($0)" }.joined(separator: " ||| ")
            let value = field.type == "string" ? "\(name) | int" : name
            let isRun = numbers == Array(first..<first + numbers.count)
            if isRun, first == 0 {
                completion = "{{ answer_choices[\(value)] }}"
            } else {
                let words = numbers.enumerated().map { "\($1): answer_choices[\($0)]" }.joined(separator: ", ")
                completion = "{{ {\(words)}[\(value)] }}"
            }
            notes = [
                "Put what the numbers mean in the place of \"\(field.word) \(first)\" and so on, in this order;",
                "values that are not among these would be rejected.",
            ]
        } else {
            let words = values.compactMap(\.text)
            let areListable = words.count == values.count && words.allSatisfy(Self.isListable)
            answerChoices = areListable ? words.joined(separator: " ||| ") : nil
            completion = "{{ \(name) }}"
            notes = [
                "The answer is the value as it stands in the data; a recipe's `labels` put other words in its place,",
                "which the answer choices must then name, too.",
            ]
        }
    }

    /// A word that stands between `|||` as it is.
    private static func isListable(_ word: String) -> Bool { !word.utf8.contains { "|{#\n\r".utf8.contains($0) } }

    private static func fits(_ field: DraftField, isNamed: Bool) -> Bool {
        guard field.isReadable, !field.isAside, let type = field.type, let values = field.values, !values.isEmpty,
            ["string", "integer", "boolean"].contains(type),
            values.allSatisfy({ ($0.text?.unicodeScalars.count ?? 0) <= 60 })
        else { return false }
        if isNamed { return true }
        guard values.count >= 2, 2 * values.count <= field.report.present else { return false }
        let numbers = values.compactMap(DraftField.number)
        // Numbers without a gap from 0 or 1 on look like classes; years and ages do not.
        return numbers.isEmpty
            || numbers.count == values.count && (0...1).contains(numbers[0])
                && numbers[numbers.count - 1] - numbers[0] == numbers.count - 1
    }
}
