/// Something that a rule of `check` has found.
package struct LintFinding: Sendable, Equatable {
    /// What was looked for.
    package var rule: LintRule
    /// How bad it is.
    package var severity: Severity
    /// The place in the pack or recipe; nil for templates made in memory.
    package var location: SourceLocation?
    /// The template's name, if it concerns one.
    package var template: String?
    /// The dataset whose rows showed it.
    package var dataset: String?
    /// The first row that shows it.
    package var example: RowExample?
    /// What is wrong, in one sentence without a full stop.
    package var message: String
    /// What to do about it.
    package var mend: String?

    /// A row of an input.
    package struct RowExample: Sendable, Equatable {
        /// The input's name.
        package var file: String
        /// The line on which the row starts, from 1.
        package var line: Int
        /// Its number among the records of the input, from 1.
        package var record: Int

        /// A row; line and record count from 1.
        package init(file: String, line: Int, record: Int) {
            self.file = file
            self.line = line
            self.record = record
        }

        /// `file:line (record n)`
        package var text: String { "\(file):\(line) (record \(record))" }
    }

    /// - Parameters:
    ///   - severity: nil: the rule's own.
    ///   - message: what is wrong, in one sentence without a full stop.
    package init(
        _ rule: LintRule, _ message: String, severity: Severity? = nil, at location: SourceLocation?,
        template: String? = nil, mend: String? = nil
    ) {
        self.rule = rule
        self.severity = severity ?? rule.severity
        self.location = location
        self.template = template
        self.message = message
        self.mend = mend
    }
}
