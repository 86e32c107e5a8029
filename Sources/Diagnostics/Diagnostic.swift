/// How bad a finding is.
package enum Severity: String, Sendable {
    case error
    case warning
    case note
}

/// One message to the user: what is wrong, where, and how to mend it.
package struct Diagnostic: Error, Equatable, Sendable {
    /// How bad it is.
    package var severity: Severity
    /// What is wrong, in one sentence without a full stop.
    package var message: String
    /// Where, if a place in a file is known.
    package var location: SourceLocation?
    /// The source line that the location points into, shown with a caret beneath it.
    package var excerpt: String?
    /// Where in that line the caret stands, if the location is another place: that of a template whose lines the file writes
    /// in its own way.
    package var excerptColumn: Int?
    /// What to do about it.
    package var help: String?

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

    /// The message as it is printed: `file:line:column: error: message`, the line with a caret, the help.
    package var text: String {
        // Names of files and words of the command line, which may hold anything, stand in places and messages.
        var result = oneLine((location.map { "\($0): " } ?? "") + "\(severity.rawValue): \(message)")
        if let excerpt, let column = excerptColumn ?? location?.column {
            result += "\n" + Self.caret(under: excerpt, column: column)
        }
        if let help {
            result += "\n  help: \(oneLine(help))"
        }
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

/// A list of findings that stop a run; all of them are reported at once.
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
