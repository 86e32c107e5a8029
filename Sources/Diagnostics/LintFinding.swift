/// Something that a rule of `check` has found.
public struct LintFinding: Sendable, Equatable {
    /// What was looked for.
    public var rule: LintRule
    /// How bad it is.
    public var severity: Severity
    /// The place in the pack or recipe; nil for templates made in memory.
    public var location: SourceLocation?
    /// The template's name, if it concerns one.
    public var template: String?
    /// The dataset whose rows showed it.
    public var dataset: String?
    /// The first row that shows it.
    public var example: RowExample?
    /// What is wrong, in one sentence without a full stop.
    public var message: String
    /// What to do about it.
    public var mend: String?

    /// A row of an input.
    public struct RowExample: Sendable, Equatable {
        /// The input's name.
        public var file: String
        /// The line on which the row starts, from 1.
        public var line: Int
        /// Its number among the records of the input, from 1.
        public var record: Int

        /// A row; line and record count from 1.
        public init(file: String, line: Int, record: Int) {
            self.file = file
            self.line = line
            self.record = record
        }

        /// `file:line (record n)`
        public var text: String { "\(file):\(line) (record \(record))" }
    }

    /// - Parameters:
    ///   - severity: nil: the rule's own.
    ///   - message: what is wrong, in one sentence without a full stop.
    public init(
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
