import Diagnostics
import Prompting

/// What the two sides of `|||` tell: whether there are two, and what both show.
extension LintedTemplate {
    /// `render-fails` of templates that do not compile, `no-separator` and `too-many-parts`.
    var separatorFindings: [Diagnostic] {
        guard let compiled else {
            guard let error = compileError else { return [] }
            var found = finding(.renderFails, error.message, help: error.help)
            found.location = error.location ?? found.location
            return [found]
        }
        switch compiled.separators {
        case .topLevel(count: 0):
            return [
                finding(
                    .noSeparator, "nothing divides the prompt from the completion",
                    help: "write PROMPT ||| COMPLETION")
            ]
        case .topLevel(count: 2...):
            let second = pieces.filter { $0.kind == .separator }.dropFirst().first
            return [
                finding(
                    .tooManyParts, "more than one `|||` divides the template", at: second?.start,
                    help: "leave only the one between the prompt and the completion")
            ]
        default: return []
        }
    }

    /// `answer-in-prompt`, as far as the source tells: the completion is one `{{ field }}`, and so is a piece of the prompt.
    ///
    /// Where the prompt is to show the choices, that piece may be one of them, unless the choices are printed as a list.
    var leakFindings: [Diagnostic] {
        guard let sides, !template.choicesInPrompt || printsChoiceList else { return [] }
        let completion = sides.completion.filter { piece in
            piece.kind != .comment && !(piece.kind == .text && piece.content.allSatisfy(\.isWhitespace))
        }
        guard completion.count == 1, let target = completion.first, target.kind == .print,
            TagContent.isPlain(target.content),
            let leak = sides.prompt.first(where: { $0.kind == .print && $0.content == target.content })
        else { return [] }
        return [
            finding(
                .answerInPrompt, "the prompt shows `\(target.content)`, which is the completion", at: leak.start,
                help: "print `\(target.content)` on one side of `|||` only")
        ]
    }

    /// The fields that both the prompt and the completion print, be it through filters: what may leak. Empty if the
    /// completion takes one of several fields that the prompt shows, for that is a choice.
    package var sharedFields: [String] {
        guard let sides else { return [] }
        func printed(_ side: ArraySlice<TemplatePieces.Piece>) -> [String] {
            side.filter { $0.kind == .print }.flatMap { TagContent.names($0.content) }
        }
        let prompt = printed(sides.prompt)
        let shared = Set(printed(sides.completion)).intersection(prompt).subtracting(["answer_choices", "choices"])
        return shared.count == 1 ? Array(shared) : []
    }

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
