import Diagnostics
import JSON

extension Diagnostic {
    /// The finding as JSON, wherever a command prints one: keys stand where there is a value.
    package var json: JSONValue {
        .object([
            "severity": .string(severity.rawValue), "rule": rule.map { .string($0) }, "message": .string(message),
            "help": help.map { .string($0) }, "file": location.map { .string($0.file) },
            "line": location.map { .int($0.line) }, "column": location?.column.map { .int($0) },
            "dataset": dataset.map { .string($0) }, "template": template.map { .string($0) },
            "record": record.map { .int($0) }, "field": field.map { .string($0) }, "count": count.map { .int($0) },
            "example": example.map {
                .object(["file": .string($0.file), "line": .int($0.line), "record": .int($0.record)])
            },
        ])
    }

    /// Reads what the page shows of a finding in a manifest; a severity that is absent is a note.
    ///
    /// - Throws: what is not as expected, and where.
    init(_ part: ManifestPart) throws(Diagnostic) {
        let word = try part.part("severity")
        guard let severity = Severity(rawValue: try word.text() ?? Severity.note.rawValue) else {
            throw word.expected("error, warning or note")
        }
        self.init(try part.text("message"), severity: severity, help: try part.part("help").text())
        rule = try part.part("rule").text()
        if let file = try part.part("file").text(), let line = try part.part("line").count() {
            location = SourceLocation(file: file, line: line, column: try part.part("column").count())
        }
    }
}
