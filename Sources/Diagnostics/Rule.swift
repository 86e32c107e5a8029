/// A closed list of what can be found: rules of a command, codes of rejected rows. Each has a name, a severity and one sentence,
/// which help, reports and SARIF show.
package protocol Rule: RawRepresentable<String>, CaseIterable, Sendable {
    /// How bad its findings usually are.
    var severity: Severity { get }
    /// One sentence on what is looked for, or what is wrong.
    var summary: String { get }
}

extension Rule {
    /// Codes of rejected rows are errors.
    package var severity: Severity { .error }
}

/// Rules for what concerns a whole run, each time something else.
package enum RunRule: String, Rule {
    case plan
    case failure

    package var severity: Severity {
        switch self {
        case .plan: .warning
        case .failure: .error
        }
    }

    package var summary: String {
        switch self {
        case .plan: "what a plan or a build warns of"
        case .failure: "what ended the run"
        }
    }
}

extension Diagnostic {
    /// The message as a report lists it: without the source line, and under a rule and at a place if it has none of its own.
    package func listed(under rule: RunRule, at location: SourceLocation? = nil) -> Diagnostic {
        var result = self
        result.rule = self.rule ?? rule.rawValue
        result.location = self.location ?? location
        (result.excerpt, result.excerptColumn) = (nil, nil)
        return result
    }
}

/// What `hornbook inspect` and the filters notice in rows; the raw values are the names that users see.
package enum DataRule: String, Rule {
    case byteOrderMark = "byte-order-mark"
    case mixedTypes = "mixed-types"
    case duplicateRows = "duplicate-rows"
    case otherFields = "other-fields"
    case repeatedKeys = "repeated-keys"
    case looksLikeDate = "looks-like-date"
    case numbersAsStrings = "numbers-as-strings"
    case outerWhiteSpace = "outer-white-space"
    case valueVariants = "value-variants"

    package var severity: Severity { .warning }

    package var summary: String {
        switch self {
        case .byteOrderMark: "U+FEFF inside a value or a name"
        case .mixedTypes: "strings beside numbers, and the like"
        case .duplicateRows: "rows equal to an earlier one"
        case .otherFields: "rows whose fields are not the first row's"
        case .repeatedKeys: "rows in which a key stands twice"
        case .looksLikeDate: "strings that loaders may turn into timestamps"
        case .numbersAsStrings: "strings that all are numbers (not in CSV)"
        case .outerWhiteSpace: "white space at an end of one of few values"
        case .valueVariants: "few values, some alike but for case or space"
        }
    }
}
