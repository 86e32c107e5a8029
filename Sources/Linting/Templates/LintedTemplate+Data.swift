import Prompting

/// What rules that look at rows ask about a template's source.
extension LintedTemplate {
    /// The names that pick an answer choice: `answer_choices[label]`.
    package var choiceIndexes: [String] {
        let marker = "answer_choices["
        var names: [String] = []
        for piece in pieces where piece.kind == .print || piece.kind == .statement {
            var rest = piece.content.replacing("answer_choices [", with: marker)[...]
            while let found = rest.firstRange(of: marker) {
                rest = rest[found.upperBound...]
                let name = rest.prefix { $0 != "]" }.split(separator: " ").joined(separator: " ")
                if TagContent.names(name) == [name], !names.contains(name) { names.append(name) }
            }
        }
        return names
    }

    /// Whether the template reckons with a field's being absent: it tests for it, or has a default.
    package func minds(_ name: String) -> Bool {
        pieces.contains { piece in
            guard piece.kind == .print || piece.kind == .statement else { return false }
            let content = piece.content.split(separator: " ").joined(separator: " ")
            let spaced = content.replacing(" |", with: "|").replacing("| ", with: "|")
            return content.contains("\(name) is defined") || content.contains("\(name) is not defined")
                || content.contains("\(name) is undefined") || spaced.contains("\(name)|default")
                || spaced.contains("\(name)|d(")
        }
    }

    /// Whether the template may divide its output.
    package var mayDivide: Bool { compiled?.separators != .topLevel(count: 0) }

    /// Whether the prompt's source may show choices.
    package var mayShowChoices: Bool { maySayChoices }

    /// Where a sentence of the text ends and a plain field follows directly: the field, and its tag's place in the source.
    package var sentenceBorders: [(name: String, offset: Int)] {
        zip(pieces, pieces.dropFirst()).compactMap { text, tag in
            let end = text.content.unicodeScalars.suffix(2)
            guard text.kind == .text, tag.kind == .print, TagContent.names(tag.content) == [tag.content],
                end.count == 2,
                let letter = end.first, let mark = end.last, letter.properties.isLowercase,
                mark == "." || mark == "?" || mark == "!"
            else { return nil }
            return (tag.content, tag.start)
        }
    }
}
