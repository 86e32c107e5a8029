import Diagnostics
import Formats
import JSON
import Jinja
import Mixing
import Prompting
import Running

/// What a filter command has done.
package struct FilterSummary: Sendable {
    package var records = 0
    package var written = 0
    package var rejected = 0
    /// Rows that held a key twice; the last value was taken. Objects inside a row are not counted.
    package var equalKeyRows = 0
    /// Inverted instances that were refused.
    package var refused = 0
    /// Rows whose prompt or completion came out blank; they give no line.
    package var blank = 0

    /// What did not come through or was changed, besides rejected rows.
    package var notes: [Diagnostic] {
        func note(_ rule: some Rule, _ count: Int, _ message: String) -> Diagnostic? {
            guard count > 0 else { return nil }
            var note = Diagnostic(rule, message, severity: .note)
            note.count = count
            return note
        }
        let rows = equalKeyRows == 1 ? "1 row" : "\(equalKeyRows) rows"
        return [
            note(DataRule.repeatedKeys, equalKeyRows, "\(rows) held a key twice; the last value was taken"),
            note(LintRule.blankRender, blank, "\(blank) rows gave a blank prompt or completion, and no line"),
            note(
                LintRule.inversionRefused, refused,
                "\(refused) instances of inverted templates were refused: what they ask from says nothing, or what "
                    + "they ask for is not in the row"),
        ].compactMap(\.self)
    }
}

/// Commands that read rows and write lines in the order of the input.
package struct RowFilter: Sendable {
    package var inputs: InputSet
    /// What happens to records that give no line.
    package var badRows: BadRowPolicy
    package var jobs: Int
    /// The byte that stands behind what each row gives: a line feed, or NUL.
    package var lineEnd: UInt8 = 0x0A
    /// How many bytes are read at a time; nil: what suits the number of threads.
    package var blockSize: Int?

    /// - Parameter jobs: how many threads work, at least 1.
    package init(inputs: InputSet, badRows: BadRowPolicy, jobs: Int) {
        (self.inputs, self.badRows, self.jobs) = (inputs, badRows, jobs)
    }

    /// Writes every row as one JSON object a line, in canonical form.
    ///
    /// - Parameter keyed: whether each line tells the row's key: `{"key", "row"}`.
    package func rows(to output: OutputFile, keyed: Bool = false) throws(Diagnostics) -> FilterSummary {
        try run(to: output) { RowLines(keyed: keyed, lineEnd: lineEnd) }
    }

    /// Writes the instances that rows give, as lines of a format.
    package func render(
        _ task: PromptTask, as style: OutputStyle, to output: OutputFile
    ) throws(Diagnostics) -> FilterSummary {
        var style = style
        style.lineEnd = lineEnd
        let lines = style
        return try run(to: output) { InstanceLines(task, lines) }
    }

    /// Writes what a bare Jinja template gives for each row.
    ///
    /// - Parameters:
    ///   - template: compiled in the environment.
    ///   - constants: names and JSON values that hide fields of the rows.
    package func jinja(
        _ template: Template, in environment: Environment, constants: [(name: String, value: JSONValue)],
        to output: OutputFile
    ) throws(Diagnostics) -> FilterSummary {
        try run(to: output) { TemplateLines(template, environment, constants, lineEnd: lineEnd) }
    }

    private func run<Handler: RowHandler>(
        to output: OutputFile, _ makeHandler: @escaping @Sendable () -> Handler
    ) throws(Diagnostics) -> FilterSummary where Handler.BatchResult == FilteredLines {
        try badRows.refuseToOverwrite(inputs.paths.filter { $0 != "-" } + [output.path])
        let sink = try RejectSink(badRows)
        var summary = FilterSummary()
        let map = RowPipeline(inputs: inputs, jobs: jobs, blockSize: blockSize)
        // A reader that goes away must be noticed by and by, not only at the end of the input.
        let read = try map.run(rejects: sink, makeHandler: makeHandler) { lines throws(Diagnostics) in
            summary.written += lines.counts.lines
            summary.blank += lines.counts.blank
            summary.refused += lines.counts.refused
            try checked { () throws(OutputError) in
                try output.write(lines.text.bytes)
                if inputs.paths.contains("-") { try output.flush() }
            }
        }
        (summary.records, summary.equalKeyRows) = (read.records, read.equalKeyRows)
        try checked { () throws(OutputError) in try output.flush() }
        summary.rejected = sink.count
        try sink.finish(records: summary.records)
        return summary
    }
}
