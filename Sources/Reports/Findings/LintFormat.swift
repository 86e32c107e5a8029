import Diagnostics
import JSON

/// How findings are printed.
public enum LintFormat: String, Sendable, CaseIterable {
    /// For people: `file:line:column: severity: …`.
    case text
    /// One object.
    case json
    /// Commands that GitHub's workflow logs make annotations of.
    case github
    /// SARIF 2.1.0, as code scanning services read it.
    case sarif
}

extension LintReport {
    /// The findings in a format; the sum is no part of texts and commands.
    ///
    /// - Parameter version: hornbook's own.
    public func text(as format: LintFormat, version: String) -> String {
        switch format {
        case .text: findings.map { $0.text + "\n" }.joined()
        case .json: line(json)
        case .github: findings.map { $0.githubCommand + "\n" }.joined()
        case .sarif: line(sarif(version: version))
        }
    }

    private func line(_ value: JSONValue) -> String {
        let text = ByteBuffer()
        value.write(to: text)
        return text.string + "\n"
    }

    /// The report for machines: one object whose keys always stand in the same order.
    var json: JSONValue {
        .object([
            "findings": .array(findings.map(\.json)), "errors": .int(count(.error)), "warnings": .int(count(.warning)),
            "notes": .int(count(.note)), "switched_off": .int(switchedOff), "packs": .int(packs),
            "recipes": .int(recipes), "rows": .int(rows),
        ])
    }
}

extension LintFinding {
    /// What it is about, in words: the message with the template's and the dataset's name before it.
    var subject: String {
        let names = [dataset.map { "dataset `\($0)`" }, template.map { "template `\($0)`" }].compactMap(\.self)
        // Errors of a template begin with its name already.
        if let template, message.hasPrefix("template `\(template)`") { return message }
        return (names.isEmpty ? "" : names.joined(separator: ", ") + ": ") + message
    }

    /// `file:line:column: severity: … [rule]`, the example row, the mend.
    var text: String {
        var text = Diagnostic("\(subject) [\(rule.rawValue)]", severity: severity, at: location).text
        if let example { text += "\n  row: \(oneLine(example.text))" }
        if let mend { text += "\n  help: \(oneLine(mend))" }
        return text
    }

    var json: JSONValue {
        .object([
            "rule": .string(rule.rawValue), "severity": .string(severity.rawValue),
            "file": location.map { .string($0.file) }, "line": location.map { .int($0.line) },
            "column": location.map { .int($0.column) }, "template": template.map { .string($0) },
            "dataset": dataset.map { .string($0) }, "message": .string(message), "mend": mend.map { .string($0) },
            "example": example.map {
                .object(["file": .string($0.file), "line": .int($0.line), "record": .int($0.record)])
            },
        ])
    }
}
