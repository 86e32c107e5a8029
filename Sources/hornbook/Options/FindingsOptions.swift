import ArgumentParser
import Building
import Diagnostics
import Formats
import Reports
import Running

/// The file in which a run tells machines what it has found.
struct FindingsOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write to this file (-: standard error) which rows were rejected, at most 1000 and then their number, and what else went wrong, also when the run fails.",
            valueName: "file"), completion: .file())
    var findings: String?

    @Option(
        help: ArgumentHelp(
            "text, json, github, sarif or junit; by default the name of --findings tells: .json, .sarif, .xml (junit), else text.",
            valueName: "format"))
    var findingsFormat: FindingsFormat?

    /// Runs a command, and writes what it has found, whether it succeeds or fails. Nothing is written of a wrong command line.
    ///
    /// - Parameters:
    ///   - command: its name.
    ///   - recipe: the path of the recipe that it is run on, if it is.
    ///   - others: files that it writes besides.
    ///   - conclude: what else is made of the findings.
    func record(
        _ command: String, of recipe: String? = nil, beside others: [SideOutput?] = [],
        _ run: (FindingsLog) throws -> Void,
        conclude: (FindingsLog) throws -> Void = { _ in }
    ) throws {
        if findings == nil, findingsFormat != nil { throw usageError("--findings-format goes with --findings FILE") }
        let own = try sideOutput("--findings", findings)
        let outputs = [own].compactMap(\.self) + others.compactMap(\.self)
        for (index, output) in outputs.enumerated() {
            try output.refuseToOverwrite(outputs[..<index].map(\.path))
            try output.checkFolder()
        }
        let log = FindingsLog("hornbook " + command, of: recipe, outputs: outputs)
        var failure: Diagnostics?
        do {
            try run(log)
        } catch let error as Diagnostics where error.status != .usage {
            log.add(error)
            failure = error
        }
        do {
            try write(log)
            try conclude(log)
        } catch let error as Diagnostics {
            throw Diagnostics((failure?.all ?? []) + error.all, status: failure?.status ?? error.status)
        }
        if let failure { throw failure }
    }

    private func write(_ log: FindingsLog) throws {
        guard let findings else { return }
        let format = findingsFormat ?? FindingsFormat(forFile: findings)
        let text = log.report.text(as: format, version: programVersion)
        if findings == "-" { return printErrorText(text) }
        try replaceFile(findings, by: text)
    }
}

/// The page that a run adds a section to.
struct SummaryOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Add a summary in Markdown to this file (-: standard error), also when the run fails; GitHub shows what stands in $GITHUB_STEP_SUMMARY.",
            valueName: "file"), completion: .file())
    var summary: String?

    /// The file, if there is one.
    func output() throws -> SideOutput? { try sideOutput("--summary", summary) }

    /// Adds a section.
    func write(_ text: String) throws {
        guard let summary else { return }
        if summary == "-" { return printErrorText(text) }
        try checked { () throws(OutputError) in
            let file = try OutputFile(writing: summary, appends: true)
            try file.write(text)
            try file.finish()
        }
    }
}

/// A file that an option names; nil if there is none, or if it is standard error.
func sideOutput(_ option: String, _ path: String?) throws -> SideOutput? {
    guard let path, path != "-" else { return nil }
    if path.isEmpty { throw usageError("\(option) names no file") }
    return SideOutput(option, path)
}

/// Writes a file in an old one's place.
func replaceFile(_ path: String, by text: String) throws {
    try checked { () throws(OutputError) in
        let file = try OutputFile(replacing: path)
        try file.write(text)
        try file.finish()
    }
}

extension FindingsFormat: ExpressibleByArgument {}
