import ArgumentParser
import Prompting
import Recipes

/// Which templates are used by whether they show their answer choices, and how choices are shown.
struct ChoiceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only templates whose prompts show the answer choices (true), or do not (false).", valueName: "true|false"))
    var choicesInPrompt: Bool?

    @Option(
        help: ArgumentHelp(
            "Append options to such a share of the prompts whose templates have answer choices and do not show them.",
            valueName: "share"))
    var appendOptions: Double?

    @Option(
        name: .customLong("options-style"),
        help: ArgumentHelp(
            "letters, numbers, bullets or inline; repeatable: one is drawn for each row.", valueName: "style"))
    var styles: [OptionRules.Style] = []

    @Option(
        name: .customLong("options-order"), help: ArgumentHelp("given (the default) or shuffled.", valueName: "order"))
    var order: OptionRules.Order?

    @Option(
        name: .customLong("options-answer"),
        help: ArgumentHelp(
            "word (the default), letter or both; repeatable: one is drawn for each row.", valueName: "answer"))
    var answers: [OptionRules.Answer] = []

    /// Puts the options into a choice of templates and into how they are rendered.
    func apply(to choice: inout TemplateChoice, _ options: inout PromptOptions) throws {
        choice.choicesInPrompt = choicesInPrompt
        var rules = OptionRules()
        if !styles.isEmpty { rules.styles = styles }
        if !answers.isEmpty { rules.answers = answers }
        rules.order = order
        if let problem = rules.problem { throw usageError("--options-style: \(problem)") }
        options.optionRules = rules
        if let appendOptions {
            guard (0...1).contains(appendOptions) else {
                throw usageError("--append-options takes a share from 0 to 1")
            }
            options.appendedOptions = appendOptions
        }
    }
}

extension OptionRules.Style: ExpressibleByArgument {}
extension OptionRules.Order: ExpressibleByArgument {}
extension OptionRules.Answer: ExpressibleByArgument {}
