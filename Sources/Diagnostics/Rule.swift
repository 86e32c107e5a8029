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
