import Diagnostics

extension LintFinding {
    /// A workflow command, such as `::error file=pack.yaml,line=3,title=no-separator::…`.
    var githubCommand: String {
        var properties: [String] = []
        if let location {
            properties += ["file=\(Self.escapedProperty(location.file))", "line=\(location.line)"]
        }
        properties.append("title=\(Self.escapedProperty(rule.rawValue))")
        let parts = [subject, example.map { "row: \($0.text)" }, mend.map { "help: \($0)" }].compactMap(\.self)
        let command = severity == .note ? "notice" : severity.rawValue
        return "::\(command) \(properties.joined(separator: ","))::"
            + Self.escaped(parts.joined(separator: "\n"))
    }

    /// The runner takes these back: `%`, CR and LF in messages.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// In properties, `:` and `,` as well.
    private static func escapedProperty(_ text: String) -> String {
        escaped(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
