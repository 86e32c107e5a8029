import ArgumentParser
import Building
import Diagnostics
import Formats

/// `hornbook rows`
struct RowsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rows", abstract: "Print whatever can be read as JSON lines: one row a line, in canonical form.",
        discussion: """
            Examples:
              hornbook rows data.csv.gz | head -3
              hornbook rows --no-header --columns text,label --quote '' germeval.tsv
              hornbook rows --keys data.jsonl | grep '"key":"4f1e'     the row behind a key of the output
            """)

    @Argument(help: ArgumentHelp("Files of rows; none, or -: standard input.", valueName: "file"))
    var files: [String] = []

    @Flag(help: "Print {\"key\": …, \"row\": …}: the row's key, as it stands in the output's `meta`.")
    var keys = false

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to; by default standard output.", valueName: "file"))
    var output = "-"

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var badRows: BadRowOptions
    @OptionGroup var jobs: JobOptions

    @Flag(help: "Print no notes.")
    var quiet = false

    func run() throws {
        let filter = RowFilter(inputs: try reading.inputs(files), badRows: try badRows.policy(), jobs: try jobs.count())
        let file = try writeOutput { () throws(OutputError) in try OutputFile(replacing: output) }
        let summary = try filter.rows(to: file, keyed: keys)
        _ = try writeOutput { () throws(OutputError) in try file.finish() }
        if !quiet { note(summary) }
    }
}
