import Diagnostics
import JSON

package enum FindingsFormat: String, Sendable, CaseIterable {
    /// For people: `file:line:column: severity: …`.
    case text
    /// One object.
    case json
    /// Commands that GitHub's workflow logs make annotations of.
    case github
    /// SARIF 2.1.0, as code scanning services read it.
    case sarif
    /// The XML of JUnit, as GitLab, Jenkins and others read it.
    case junit

    /// The format that a file's name asks for; text if it asks for none.
    package init(forFile path: String) {
        let name = path.lowercased()
        self =
            name.hasSuffix(".sarif") || name.hasSuffix(".sarif.json")
            ? .sarif : name.hasSuffix(".xml") ? .junit : name.hasSuffix(".json") ? .json : .text
    }
}

extension FindingsReport {
    /// The findings in a format.
    ///
    /// - Parameter version: hornbook's own.
    package func text(as format: FindingsFormat, version: String) -> String {
        switch format {
        case .text: findings.map { $0.text + "\n" }.joined()
        case .json: line(json)
        case .github: github
        case .sarif: line(sarif(version: version))
        case .junit: junit
        }
    }

    private func line(_ value: JSONValue) -> String { value.line + "\n" }

    /// One object whose keys always stand in the same order.
    private var json: JSONValue {
        let byRule = groups.map { JSONValue.Member(key: $0.rule, value: .int($0.count)) }
        let members: [JSONValue.Member] = [
            .init(key: "findings", value: .array(findings.map(\.json))),
            .init(key: "errors", value: .int(count(.error))), .init(key: "warnings", value: .int(count(.warning))),
            .init(key: "notes", value: .int(count(.note))), .init(key: "by_rule", value: .object(byRule)),
        ]
        return .object(members + sums)
    }
}
