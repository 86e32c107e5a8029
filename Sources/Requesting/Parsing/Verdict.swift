/// Yes or no in a model's text.
enum Verdict {
    /// Reads `Yes`, `**No.**`, `No, because …`, `The answer is: yes`.
    ///
    /// - Returns: what the first word says, else the last one; nil if neither is yes or no.
    static func parse(_ text: String) -> Bool? {
        let words = AnswerLine.unfenced(text).lowercased().split { !$0.isLetter }
        for word in [words.first, words.last] {
            if word == "yes" { return true }
            if word == "no" { return false }
        }
        return nil
    }
}
