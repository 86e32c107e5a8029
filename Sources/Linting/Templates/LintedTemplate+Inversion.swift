import Diagnostics
import Prompting

extension LintedTemplate {
    /// `inverts-missing`, and `inverted-answer-letter` where the answer choices are letters.
    var inversionFindings: [Diagnostic] {
        guard template.isInverted else { return [] }
        var found: [Diagnostic] = []
        if template.inverts == nil {
            found.append(
                finding(
                    .invertsMissing, "the template is inverted, and does not say what it inverts",
                    help: "add to its metadata, for example inverts: answer to question"))
        }
        if let choices = plainChoices, !choices.isEmpty, choices.allSatisfy(isAnswerLetter),
            promptPieces.contains(where: { $0.kind == .print && $0.content.contains("answer_choices[") })
        {
            found.append(invertedAnswerLetter("the prompt starts from an answer choice such as `\(choices[0])`"))
        }
        return found
    }

    /// The finding that an inverted template starts from, or asks for, a mere letter.
    package func invertedAnswerLetter(_ message: String) -> Diagnostic {
        finding(
            .invertedAnswerLetter, message + ", a mere letter that says nothing without its options",
            help: "print the text of the answer in its place")
    }
}
