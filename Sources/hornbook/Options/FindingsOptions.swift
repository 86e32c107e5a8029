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

    func output() throws -> SideOutput? {
        if findings == nil, findingsFormat != nil { throw usageError("--findings-format goes with --findings FILE") }
        return try sideOutput("--findings", findings)
    }

    func write(_ log: FindingsLog) throws {
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

    func output() throws -> SideOutput? { try sideOutput("--summary", summary) }

    func write(_ text: String) throws {
        guard let summary else { return }
        if summary == "-" { return printErrorText(text) }
        try writeText(text) { () throws(OutputError) in try OutputFile(writing: summary, appends: true) }
    }
}

/// A file that an option names; nil if there is none, or if it is standard error.
func sideOutput(_ option: String, _ path: String?) throws -> SideOutput? {
    guard let path, path != "-" else { return nil }
    if path.isEmpty { throw usageError("\(option) names no file") }
    return SideOutput(option, path)
}

extension FindingsFormat: ExpressibleByArgument {}

/// The file of a build's numbers.
struct MetricsOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write the numbers of the mixture to this file as one flat JSON object, as `dvc metrics` reads it.",
            valueName: "file"), completion: .file())
    var metrics: String?

    func output() throws -> SideOutput? { try sideOutput("--metrics", metrics) }

    func write(_ ledgers: [DatasetLedger]) throws {
        guard let metrics else { return }
        let text = Metrics(ledgers).text
        if metrics == "-" { return printErrorText(text) }
        try replaceFile(metrics, by: text)
    }
}
