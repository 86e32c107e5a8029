import Diagnostics
import Prompting
import Records

extension TemplateTrial {
    /// Shorter completions stand in prompts by accident, in characters.
    static let shortestLeak = 3

    /// `answer-in-prompt`: the completion is the whole value of a field that the prompt prints as well, and stands there; of
    /// most rows, since a prompt may show the field changed (in lower case, say), which here and there changes nothing.
    var leakFindings: [Diagnostic] {
        guard !template.template.choicesInPrompt else { return [] }
        for field in template.sharedFields {
            let judged = renders.filter { render in
                render.completion.count >= Self.shortestLeak && trimmed(render.texts[field]) == render.completion
            }
            let leaks = judged.filter { $0.prompt.contains($0.completion) }
            guard leaks.count * 2 >= judged.count else { continue }
            if let first = leaks.first {
                return [
                    finding(
                        .answerInPrompt,
                        "the prompt shows `\(field)`, which is the completion, in \(rows(leaks.count))", first.example,
                        help: "print `\(field)` on one side of `|||` only")
                ]
            }
        }
        return []
    }

    private func trimmed(_ text: String?) -> String? {
        guard let text, let start = text.firstIndex(where: { !$0.isWhitespace }),
            let end = text.lastIndex(where: { !$0.isWhitespace })
        else { return nil }
        return String(text[start...end])
    }

    /// `missing-space`: a sentence of the template's text ends, and a value goes on with a capital letter.
    var borderFindings: [Diagnostic] {
        for border in template.sentenceBorders {
            let joined = renders.first { $0.texts[border.name]?.unicodeScalars.first?.properties.isUppercase ?? false }
            if let joined {
                let message = "a sentence ends, and `{{ \(border.name) }}` goes on without a space"
                return [
                    finding(
                        .missingSpace, message, at: border.offset, joined.example,
                        help: "put a space or a line break between them")
                ]
            }
        }
        return []
    }

    /// `inverted-answer-letter`: of most rows, the prompt, the completion or a field that the prompt prints is a letter.
    var inversionFindings: [Diagnostic] {
        guard template.template.isInverted, !renders.isEmpty else { return [] }
        func mostly(_ text: (Render) -> String?) -> Render? {
            let letters = renders.filter { text($0).map(isAnswerLetter) ?? false }
            return letters.count * 2 >= renders.count ? letters.first : nil
        }
        if let first = mostly(\.prompt) {
            return [shown(template.invertedAnswerLetter("the prompt is `\(first.prompt)`"), by: first.example)]
        }
        if let first = mostly(\.completion) {
            let message = "the completion is `\(first.completion)`"
            return [shown(template.invertedAnswerLetter(message), by: first.example)]
        }
        for name in Set(template.promptNames).sorted() where !template.mayShowChoices {
            if let first = mostly({ $0.texts[name] }) {
                let message = "the prompt starts from `\(name)`, which is `\(first.texts[name] ?? "")`"
                return [shown(template.invertedAnswerLetter(message), by: first.example)]
            }
        }
        return refusalFindings
    }

    /// `inversion-refused`, for each reason.
    private var refusalFindings: [Diagnostic] {
        InversionRefusal.allCases.compactMap { refusal in
            let refused = renders.filter { $0.refusal == refusal }
            return refused.first.map { first in
                finding(
                    .inversionRefused, "the inversion is refused: \(refusal.reason); so in \(rows(refused.count))",
                    first.example, help: "refuse such rows in `where`, or let the template give nothing for them")
            }
        }
    }

    /// `date-column`: all prompts, or all completions, look like dates.
    var dateFindings: [Diagnostic] {
        let columns: [(name: String, text: (Render) -> String)] = [("prompt", \.prompt), ("completion", \.completion)]
        return columns.compactMap { column in
            guard renders.count >= RowSample.rowsForDates,
                renders.allSatisfy({ DateText.matches(column.text($0)) })
            else { return nil }
            return finding(
                .dateColumn, "every \(column.name) looks like a date, such as `\(column.text(renders[0]))`",
                renders[0].example,
                help: "put words around it: loaders that guess types make timestamps of such columns")
        }
    }
}

extension DateText {
    /// Whether a text is a date, a time or both.
    static func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { matches(UnsafeRawBufferPointer($0)) }
    }
}
