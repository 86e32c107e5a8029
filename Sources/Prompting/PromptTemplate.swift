import Diagnostics
import Jinja

/// A template as it stands in a pack: PromptSource's fields and hornbook's additions.
public struct PromptTemplate: Sendable {
    /// Identifies the template for good; PromptSource's are UUIDs.
    public var id: String
    /// What people call it.
    public var name: String
    /// Jinja source whose `|||` divides prompt from completion.
    public var jinja: String
    /// Jinja source of the answer choices, divided by `|||`; nil for none.
    public var answerChoices: String?
    /// Whether the prompt shows the answer choices.
    public var choicesInPrompt: Bool
    /// Whether the template asks for the task that the dataset was made for.
    public var isOriginalTask: Bool
    /// Whether the template turns the task around.
    public var isInverted: Bool
    /// What an inverted template makes of what, in words; nil if it does not tell.
    public var inverts: String?
    /// How it shows its answer choices where it prints `answer_options`; what it leaves open, the recipe tells.
    public var options = OptionRules()
    /// Templates over `prompt` and `completion` by which what it gives is turned around, one of them for each row; empty: it
    /// stays as it is.
    var wordings: [PromptTemplate] = []
    /// The id that the template itself gives beside the one it stands under in its pack.
    public var writtenID: String?
    /// Where the template's source stands in its pack; nil for templates made in memory.
    public var location: SourceLocation?
    /// Where templates that it includes are looked for, as `PromptOptions.loader` knows it; empty: nowhere.
    public var origin = ""
    /// By how many columns the source is indented in the pack, if it stands there line by line (a block scalar), so that
    /// places in it are places in the pack; `location` is then that of its first line. Nil for other scalars.
    public var indent: Int?
    /// The languages of its prompt, as the pack names them.
    public var languages: [String] = []
    /// The names of the measures that suit its answers.
    public var metrics: [String] = []
    /// Where the template comes from, for people.
    public var reference: String?

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

    /// A template; see the properties.
    public init(
        id: String, name: String, jinja: String, answerChoices: String? = nil, choicesInPrompt: Bool = false,
        isOriginalTask: Bool = true, isInverted: Bool = false, location: SourceLocation? = nil
    ) {
        self.id = id
        self.name = name
        self.jinja = jinja
        self.answerChoices = answerChoices
        self.choicesInPrompt = choicesInPrompt
        self.isOriginalTask = isOriginalTask
        self.isInverted = isInverted
        self.location = location
    }
}

/// How templates are read and rendered.
public struct PromptOptions: Sendable {
    /// What undefined values may be used for.
    public var undefined = UndefinedPolicy.strict
    /// How `choice` and `random` draw.
    public var draw = DrawPolicy.seeded
    /// Printed values are cut to so many characters, as PromptSource's `truncate=True` does with 2048; nil: never.
    public var truncation: Int?
    /// The longest text that a template may give, in bytes of UTF-8.
    public var mostBytes = Limits().outputBytes
    /// How answer choices are shown as options, where templates do not tell.
    public var optionRules = OptionRules()
    /// The share of rows for which options are appended to the prompts of templates that have answer choices and do not show
    /// them, 0 ... 1.
    public var appendedOptions = 0.0
    /// The words for labels, which are the choices of templates that have none of their own; empty if there are none.
    public var labelWords: [String] = []
    /// Finds the source of templates that others include, by name and origin; nil where there are none.
    public var loader: (@Sendable (_ name: String, _ origin: String) -> String?)?

    /// Strict, drawn by key, nothing cut.
    public init() {}

    func environment(variant: Int) -> Environment {
        let environment = Environment(library: .promptSource)
        environment.undefined = undefined
        environment.draw = draw
        environment.separator = Separator(variant: variant)
        environment.loader = loader
        environment.limits.allowOutput(mostBytes)
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
