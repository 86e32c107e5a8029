import Diagnostics
import Jinja

/// A template as it stands in a pack: PromptSource's fields and hornbook's additions.
package struct PromptTemplate: Sendable {
    /// Identifies the template for good; PromptSource's are UUIDs.
    package var id: String
    package var name: String
    /// Jinja source whose `|||` divides prompt from completion.
    package var jinja: String
    /// Jinja source of the answer choices, divided by `|||`; nil for none.
    package var answerChoices: String?
    package var choicesInPrompt: Bool
    /// Whether the template asks for the task that the dataset was made for.
    package var isOriginalTask: Bool
    /// Whether the template turns the task around.
    package var isInverted: Bool
    /// What an inverted template makes of what, in words; nil if it does not tell.
    package var inverts: String?
    /// How it shows its answer choices where it prints `answer_options`; what it leaves open, the recipe tells.
    package var options = OptionRules()
    /// Templates over `prompt` and `completion` by which what it gives is turned around, one of them for each row; empty: it
    /// stays as it is.
    var wordings: [PromptTemplate] = []
    /// The id that the template itself gives beside the one it stands under in its pack.
    package var writtenID: String?
    /// Where the template's source stands in its pack; nil for templates made in memory.
    package var location: SourceLocation?
    /// Where templates that it includes are looked for, as `PromptOptions.loader` knows it; empty: nowhere.
    package var origin = ""
    /// By how many columns the source is indented in the pack, if it stands there line by line (a block scalar), so that
    /// places in it are places in the pack; `location` is then that of its first line. Nil for other scalars.
    package var indent: Int?
    /// The languages of its prompt, as the pack names them.
    package var languages: [String] = []
    /// The names of the measures that suit its answers.
    package var metrics: [String] = []
    /// Where the template comes from, for people.
    package var reference: String?

    /// The template that asks for what this one asks from, under one of some wordings.
    func inverted(by wordings: [PromptTemplate]) -> PromptTemplate {
        var result = self
        result.id += " inverted"
        result.name += " (inverted)"
        result.isInverted = true
        result.inverts = "answer to task"
        result.wordings = wordings
        return result
    }

    package init(
        id: String, name: String, jinja: String, answerChoices: String? = nil, choicesInPrompt: Bool = false,
        isOriginalTask: Bool = true, isInverted: Bool = false, location: SourceLocation? = nil
    ) {
        (self.id, self.name, self.jinja, self.answerChoices) = (id, name, jinja, answerChoices)
        (self.choicesInPrompt, self.isOriginalTask, self.isInverted) = (choicesInPrompt, isOriginalTask, isInverted)
        self.location = location
    }
}

/// How templates are read and rendered.
package struct PromptOptions: Sendable {
    /// What undefined values may be used for.
    package var undefined = UndefinedPolicy.strict
    /// How `choice` and `random` draw.
    package var draw = DrawPolicy.seeded
    /// Printed values are cut to so many characters, as PromptSource's `truncate=True` does with 2048; nil: never.
    package var truncation: Int?
    /// The longest text that a template may give, in bytes of UTF-8.
    package var maxBytes = Limits().outputBytes
    /// How many instructions a template may run for a row.
    package var maxSteps = Limits().steps
    /// How answer choices are shown as options, where templates do not tell.
    package var optionRules = OptionRules()
    /// The share of rows for which options are appended to the prompts of templates that have answer choices and do not show
    /// them, 0 ... 1.
    package var appendedOptions = 0.0
    /// The words for labels, which are the choices of templates that have none of their own; empty if there are none.
    package var labelWords: [String] = []
    /// Finds the source of templates that others include, by name and origin; nil where there are none.
    package var loader: (@Sendable (_ name: String, _ origin: String) -> String?)?

    package init() {}

    package func environment(variant: Int) -> Environment {
        let environment = Environment(library: .promptSource)
        environment.undefined = undefined
        environment.draw = draw
        environment.separator = Separator(variant: variant)
        environment.loader = loader
        environment.limits.allowOutput(maxBytes)
        environment.limits.steps = maxSteps
        return environment
    }
}

extension PromptTemplate {
    /// An error in the template as a message that points into the pack.
    func diagnostic(for error: JinjaError) -> Diagnostic {
        let message = "template `\(error.templateName ?? name)`: \(error.message)"
        guard error.hasPosition else { return Diagnostic(message, at: location) }
        if let indent, var place = location, error.templateName == nil || error.templateName == name {
            place.line += error.line - 1
            place.column = indent + error.column
            let line = error.excerpt.map { String(repeating: " ", count: indent) + $0 }
            return Diagnostic(message, at: place, excerpt: line)
        }
        var diagnostic = Diagnostic(
            "\(message) (template line \(error.line), column \(error.column))", at: location, excerpt: error.excerpt)
        diagnostic.excerptColumn = error.column
        return diagnostic
    }
}
