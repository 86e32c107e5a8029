import Diagnostics
import Prompting

extension LintedTemplate {
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
}
