import Diagnostics
import Prompting

extension LintedTemplate {
    /// Words that announce choices.
    private static let announcements = [
        "choose", "chose", "pick one", "select", "option", "options", "choices", "following", "one of", "from the list",
    ]
    /// Words that do so beyond doubt.
    private static let clearAnnouncements = [
        "options", "choose from", "one of the following options", "following choices", "from the choices",
    ]
    /// Names of what is shown when choices are.
    private static let choiceNames: Set<String> = ["answer_choices", "answer_options", "choices", "options"]

    /// Whether the prompt asks for a choice between options that it should show: by its words and its metadata, or by
    /// words that leave no doubt and answer choices to show.
    package var announcesOptions: Bool {
        if template.choicesInPrompt { return holdsWord(Self.announcements) }
        return template.answerChoices != nil && holdsWord(Self.clearAnnouncements)
    }

    /// Whether one of the phrases stands in the prompt's text, at the borders of words.
    private func holdsWord(_ phrases: [String]) -> Bool {
        let words = " " + promptText.map { $0.isLetter ? String($0) : " " }.joined() + " "
        let spaced = words.split(separator: " ").joined(separator: " ")
        return phrases.contains { (" " + spaced + " ").contains(" \($0) ") }
    }

    /// Whether tags of the prompt mention the choices as a list.
    var printsChoiceList: Bool { !Self.choiceNames.isDisjoint(with: promptNames) }

    /// Whether the prompt's source may show choices: it mentions them, spells one out, or prints from a list.
    var maySayChoices: Bool {
        if printsChoiceList { return true }
        let names = Set(promptNames)
        // Fields such as choice1 or option_a are choices, too.
        if names.contains(where: { $0.hasPrefix("choice") || $0.hasPrefix("option") }) { return true }
        let tags = promptPieces.filter { $0.kind == .print || $0.kind == .statement }.map(\.content)
        if tags.contains(where: { $0.hasPrefix("for ") || $0.contains("join") || $0.contains("choice") }) {
            return true
        }
        let source = (promptText + " " + tags.joined(separator: " ")).lowercased()
        return template.answerChoices.map { written in
            let words = plainChoices ?? TagContent.names(written)
            return words.contains { !$0.isEmpty && source.contains($0.lowercased()) }
        } ?? false
    }

    /// `options-not-shown` and `options-shown-unmarked`, as far as the source tells.
    var optionFindings: [Diagnostic] {
        if announcesOptions, !maySayChoices { return [optionsNotShown] }
        if template.choicesInPrompt, template.answerChoices != nil, !maySayChoices {
            // Nobody asks to choose: the metadata are wrong, rather than the prompt.
            return [
                finding(
                    .optionsNotShown, "`choices_in_prompt` is true, but the prompt shows none of the choices",
                    severity: .note, help: "set choices_in_prompt: false, or show them")
            ]
        }
        guard !template.choicesInPrompt, let sides else { return [] }
        let shows = sides.prompt.first { piece in
            piece.kind == .print && piece.content.contains("answer_choices") && piece.content.contains("join")
        }
        return shows.map { [optionsShownUnmarked(at: $0.start)] } ?? []
    }

    /// `unused-options`.
    var unusedOptionFindings: [Diagnostic] {
        guard template.options != OptionRules(), let compiled, compiled.optionPlan == nil else { return [] }
        let help =
            template.answerChoices == nil
            ? "give the template answer_choices, and print {{ answer_options }}" : "print {{ answer_options }}"
        return [
            finding(
                .unusedOptions,
                "`options` tells how the answer choices are shown, but the template does not print them",
                help: help)
        ]
    }

    /// The finding that there are none where there should be.
    package var optionsNotShown: Diagnostic {
        finding(
            .optionsNotShown, "the prompt asks to choose, and shows nothing to choose from",
            help: "print the choices, for example {{ answer_choices | join(\", \") }}, or ask without them")
    }

    /// The finding that they are shown, and the metadata deny it.
    ///
    /// - Parameter offset: of the place in the source; nil: not known.
    package func optionsShownUnmarked(at offset: Int? = nil) -> Diagnostic {
        finding(
            .optionsShownUnmarked, "the prompt shows the choices, but `choices_in_prompt` is false", at: offset,
            help: "set choices_in_prompt: true")
    }

    /// `choices-prefix`: a choice that begins another cannot be told from it by the words that both begin with.
    var choiceFindings: [Diagnostic] {
        guard let choices = plainChoices, let pair = prefixPair(of: choices) else { return [] }
        return [
            finding(
                .choicesPrefix, "the answer choice `\(pair.short)` is the beginning of `\(pair.long)`",
                help: "word the choices so that none begins another")
        ]
    }
}

/// Two words of which the first is the beginning of the second, if there are such. Equal words are none: several labels may
/// have one word on purpose.
package func prefixPair(of words: [String]) -> (short: String, long: String)? {
    for word in words where !word.isEmpty {
        for long in words where long.utf8.count > word.utf8.count && long.utf8.starts(with: word.utf8) {
            return (word, long)
        }
    }
    return nil
}
