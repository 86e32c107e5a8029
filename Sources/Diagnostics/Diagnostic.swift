/// How bad a finding is.
package enum Severity: String, Sendable {
    case error
    case warning
    case note
}

/// One finding, from the parser to the report: an error that ends a run, a rejected row, a warning, a lint finding, a note.
package struct Diagnostic: Error, Equatable, Sendable {
    /// How bad it is.
    package var severity: Severity
    /// The id of its rule or code; nil for messages of a run, which a report lists under a rule of its own.
    package var rule: String?
    /// What is wrong, in one sentence without a full stop.
    package var message: String
    /// What to do about it.
    package var help: String?
    /// The place in a recipe, a pack or an input, if one is known.
    package var location: SourceLocation?
    /// The source line that the location points into, shown with a caret beneath it.
    package var excerpt: String?
    /// The caret's column in the excerpt, where it is not the location's: a template may be written in its file in another way.
    package var excerptColumn: Int?
    /// The dataset that it concerns.
    package var dataset: String?
    /// The template that it concerns.
    package var template: String?
    /// The field that it concerns.
    package var field: String?
    /// The record's number in its input, from 1, of a rejected row.
    package var record: Int?
    /// The number of rows that it is about, where they are counted.
    package var count: Int?
    /// The first row that shows it.
    package var example: RowExample?

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

    /// - Parameter message: what is wrong, in one sentence without a full stop.
    package init(
        _ message: String, severity: Severity = .error, at location: SourceLocation? = nil,
        excerpt: String? = nil, help: String? = nil
    ) {
        self.severity = severity
        self.message = message
        self.location = location
        self.excerpt = excerpt
        self.help = help
    }

    /// What a rule has found.
    ///
    /// - Parameters:
    ///   - message: what is wrong, in one sentence without a full stop.
    ///   - severity: nil for the rule's own.
    package init(
        _ rule: some Rule, _ message: String, severity: Severity? = nil, at location: SourceLocation? = nil,
        help: String? = nil
    ) {
        self.init(message, severity: severity ?? rule.severity, at: location, help: help)
        self.rule = rule.rawValue
    }

    /// What it is about, in words: the message, behind the names of dataset and template or the number of the record.
    package var subject: String {
        if let record {
            let text = "record \(record): \(message)"
            return count.map { "\(grouped($0)) more rows, not listed; the first of them: \(text)" } ?? text
        }
        let names = [dataset.map { "dataset `\($0)`" }, template.map { "template `\($0)`" }].compactMap(\.self)
        // Errors of a template begin with its name already.
        if let template, message.hasPrefix("template `\(template)`") { return message }
        return (names.isEmpty ? "" : names.joined(separator: ", ") + ": ") + message
    }

    /// As it is printed: `file:line:column: error: … [rule]`, the line with a caret, the example row, the help.
    package var text: String {
        // File names, and words of the command line, may hold anything.
        var result = oneLine((location.map { "\($0): " } ?? "") + "\(severity.rawValue): \(subject)")
        if let rule { result += " [\(rule)]" }
        if let excerpt, let column = excerptColumn ?? location?.column {
            result += "\n" + Self.caret(under: excerpt, column: column)
        }
        if let example { result += "\n  row: \(oneLine(example.text))" }
        if let help { result += "\n  help: \(oneLine(help))" }
        return safeForTerminal(result)
    }

    /// The longest piece of a source line that is shown, in scalars.
    private static let excerptWidth = 100

    private static func caret(under line: String, column: Int) -> String {
        let scalars = Array(line.unicodeScalars)
        let focus = min(max(column - 1, 0), scalars.count)
        let start = focus > excerptWidth - 20 ? focus - excerptWidth / 2 : 0
        let end = min(scalars.count, start + excerptWidth)
        var shown = String.UnicodeScalarView()
        shown.append(contentsOf: scalars[start..<end])
        // Tabs stay tabs under the line so that the caret stands below its character.
        let indent = scalars[start..<focus].map { $0 == "\t" ? "\t" : " " }.joined()
        return "  | \(String(shown))\n  | \(indent)^"
    }
}

/// A list of findings that end a run; all of them are reported at once.
package struct Diagnostics: Error, Sendable {
    /// The findings in the order in which they are printed.
    package var all: [Diagnostic]
    /// The exit status that they call for.
    package var status: ExitStatus

    /// - Parameter status: what the process ends with.
    package init(_ all: [Diagnostic], status: ExitStatus = .wrongRecipe) {
        self.all = all
        self.status = status
    }

    /// One finding.
    package init(_ one: Diagnostic, status: ExitStatus = .wrongRecipe) {
        self.init([one], status: status)
    }
}
