import Diagnostics
import JSON

/// Something that a command has found, as all reports show it: a fault in a pack, a bad row, a warning of a plan.
package struct ReportFinding: Sendable, Equatable {
    /// The name of the rule.
    package var rule: String
    /// How bad it is.
    package var severity: Severity
    /// The place in a pack, a recipe or an input, if there is one.
    package var location: SourceLocation?
    /// The template's name, if it concerns one.
    package var template: String?
    /// The dataset whose rows showed it.
    package var dataset: String?
    /// The record's number in its input, from 1, if it is a row.
    package var record: Int?
    /// What is wrong, in one sentence without a full stop.
    package var message: String
    /// What to do about it.
    package var mend: String?
    /// The first row that shows it.
    package var example: LintFinding.RowExample?
    /// How many rows it stands for: of many, the later ones are only counted.
    package var count = 1

    /// - Parameter message: what is wrong, in one sentence without a full stop.
    package init(
        rule: String, _ message: String, severity: Severity, at location: SourceLocation? = nil, mend: String? = nil
    ) {
        self.rule = rule
        self.severity = severity
        self.location = location
        self.message = message
        self.mend = mend
    }

    /// A message to the user as a finding of a rule.
    ///
    /// - Parameter location: the place of a message that has none.
    package init(_ diagnostic: Diagnostic, of rule: FindingRule, at location: SourceLocation? = nil) {
        self.init(
            rule: rule.id, diagnostic.message, severity: diagnostic.severity, at: diagnostic.location ?? location,
            mend: diagnostic.help)
    }

    /// A finding of `check`.
    package init(_ found: LintFinding) {
        self.init(
            rule: found.rule.rawValue, found.message, severity: found.severity, at: found.location, mend: found.mend)
        template = found.template
        dataset = found.dataset
        example = found.example
    }

    /// What it is about, in words: the message with the names of template and dataset, or the number of the row, before it.
    package var subject: String {
        if let record {
            let text = "record \(record): \(message)"
            return count == 1 ? text : "\(grouped(count)) more rows, not listed; the first of them: \(text)"
        }
        let names = [dataset.map { "dataset `\($0)`" }, template.map { "template `\($0)`" }].compactMap(\.self)
        // Errors of a template begin with its name already.
        if let template, message.hasPrefix("template `\(template)`") { return message }
        return (names.isEmpty ? "" : names.joined(separator: ", ") + ": ") + message
    }

    /// `file:line:column: severity: … [rule]`, the example row, the mend.
    package var text: String {
        var text = Diagnostic("\(subject) [\(rule)]", severity: severity, at: location).text
        if let example { text += "\n  row: \(oneLine(example.text))" }
        if let mend { text += "\n  help: \(oneLine(mend))" }
        return text
    }

    package var json: JSONValue {
        .object([
            "rule": .string(rule), "severity": .string(severity.rawValue),
            "file": location.map { .string($0.file) }, "line": location.map { .int($0.line) },
            "column": location.map { .int($0.column) }, "record": record.map { .int($0) },
            "template": template.map { .string($0) }, "dataset": dataset.map { .string($0) },
            "message": .string(message), "mend": mend.map { .string($0) },
            "example": example.map {
                .object(["file": .string($0.file), "line": .int($0.line), "record": .int($0.record)])
            },
            "rows": count == 1 ? nil : .int(count),
        ])
    }
}

/// What is looked for; findings name it by its id.
package struct FindingRule: Sendable {
    /// The name that users see.
    package var id: String
    /// One sentence on what is looked for.
    package var help: String
    /// How bad its findings usually are.
    package var severity: Severity
    /// Whether its findings concern a whole run, each in another way, so that they cannot be told as examples of one fault.
    package var isOfRun = false

    /// - Parameter help: one sentence on what is looked for.
    package init(_ id: String, _ help: String, severity: Severity) {
        self.id = id
        self.help = help
        self.severity = severity
    }

    private init(ofRun id: String, _ help: String, severity: Severity) {
        self.init(id, help, severity: severity)
        isOfRun = true
    }

    /// What a plan or a build warns of.
    package static let plan = FindingRule(ofRun: "plan", "what a plan or a build warns of", severity: .warning)
    /// What ended a run.
    package static let failure = FindingRule(ofRun: "failure", "what ended the run", severity: .error)
}

extension ReportFinding {
    /// Whether its place is in a file: standard input has lines, but no name that a reader of reports could open.
    package var isInFile: Bool { location.map { $0.file != "<stdin>" } ?? false }
}
