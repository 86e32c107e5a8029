import Building
import Diagnostics
import Formats
import JSON
import Reports
import Running

/// What a run of a command says beside its data, and where. Each command owns one.
///
/// - Warnings and errors always appear: on standard error, or in the JSON object where that has standard error to itself.
/// - `--quiet` hides summaries, notes and progress.
/// - `--json` prints exactly one object: on standard output or, where the data goes there, on standard error.
final class Session {
    /// Gathers what is found, for reports beside the output.
    let log: FindingsLog
    private let isQuiet: Bool
    private let printsJSON: Bool
    private let dataIsOnStandardOutput: Bool
    private let findings: FindingsOptions?
    private let summary: SummaryOption?
    /// What a summary in Markdown is about.
    private let subject: String
    private let outputs: [SideOutput]
    private var warnings: [Diagnostic] = []

    /// - Parameters:
    ///   - command: its name, such as `build`.
    ///   - recipe: the path of the recipe that it runs on, if there is one.
    ///   - others: files that the command writes besides its data.
    ///   - data: where the data goes: `-` for standard output, nil for a folder or nowhere.
    init(
        _ command: String, of recipe: String? = nil, findings: FindingsOptions? = nil, summary: SummaryOption? = nil,
        writing others: [SideOutput?] = [], quiet: Bool = false, json: Bool = false, data: String? = nil
    ) throws {
        (self.findings, self.summary, subject) = (findings, summary, recipe ?? "hornbook " + command)
        (isQuiet, printsJSON, dataIsOnStandardOutput) = (quiet, json, data == "-")
        outputs = [try findings?.output(), try summary?.output()].compactMap(\.self) + others.compactMap(\.self)
        log = FindingsLog("hornbook " + command, of: recipe, outputs: outputs)
    }

    /// Whether standard error belongs to the JSON object.
    private var hasJSONOnStandardError: Bool { printsJSON && dataIsOnStandardOutput }

    /// Progress on standard error, where that is a terminal and nothing speaks against it.
    var progress: Progress? { isQuiet || hasJSONOnStandardError ? nil : terminalProgress() }

    /// Runs the command, and writes what it has found, whether it succeeds or fails. Nothing is written of a wrong command line.
    func run(_ body: (Session) throws -> Void) throws {
        for (index, output) in outputs.enumerated() {
            try output.refuseToOverwrite(outputs[..<index].map(\.path))
            try output.checkFolder()
        }
        var failure: Diagnostics?
        do {
            try body(self)
        } catch let error as Diagnostics where error.status != .usage {
            log.add(error)
            failure = error
        }
        do {
            try findings?.write(log)
            try summary?.write(log.report.markdown(of: subject, table: log.table, changes: log.changes))
        } catch let error as Diagnostics {
            throw Diagnostics((failure?.all ?? []) + error.all, status: failure?.status ?? error.status)
        }
        if let failure { throw failure }
    }

    /// Takes warnings and notes, and shows them at once.
    func add(_ found: [Diagnostic]) {
        log.add(found)
        warnings += found
        show(found)
    }

    /// Shows messages that are listed nowhere else, or already.
    func show(_ found: [Diagnostic]) {
        if hasJSONOnStandardError { return }
        for finding in found where finding.severity != .note || !isQuiet { printError(finding.text) }
    }

    /// Prints the summary of a run that has succeeded.
    ///
    /// - Parameters:
    ///   - json: as a JSON object, without the warnings, which are added.
    ///   - text: for people, with its line ends.
    ///   - found: what there is to say about the result, after the text.
    func finish(
        json: @autoclosure () -> JSONValue, text: @autoclosure () -> String, _ found: [Diagnostic] = []
    ) throws {
        if !printsJSON {
            if !isQuiet { printErrorText(text()) }
            return add(found)
        }
        add(found)
        var object = json()
        if case .object(let members) = object, !warnings.isEmpty {
            let listed = warnings.map { $0.listed(under: .plan).json }
            object = .object(members + [.init(key: "warnings", value: .array(listed))])
        }
        if dataIsOnStandardOutput { printErrorText(object.line + "\n") } else { try printOutput(object.line + "\n") }
    }
}
