package enum Severity: String, Sendable {
    case error
    case warning
    case note
}

/// One finding, from the parser to the report: an error that ends a run, a rejected row, a warning, a lint finding, a note.
package struct Diagnostic: Error, Equatable, Sendable {
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
    package var dataset: String?
    package var template: String?
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

        package init(file: String, line: Int, record: Int) {
            (self.file, self.line, self.record) = (file, line, record)
        }

        /// `file:line (record n)`
        package var text: String { "\(file):\(line) (record \(record))" }
    }

    package init(
        _ message: String, severity: Severity = .error, at location: SourceLocation? = nil,
        excerpt: String? = nil, help: String? = nil
    ) {
        (self.severity, self.message, self.location) = (severity, message, location)
        (self.excerpt, self.help) = (excerpt, help)
    }

    /// - Parameter severity: nil for the rule's own.
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
    package var status: ExitStatus

    package init(_ all: [Diagnostic], status: ExitStatus = .wrongRecipe) { (self.all, self.status) = (all, status) }

    package init(_ one: Diagnostic, status: ExitStatus = .wrongRecipe) { self.init([one], status: status) }
}

/// What a command tells the shell, after BSD's `sysexits.h` where a number exists there.
package enum ExitStatus: Int32, Sendable {
    /// Everything asked for was done.
    case success = 0
    /// Problems were found in the data, or bad rows were met under `fail`; nothing was published.
    case problems = 1
    /// The command line is wrong.
    case usage = 64
    /// A recipe, pack or template is wrong.
    case wrongRecipe = 65
    /// An input is missing or cannot be opened.
    case missingInput = 66
    /// A bug in hornbook.
    case bug = 70
    /// Reading or writing failed, for example because the disk is full.
    case inputOutput = 74
    /// Another run holds the output.
    case busy = 75
}
