import ArgumentParser
import Building
import Diagnostics
import Filtering
import Formats
import Running

/// What all commands share that read rows and write a line for each, in the order of the input.
struct FilterOptions: ParsableArguments {
    @OptionGroup var output: OutputOption

    @Flag(
        name: [.customShort("0"), .customLong("print0")],
        help: "End what each row gives with NUL instead of a line feed, for xargs -0, sort -z and the like.")
    var endsWithNUL = false

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var badRows: BadRowOptions
    @OptionGroup var jobs: JobOptions

    @Flag(help: "Print no notes.")
    var quiet = false

    /// What a command says beside its lines.
    func session(_ command: String) throws -> Session {
        try Session(
            command, findings: badRows.findings, writing: [badRows.output()], quiet: quiet, data: output.path)
    }

    /// Runs a filter over files. What it writes takes the place of an old output only when all went well.
    func run(_ files: InputFiles, _ session: Session, _ body: (RowFilter, OutputFile) throws -> FilterSummary) throws {
        var filter = RowFilter(
            inputs: try reading.inputs(try files.paths()), badRows: try badRows.policy(session), jobs: try jobs.count())
        if endsWithNUL { filter.lineEnd = 0 }
        let file = try output.open()
        let summary = try body(filter, file)
        try checked { () throws(OutputError) in _ = try file.finish() }
        session.log.add(summary.notes)
        var notes = summary.notes
        if summary.rejected > 0 {
            notes.append(Diagnostic("\(summary.rejected) of \(summary.records) records were rejected", severity: .note))
        }
        // People need no name of a rule here.
        for index in notes.indices { notes[index].rule = nil }
        session.show(notes)
    }
}
