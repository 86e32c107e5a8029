import Diagnostics
import Formats
import Prompting
import Records
import Reports

/// Gathers what a run finds, for reports that stand beside its output: rejected rows, what a plan warns of, what ended the run.
///
/// Used by one thread at a time: the one that takes the results of rows in their order.
package final class FindingsLog: @unchecked Sendable {
    /// So many rows are listed; the others are counted by rule, beside the first of them.
    private static let most = 1000

    /// The command, such as `hornbook build`.
    private let command: String
    /// Where what concerns the run as a whole is shown: at the beginning of its recipe.
    private let start: SourceLocation?
    /// The files that are made of it, which must not be others that the run reads or writes.
    let outputs: [SideOutput]
    /// The mixture, once it is made.
    package var table: MixtureTable?
    /// How the output that stands there would change.
    package private(set) var changes: OutputDifference?
    private var rows: [Diagnostic] = []
    private var more: [Diagnostic] = []
    /// Where in `more` the rows of a rule are counted.
    private var positions: [String: Int] = [:]
    private var others: [Diagnostic] = []
    /// The place of the row that ended the run.
    private var fatal: SourceLocation?

    /// - Parameter recipe: the path of the recipe, if there is one.
    package init(_ command: String, of recipe: String? = nil, outputs: [SideOutput] = []) {
        start = recipe.map { SourceLocation(file: $0, line: 1, column: 1) }
        (self.command, self.outputs) = (command, outputs)
    }

    /// Adds a rejected row; an error ends the run.
    func add(_ reject: Reject, severity: Severity) {
        if rows.count == Self.most, let position = positions[reject.code] {
            more[position].count = (more[position].count ?? 1) + 1
            return
        }
        var finding = reject.finding(severity)
        if severity == .error { fatal = finding.location }
        finding.location?.file = path(of: reject.source)
        if rows.count < Self.most { return rows.append(finding) }
        positions[reject.code] = more.count
        more.append(finding)
    }

    /// An input's path from where the run was started, as readers of reports want it: messages tell it from the recipe.
    private func path(of source: String) -> String {
        guard !source.hasPrefix("/"), source != "<stdin>" else { return source }
        let recipe = start?.file ?? ""
        var parts = recipe.split(separator: "/").dropLast().filter { $0 != "." }
        for part in source.split(separator: "/") {
            // Services compare paths as texts: none of them finds `sub/../data`.
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != "." {
                parts.append(part)
            }
        }
        return (recipe.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }

    /// Adds what a plan, a build or a filter warns of.
    package func add(_ warnings: [Diagnostic]) { others += warnings.map { $0.listed(under: .plan, at: start) } }

    /// Adds how the output would change, if it would.
    package func add(_ difference: OutputDifference) {
        guard !difference.isEmpty else { return }
        changes = difference
        let message = Diagnostic("the output would change", help: "build it anew, or undo what has changed")
        others.append(message.listed(under: .failure, at: start))
    }

    /// Adds what ended the run, unless it is a row that has been added.
    package func add(_ failure: Diagnostics) {
        others += failure.all.filter { $0.record == nil || $0.location != fatal }
            .map { $0.listed(under: .failure, at: start) }
    }

    /// All that was found: the rows in the order of the input, then the rest.
    package var report: FindingsReport {
        let noticed: [any Rule] = [DataRule.repeatedKeys, LintRule.blankRender, LintRule.inversionRefused]
        return FindingsReport(
            command: command, findings: rows + more + others,
            rules: RowCode.allCases + PromptErrorCode.allCases + RunRule.allCases + noticed)
    }
}
