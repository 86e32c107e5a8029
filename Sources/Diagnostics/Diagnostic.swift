/// How bad a finding is.
public enum Severity: String, Sendable {
    case error
    case warning
    case note
}

/// One message to the user: what is wrong, where, and how to mend it.
public struct Diagnostic: Error, Equatable, Sendable {
    /// How bad it is.
    public var severity: Severity
    /// What is wrong, in one sentence without a full stop.
    public var message: String
    /// Where, if a place in a file is known.
    public var location: SourceLocation?
    /// The source line that the location points into, shown with a caret beneath it.
    public var excerpt: String?
    /// What to do about it.
    public var help: String?

    /// - Parameter message: what is wrong, in one sentence without a full stop.
    public init(
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
    public var text: String {
        var result = ""
        if let location {
            result += "\(location): "
        }
        result += "\(severity.rawValue): \(message)"
        if let location, let excerpt {
            result += "\n" + Self.caret(under: excerpt, column: location.column)
        }
        if let help {
            result += "\n  help: \(help)"
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
public struct Diagnostics: Error, Sendable {
    /// The findings in the order in which they are printed.
    public var all: [Diagnostic]
    /// The exit status that they call for.
    public var status: ExitStatus

    /// - Parameter status: what the process ends with.
    public init(_ all: [Diagnostic], status: ExitStatus = .wrongRecipe) {
        self.all = all
        self.status = status
    }

    /// One finding.
    public init(_ one: Diagnostic, status: ExitStatus = .wrongRecipe) {
        self.init([one], status: status)
    }
}

/// Replaces control characters, which could move the cursor or recolour a terminal, by visible escapes; line
/// feeds and tabs stay.
public func safeForTerminal(_ text: String) -> String {
    func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
        if isUnsafe(scalar) {
            result += "\\u{" + String(scalar.value, radix: 16) + "}"
        } else {
            result.unicodeScalars.append(scalar)
        }
    }
    return result
}
