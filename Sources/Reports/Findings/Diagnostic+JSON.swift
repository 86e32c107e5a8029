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
    fileprivate init(_ part: ManifestPart) throws(Diagnostic) {
        func value<Value>(_ key: String, _ type: FieldType<Value>) throws(Diagnostic) -> Value? {
            let member = try part.part(key)
            return member.value == nil ? nil : try type.read(member)
        }
        let word = try value("severity", .text) ?? Severity.note.rawValue
        guard let severity = Severity(rawValue: word) else {
            throw try part.part("severity").expected("error, warning or note")
        }
        self.init(try value("message", .text) ?? "", severity: severity, help: try value("help", .text))
        rule = try value("rule", .text)
        if let file = try value("file", .text), let line = try value("line", .count) {
            location = SourceLocation(file: file, line: line, column: try value("column", .count))
        }
    }
}

extension FieldType<Diagnostic> {
    /// A finding, as every command prints it.
    static var finding: FieldType {
        let members = [
            ("severity", "text", "error, warning or note."), ("rule", "text", "The rule or code."),
            ("message", "text", "What is wrong."), ("help", "text", "What to do about it."),
            ("file", "text", "Where: the file."), ("line", "count", "Its line, from 1."),
            ("column", "count", "The column, from 1."), ("dataset", "text", "The dataset that it concerns."),
            ("template", "text", "The template that it concerns."), ("field", "text", "The field that it concerns."),
            ("record", "count", "The record's number in its input, from 1."), ("count", "count", "How many rows."),
            ("example", "object", "The first row that shows it: file, line and record."),
        ]
        return FieldType(
            name: "object", read: { part throws(Diagnostic) in try Diagnostic(part) }, write: \.json,
            fields: {
                members.map { key, type, meaning in
                    FieldDescription(
                        key: "." + key, type: ["severity", "message"].contains(key) ? type : type + ", may be absent",
                        meaning: meaning, parts: .none)
                }
            })
    }
}
