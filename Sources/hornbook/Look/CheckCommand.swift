import ArgumentParser
import Building
import Diagnostics
import Jinja
import Linting
import Reports

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look for faults in packs and recipes, alone and against rows.",
        discussion: """
            Examples:
              hornbook check recipe.yaml                  its packs, with rows
              hornbook check pack.yaml sentiment packs/   packs alone
              hornbook check pack.yaml --data rows.csv    a pack with rows
              hornbook check packs/ --format github       annotations

            A file with `datasets` is a recipe, one with `templates` a pack. Of each dataset some of the first rows are tried, as \
            the recipe's `where`, `fields` and `labels` let the templates see them. Findings go to standard output, their \
            sum to standard error; errors (with --strict, warnings too) end with status 1.

            Rules (e: error, w: warning, n: note):
            \(ruleList(LintRule.self, withSeverity: true))

            A recipe switches rules off, each with a reason:
              check: {off: {trailing-space: the originals have them, too}}
            """)

    @Argument(
        help: ArgumentHelp("Recipes, packs, folders of packs, names of shipped packs.", valueName: "recipe|pack"),
        completion: .packs)
    var targets: [String]

    @Option(help: ArgumentHelp("Rows to try packs on; repeatable.", valueName: "file"), completion: .file())
    var data: [String] = []

    @Option(help: ArgumentHelp("How many rows of each dataset are looked at, at most.", valueName: "n"))
    var rows = 200

    @Option(help: ArgumentHelp("text (the default), json, github, sarif or junit.", valueName: "format"))
    var format: FindingsFormat?

    @Flag(help: "The same as --format json.")
    var json = false

    @Flag(help: "Warnings count as errors.")
    var strict = false

    @Flag(help: "Print no sum.")
    var quiet = false

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var summary: SummaryOption

    func run() throws {
        guard (1...1_000_000).contains(rows) else { throw usageError("--rows takes a number from 1 to 1000000") }
        if json, let format, format != .json { throw usageError("--json contradicts --format \(format.rawValue)") }
        if let output = try summary.output() {
            try output.refuseToOverwrite(targets + data)
            try output.checkFolder()
        }
        var checker = Checker()
        checker.rows = rows
        let inputs = data.isEmpty ? nil : try reading.inputs(data)
        checker.data = inputs
        for target in targets { checker.check(target) }
        if inputs != nil, checker.report.recipes > 0 {
            throw usageError("--data goes with packs: a recipe names its own data")
        }
        let report = checker.report
        let format = json ? .json : format ?? .text
        // Whoever reads the text is told on standard error of what cannot be read.
        try printOutput(format == .text ? report.text : report.findingsReport.text(as: format, version: programVersion))
        for failure in report.failures { printError(failure.text) }
        try summary.write(report.findingsReport.markdown(of: targets.joined(separator: ", ")))
        if !quiet, report.packs + report.recipes > 0 { printError(report.summary) }
        let status = report.status(strict: strict)
        if status != .success { throw Diagnostics([], status: status) }
    }
}

/// The rules of a list for help: name, severity's letter if it is wanted, and what is looked for.
func ruleList<List: Rule>(_ list: List.Type, withSeverity: Bool = false) -> String {
    helpList(
        List.allCases.map { rule in
            (rule.rawValue, (withSeverity ? "\(rule.severity.rawValue.prefix(1))  " : "") + rule.summary)
        })
}

/// Names with what help says of each, in two columns.
func helpList(_ entries: [(name: String, text: String)]) -> String {
    let width = entries.map(\.name.count).max() ?? 0
    return entries.map { name, text in
        "  \(name)\(String(repeating: " ", count: width - name.count))  \(text)"
    }.joined(separator: "\n")
}
