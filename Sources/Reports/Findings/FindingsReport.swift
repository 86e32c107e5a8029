import Diagnostics
import JSON

/// What a command has found, whatever form it is written in.
package struct FindingsReport: Sendable {
    /// What was run, such as `hornbook check`.
    package var command: String
    /// In the order in which they are told.
    package var findings: [Diagnostic]
    /// All that was looked for.
    package var rules: [any Rule]
    /// What the JSON form tells besides.
    package var sums: [JSONValue.Member] = []

    package init(command: String, findings: [Diagnostic], rules: [any Rule]) {
        (self.command, self.findings, self.rules) = (command, findings, rules)
    }

    struct Group {
        var rule: String
        var findings: [Diagnostic]

        /// How many rows, or places, it was found in.
        var count: Int { findings.reduce(0) { $0 + ($1.count ?? 1) } }
        /// How bad the worst of them is.
        var severity: Severity { findings.map(\.severity).worst }
    }

    /// The findings by rule: first the rules with errors, then those with warnings, then the others, by name.
    var groups: [Group] { Self.groups(of: findings) }

    static func groups(of findings: [Diagnostic]) -> [Group] {
        let groups = Dictionary(grouping: findings) { $0.rule ?? "" }.map { Group(rule: $0.key, findings: $0.value) }
        return groups.sorted { a, b in
            a.severity == b.severity
                ? a.rule.utf8.lexicographicallyPrecedes(b.rule.utf8) : a.severity.rank < b.severity.rank
        }
    }

    /// How many rows or places there are of a severity.
    func count(_ severity: Severity) -> Int {
        findings.reduce(0) { $0 + ($1.severity == severity ? $1.count ?? 1 : 0) }
    }
}

extension Severity {
    /// 0 is the worst.
    fileprivate var rank: Int {
        switch self {
        case .error: 0
        case .warning: 1
        case .note: 2
        }
    }
}

extension [Severity] {
    /// The worst of them; a note of none.
    var worst: Severity { self.min { $0.rank < $1.rank } ?? .note }
}

extension Diagnostic {
    /// Whether its place is in a file: standard input has lines, but no name that a reader of reports could open.
    var isInFile: Bool { location.map { $0.file != "<stdin>" } ?? false }
}
