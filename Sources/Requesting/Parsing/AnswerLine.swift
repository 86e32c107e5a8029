/// Finds labels such as `Input:` at the start of lines, whatever marks models put around them.
enum AnswerLine {
    /// What may stand before a label: marks of lists, quotes, headings and emphasis, numbers of items.
    private static func isMark(_ character: Character) -> Bool {
        character.isWhitespace || character.isASCII && character.isNumber || "*_#>-.)(\"'`".contains(character)
    }

    /// The label that a line begins with, and what stands behind it.
    ///
    /// - Parameter labels: in lower case.
    /// - Returns: nil if it begins with none of them and a colon. Emphasis and a number may stand between the two.
    static func label(_ line: some StringProtocol, _ labels: [String]) -> (label: String, rest: String)? {
        let text = line.drop(while: isMark)
        for label in labels where text.prefix(label.count).lowercased() == label {
            let behind = text.dropFirst(label.count).drop(while: isMark)
            guard behind.first == ":" else { continue }
            // Emphasis around the label ends behind the colon.
            let rest = behind.dropFirst().drop { $0 == "*" || $0 == "_" }
            return (label, rest.trimmed)
        }
        return nil
    }

    /// The text inside a code fence that holds all of it; else the text.
    static func unfenced(_ text: String) -> String {
        let lines = text.trimmed.lines
        guard lines.count >= 2, lines[0].hasPrefix("```"), lines[lines.count - 1].trimmed == "```" else { return text }
        return lines[1..<lines.count - 1].joined(separator: "\n").trimmed
    }
}
