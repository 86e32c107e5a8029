/// A template in PromptSource's form, as a model has written it.
package struct TemplateDraft: Sendable, Equatable {
    /// Its name, without white space.
    package var name: String
    /// Its answer choices, divided by `|||`; nil: none.
    package var choices: String?
    /// Its Jinja source, in which `|||` divides prompt from completion.
    package var jinja: String

    package init(name: String, choices: String? = nil, jinja: String) {
        (self.name, self.choices, self.jinja) = (name, choices, jinja)
    }

    /// Reads templates: `Name:`, `Choices:` and `Template:`, with all that follows up to a line of three dashes or more. What stands
    /// inside a template is never taken for a label.
    ///
    /// - Returns: those that have a source with `|||` in it.
    static func parse(_ text: String) -> [TemplateDraft] {
        var drafts: [TemplateDraft] = []
        var parts: [String: String] = [:]
        var isSource = false
        func close() {
            if let draft = draft(parts) { drafts.append(draft) }
            (parts, isSource) = ([:], false)
        }
        for line in AnswerLine.unfenced(text).lines {
            let trimmed = line.trimmed
            if trimmed.count >= 3, trimmed.allSatisfy({ $0 == "-" }) {
                close()
            } else if isSource {
                parts["template"]! += "\n" + line
            } else if let (label, rest) = AnswerLine.label(line, ["name", "choices", "template"]) {
                parts[label] = rest
                isSource = label == "template"
            }
        }
        close()
        return drafts
    }

    private static func draft(_ parts: [String: String]) -> TemplateDraft? {
        let source = AnswerLine.unfenced((parts["template"] ?? "").trimmed)
        guard source.contains("|||") else { return nil }
        let marks: Set<Character> = ["`", "*", "\"", "'"]
        let words = (parts["name"] ?? "").filter { !marks.contains($0) }.split(whereSeparator: \.isWhitespace)
        let name = String(words.joined(separator: "_").prefix(80))
        let choices = (parts["choices"] ?? "").trimmed
        let isNone = choices.lowercased().filter(\.isLetter) == "none" || choices.isEmpty
        return TemplateDraft(name: name.isEmpty ? "unnamed" : name, choices: isNone ? nil : choices, jinja: source)
    }
}
