/// What `hornbook check` looks for in recipes and packs; the raw values are the names that users see and switch off.
package enum LintRule: String, Sendable, CaseIterable {
    /// The prompt holds its own answer.
    case answerInPrompt = "answer-in-prompt"
    /// A template reads a field that the rows lack.
    case undefinedField = "undefined-field"
    /// The pack declares an input that none of its templates reads.
    case unusedInput = "unused-input"
    /// A template reads a field that the pack's `inputs` do not declare.
    case undeclaredInput = "undeclared-input"
    /// Nothing divides the prompt from the completion.
    case noSeparator = "no-separator"
    /// A template gives more than a prompt and a completion.
    case tooManyParts = "too-many-parts"
    /// Rows give a blank prompt or completion.
    case blankRender = "blank-render"
    /// The template does not compile, or fails on rows.
    case renderFails = "render-fails"
    /// The prompt asks to choose, and shows nothing to choose from.
    case optionsNotShown = "options-not-shown"
    /// The prompt shows all choices, and the metadata deny it.
    case optionsShownUnmarked = "options-shown-unmarked"
    /// A label picks an answer choice that there is not.
    case labelOutOfRange = "label-out-of-range"
    /// No row is answered with the choice.
    case unreachableChoice = "unreachable-choice"
    /// One answer choice begins with another.
    case choicesPrefix = "choices-prefix"
    /// Two templates of a pack are the same, or have one name or id.
    case duplicateTemplate = "duplicate-template"
    /// Two texts run together.
    case missingSpace = "missing-space"
    /// A space at the end of a line, or two between words.
    case trailingSpace = "trailing-space"
    /// Equal prompts have different completions.
    case ambiguousPrompt = "ambiguous-prompt"
    /// An inverted template starts from an answer that is only a letter.
    case invertedAnswerLetter = "inverted-answer-letter"
    /// All values of a column look like dates, which loaders make timestamps of.
    case dateColumn = "date-column"
    /// An inverted template does not tell what it inverts.
    case invertsMissing = "inverts-missing"
    /// Inversions of rows are refused.
    case inversionRefused = "inversion-refused"
    /// The metadata tell how options are shown, and the template does not print them.
    case unusedOptions = "unused-options"

    /// How bad a finding of the rule is, unless the rule says otherwise for one.
    package var severity: Severity {
        switch self {
        case .answerInPrompt, .undefinedField, .noSeparator, .renderFails, .labelOutOfRange: .error
        case .unreachableChoice, .invertsMissing: .note
        default: .warning
        }
    }

    /// One sentence on what is looked for.
    package var help: String {
        switch self {
        case .answerInPrompt: "the prompt holds the answer itself"
        case .undefinedField: "a template reads a field that the rows lack"
        case .unusedInput: "no template reads a declared input"
        case .undeclaredInput: "a template reads what inputs do not declare"
        case .noSeparator: "no ||| divides prompt and completion"
        case .tooManyParts: "more than a prompt and a completion"
        case .blankRender: "rows give a blank prompt or completion"
        case .renderFails: "the template does not compile, or fails on rows"
        case .optionsNotShown: "asks to choose, and shows no choices"
        case .optionsShownUnmarked: "shows choices, choices_in_prompt is false"
        case .labelOutOfRange: "a label picks a choice that there is not"
        case .unreachableChoice: "no row of 100 or more has the choice"
        case .choicesPrefix: "one answer choice begins with another"
        case .duplicateTemplate: "two templates, names or ids are equal"
        case .missingSpace: "two texts run together without a space"
        case .trailingSpace: "a space at a line's end, two between words"
        case .ambiguousPrompt: "equal prompts have different completions"
        case .invertedAnswerLetter: "inverted, from a mere letter such as (b)"
        case .dateColumn: "values that loaders make timestamps of"
        case .invertsMissing: "inverted, and does not say what"
        case .inversionRefused: "asks from nothing, or for what no row has"
        case .unusedOptions: "tells how options look, and prints none"
        }
    }
}
