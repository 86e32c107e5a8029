import Diagnostics
import JSON

extension FindingsReport {
    /// The report as a SARIF 2.1.0 log with one run.
    func sarif(version: String) -> JSONValue {
        let described = rules.map { rule in
            JSONValue.object([
                "id": .string(rule.rawValue), "shortDescription": .object(["text": .string(rule.summary)]),
                "defaultConfiguration": .object(["level": .string(rule.severity.rawValue)]),
            ])
        }
        let driver = JSONValue.object(["name": "hornbook", "version": .string(version), "rules": .array(described)])
        let run = JSONValue.object([
            "tool": .object(["driver": driver]), "columnKind": "unicodeCodePoints",
            "results": .array(findings.map(result)),
        ])
        return .object([
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": .array([run]),
        ])
    }

    private func result(_ finding: Diagnostic) -> JSONValue {
        let text = finding.subject + (finding.help.map { "\n\($0)" } ?? "")
        return .object([
            "ruleId": finding.rule.map { .string($0) },
            "ruleIndex": rules.firstIndex { $0.rawValue == finding.rule }.map { .int($0) },
            "level": .string(finding.severity.rawValue), "message": .object(["text": .string(text)]),
            "locations": .array(
                finding.location.map { [Self.place($0.file, line: $0.line, column: $0.column)] } ?? []),
            "relatedLocations": finding.example.map { example in
                .array([Self.place(example.file, line: example.line, message: "record \(example.record)")])
            },
        ])
    }

    private static func place(_ file: String, line: Int, column: Int? = nil, message: String? = nil) -> JSONValue {
        .object([
            "physicalLocation": .object([
                "artifactLocation": .object(["uri": .string(uri(file))]),
                "region": .object(["startLine": .int(line), "startColumn": column.map { .int($0) }]),
            ]),
            "message": message.map { .object(["text": .string($0)]) },
        ])
    }

    /// A path as a URI reference: what may not stand in one is percent-encoded, bytes of UTF-8 included.
    private static func uri(_ path: String) -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
        let digits = Array("0123456789ABCDEF")
        return path.utf8.map { byte in
            plain.contains(byte)
                ? String(Unicode.Scalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }.joined()
    }
}
