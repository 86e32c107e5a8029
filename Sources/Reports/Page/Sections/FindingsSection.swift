import Diagnostics

/// What was noticed, the worst first.
struct FindingsSection {
    private let findings: [Diagnostic]?

    init(_ build: Manifest) {
        findings = build.statistics?.findings.map { all in
            [Severity.error, .warning, .note].flatMap { severity in all.filter { $0.severity == severity } }
        }
    }

    /// Nil if nobody has looked for any.
    var section: PageSection? {
        guard let findings else { return nil }
        guard !findings.isEmpty else {
            return PageSection(id: "findings", title: "Findings", body: #"<p class="good">Nothing was noticed.</p>"#)
        }
        let list = findings.prefix(PageLimits.rows).map(item).joined()
        return PageSection(
            id: "findings", title: "Findings",
            body: #"<ul class="findings">\#(list)</ul>"#
                + Cut.sentence(shown: PageLimits.rows, of: findings.count, "findings"))
    }

    /// Such as `2 warnings, 1 note`; nil if there are none.
    static func summary(_ findings: [Diagnostic]) -> Markup? {
        let kinds: [(Severity, Markup, Markup)] = [
            (.error, "error", "errors"), (.warning, "warning", "warnings"), (.note, "note", "notes"),
        ]
        let counted = kinds.compactMap { severity, one, many -> Markup? in
            let count = findings.filter { $0.severity == severity }.count
            return count > 0 ? PageNumber.counted(count, one, many) : nil
        }
        guard let first = counted.first else { return nil }
        return counted.dropFirst().reduce(first) { "\($0), \($1)" }
    }

    private func item(_ finding: Diagnostic) -> Markup {
        let message = finding.message + (finding.help.map { " (\($0))" } ?? "")
        let place = finding.location.map { "\($0.file):\($0.line)" }
        return #"<li class="\#(finding.severity.rawValue)"><strong>\#(finding.severity.rawValue)</strong> "#
            + "<bdi>\(message, limit: PageLimits.excerpt)</bdi>"
            + (finding.rule.map { " <code>\($0, limit: 80)</code>" } ?? .empty)
            + (place.map { #" <span class="place"><bdi>\#($0, limit: 300)</bdi></span>"# } ?? .empty) + "</li>\n"
    }
}
