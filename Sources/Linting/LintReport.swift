import Diagnostics
import JSON
import Reports

/// What `check` has found.
package struct LintReport: Sendable {
    /// By file, line and rule.
    package private(set) var findings: [Diagnostic] = []
    package var packs = 0
    package var recipes = 0
    package var rows = 0
    /// How many findings recipes have switched off.
    package private(set) var switchedOff = 0
    /// What could not be looked at, because it cannot be read.
    package private(set) var failures: [Diagnostic] = []
    /// What the failures call for; nil if there are none.
    package private(set) var failureStatus: ExitStatus?

    /// Adds findings; equal ones, and those that rows have shown more of, count once.
    ///
    /// - Parameter off: the rules that are switched off for them.
    package mutating func add(_ new: [Diagnostic], off: Set<LintRule> = []) {
        var wanted: [Diagnostic] = []
        for finding in new where !wanted.contains(finding) {
            let isShownByRows =
                finding.example == nil
                && new.contains { $0.example != nil && $0.isAbout(finding) }
            if !isShownByRows { wanted.append(finding) }
        }
        let names = Set(off.map(\.rawValue))
        switchedOff += wanted.filter { names.contains($0.rule ?? "") }.count
        for finding in wanted where !names.contains(finding.rule ?? "") && !findings.contains(finding) {
            findings.append(finding)
        }
        findings.sort { a, b in a.isBefore(b) }
    }

    /// Adds something that cannot be read.
    package mutating func add(_ error: Diagnostics) {
        failures += error.all
        failureStatus = failureStatus ?? error.status
    }

    /// The findings for reports that stand alone; what cannot be read is among them.
    package var findingsReport: FindingsReport {
        var report = FindingsReport(
            command: "hornbook check",
            findings: findings + failures.map { $0.listed(under: .failure) },
            rules: LintRule.allCases + [RunRule.failure])
        report.sums = [
            .init(key: "switched_off", value: .int(switchedOff)), .init(key: "packs", value: .int(packs)),
            .init(key: "recipes", value: .int(recipes)), .init(key: "rows", value: .int(rows)),
        ]
        return report
    }

    /// The findings for people, who are told of the failures apart.
    package var text: String { findings.map { $0.text + "\n" }.joined() }

    package func count(_ severity: Severity) -> Int { findings.filter { $0.severity == severity }.count }

    /// - Parameter strict: whether warnings count as errors.
    package func status(strict: Bool) -> ExitStatus {
        if let failureStatus { return failureStatus }
        return count(.error) > 0 || strict && count(.warning) > 0 ? .problems : .success
    }

    /// The sum in one line, such as `3 errors, 1 warning in 2 packs`.
    package var summary: String {
        func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
        let kinds: [(Severity, String)] = [(.error, "error"), (.warning, "warning"), (.note, "note")]
        let found = kinds.compactMap { kind in count(kind.0) > 0 ? counted(count(kind.0), kind.1) : nil }
        let looked = [packs > 0 ? counted(packs, "pack") : nil, recipes > 0 ? counted(recipes, "recipe") : nil]
            .compactMap(\.self).joined(separator: " and ")
        var text = found.isEmpty ? "no findings" : found.joined(separator: ", ")
        if !looked.isEmpty { text += " in \(looked)" }
        if rows > 0 { text += ", \(counted(rows, "row")) looked at" }
        if switchedOff > 0 { text += "; \(counted(switchedOff, "finding")) switched off" }
        return text
    }
}

extension Diagnostic {
    /// Whether another finding tells the same of the same place, whatever the words.
    fileprivate func isAbout(_ other: Diagnostic) -> Bool {
        rule == other.rule && template == other.template
            && (location == other.location || location?.file == other.location?.file && isOnceATemplate)
    }

    /// The order of reports.
    fileprivate func isBefore(_ other: Diagnostic) -> Bool {
        let (a, b) = (location, other.location)
        if a?.file != b?.file { return (a?.file ?? "").utf8.lexicographicallyPrecedes((b?.file ?? "").utf8) }
        if a?.line != b?.line { return (a?.line ?? 0) < (b?.line ?? 0) }
        if rule != other.rule { return (rule ?? "") < (other.rule ?? "") }
        if a?.column != b?.column { return (a?.column ?? 0) < (b?.column ?? 0) }
        return (template ?? "", dataset ?? "", message) < (other.template ?? "", other.dataset ?? "", other.message)
    }

    /// Whether a template has the fault once, so that what the source and what the rows tell is the same finding.
    private var isOnceATemplate: Bool {
        switch rule.flatMap(LintRule.init) {
        case .answerInPrompt, .optionsNotShown, .optionsShownUnmarked, .invertedAnswerLetter, .tooManyParts: true
        default: false
        }
    }
}
