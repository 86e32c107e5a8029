import Diagnostics

extension FindingsReport {
    /// So many annotations are shown; with the count behind them they are the ten that GitHub shows of a step.
    private static let maxAnnotations = 9

    /// Workflow commands, such as `::error file=pack.yaml,line=3,col=1,title=no-separator::…`, rule by rule. Where there are too
    /// many, every rule has its turn before one has a second; the others are counted.
    var github: String {
        let groups = groups
        var shown = Array(repeating: 0, count: groups.count)
        var left = min(Self.maxAnnotations, findings.count)
        while left > 0 {
            for index in groups.indices where left > 0 && shown[index] < groups[index].findings.count {
                shown[index] += 1
                left -= 1
            }
        }
        let lines = zip(groups, shown).flatMap { group, count in group.findings.prefix(count).map(\.githubCommand) }
        return (lines + rest(zip(groups, shown).flatMap { group, count in group.findings.dropFirst(count) }))
            .map { $0 + "\n" }.joined()
    }

    /// The command that counts what has no command of its own.
    private func rest(_ hidden: [Diagnostic]) -> [String] {
        guard !hidden.isEmpty else { return [] }
        let groups = Self.groups(of: hidden)
        let count = groups.reduce(0) { $0 + $1.count }
        let rules = groups.map { "\($0.rule) \(grouped($0.count))" }.joined(separator: ", ")
        let noun = count == 1 ? "finding has" : "findings have"
        return [
            workflowCommand(
                groups.map(\.severity).worst, ["title=more findings"],
                "\(grouped(count)) more \(noun) no annotation: \(rules)")
        ]
    }
}

extension Diagnostic {
    fileprivate var githubCommand: String {
        var properties: [String] = []
        var parts = [subject, example.map { "row: \($0.text)" }, help.map { "help: \($0)" }].compactMap(\.self)
        if let location, isInFile {
            properties += ["file=\(escapedProperty(location.file))", "line=\(location.line)"]
            if let column = location.column { properties.append("col=\(column)") }
        } else if let location {
            parts[0] = "\(location): \(parts[0])"
        }
        properties.append("title=\(escapedProperty(rule ?? ""))")
        return workflowCommand(severity, properties, safeForTerminal(parts.joined(separator: "\n")))
    }
}

private func workflowCommand(_ severity: Severity, _ properties: [String], _ message: String) -> String {
    let command = severity == .note ? "notice" : severity.rawValue
    return "::\(command) \(properties.joined(separator: ","))::\(escaped(message))"
}

/// The runner takes these back: `%`, CR and LF in messages.
private func escaped(_ text: String) -> String {
    text.replacingScalars { ["%": "%25", "\r": "%0D", "\n": "%0A"][$0] }
}

/// In properties, `:` and `,` as well.
private func escapedProperty(_ text: String) -> String {
    escaped(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
}
