import Diagnostics

/// What was noticed, the worst first.
struct FindingsSection {
    private let findings: [Finding]?

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
    static func summary(_ findings: [Finding]) -> Markup? {
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

    private func item(_ finding: Finding) -> Markup {
        let place = (finding.file ?? "") + (finding.line.map { ":\($0)" } ?? "")
        return #"<li class="\#(finding.severity.rawValue)"><strong>\#(finding.severity.rawValue)</strong> "#
            + "<bdi>\(finding.message, limit: PageLimits.excerpt)</bdi>"
            + (finding.rule.isEmpty ? .empty : " <code>\(finding.rule, limit: 80)</code>")
            + (place.isEmpty ? .empty : #" <span class="place"><bdi>\#(place, limit: 300)</bdi></span>"#) + "</li>\n"
    }
}
