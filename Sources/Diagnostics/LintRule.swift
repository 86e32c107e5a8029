/// What `hornbook check` looks for in recipes and packs; the raw values are the names that users see and switch off.
package enum LintRule: String, Rule {
    case answerInPrompt = "answer-in-prompt"
    case undefinedField = "undefined-field"
    case unusedInput = "unused-input"
    case undeclaredInput = "undeclared-input"
    case noSeparator = "no-separator"
    case tooManyParts = "too-many-parts"
    case blankRender = "blank-render"
    case renderFails = "render-fails"
    case optionsNotShown = "options-not-shown"
    case optionsShownUnmarked = "options-shown-unmarked"
    case labelOutOfRange = "label-out-of-range"
    case unreachableChoice = "unreachable-choice"
    case choicesPrefix = "choices-prefix"
    case duplicateTemplate = "duplicate-template"
    case missingSpace = "missing-space"
    case trailingSpace = "trailing-space"
    case ambiguousPrompt = "ambiguous-prompt"
    case invertedAnswerLetter = "inverted-answer-letter"
    case dateColumn = "date-column"
    case invertsMissing = "inverts-missing"
    case inversionRefused = "inversion-refused"
    case unusedOptions = "unused-options"
    case unreadableRow = "unreadable-row"
    case unreadField = "unread-field"
    case notCarried = "not-carried"

    package var severity: Severity {
        switch self {
        case .answerInPrompt, .undefinedField, .noSeparator, .renderFails, .labelOutOfRange, .unreadableRow,
            .notCarried:
            .error
        case .unreachableChoice, .invertsMissing: .note
        default: .warning
        }
    }

    package var summary: String {
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
        case .unreadableRow: "a row is no conversation or text to learn from"
        case .unreadField: "a field of conversations or texts stays behind"
        case .notCarried: "the format has no place for what rows have"
        }
    }
}
