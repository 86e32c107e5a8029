import ArgumentParser
import Building
import Filtering
import Formats
import Running

/// What all commands share that read rows and write a line for each, in the order of the input.
struct FilterOptions: ParsableArguments {
    @Option(
        name: .joinableShort("o"), help: ArgumentHelp("Where to; by default standard output.", valueName: "file"),
        completion: .file())
    var output = "-"

    @Flag(
        name: [.customShort("0"), .customLong("print0")],
        help: "End what each row gives with NUL instead of a line feed, for xargs -0, sort -z and the like.")
    var endsWithNUL = false

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var badRows: BadRowOptions
    @OptionGroup var jobs: JobOptions

    @Flag(help: "Print no notes.")
    var quiet = false

    /// Runs a command, and writes what it has found, if that is wanted.
    func record(_ command: String, _ run: (FindingsLog) throws -> Void) throws {
        try badRows.record(command, run)
    }

    /// Runs a filter over files. What it writes takes the place of an old output only when all went well.
    ///
    /// - Parameter log: is told of each bad row.
    func run(_ files: InputFiles, _ log: FindingsLog, _ body: (RowFilter, OutputFile) throws -> FilterSummary) throws {
        var filter = RowFilter(
            inputs: try reading.inputs(try files.paths()), badRows: try badRows.policy(log), jobs: try jobs.count())
        if endsWithNUL { filter.lineEnd = 0 }
        let file = try checked { () throws(OutputError) in try OutputFile(replacing: output) }
        let summary = try body(filter, file)
        try checked { () throws(OutputError) in _ = try file.finish() }
        if !quiet { note(summary) }
    }

    /// Tells what did not come through; nothing when everything did.
    private func note(_ summary: FilterSummary) {
        if summary.equalKeyRows > 0 {
            let rows = summary.equalKeyRows == 1 ? "1 row" : "\(summary.equalKeyRows) rows"
            printError("note: \(rows) held a key twice; the last value was taken")
        }
        if summary.blank > 0 {
            printError("note: \(summary.blank) rows gave a blank prompt or completion, and no line")
        }
        if summary.refused > 0 {
            printError(
                "note: \(summary.refused) instances of inverted templates were refused: what they ask from says nothing, or what "
                    + "they ask for is not in the row")
        }
        if summary.rejected > 0 {
            printError("note: \(summary.rejected) of \(summary.records) records were rejected")
        }
    }
}
