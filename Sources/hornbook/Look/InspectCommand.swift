import ArgumentParser
import Building
import Diagnostics
import Inspecting
import JSON
import Reports

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Tell what rows hold: fields, types, label values, lengths, and what looks wrong.",
        discussion: """
            Examples:
              hornbook inspect reviews.csv
              zcat dump.jsonl.gz | hornbook inspect
              find . -name '*.jsonl' -print0 | hornbook inspect --files0-from -
              hornbook inspect --json data.jsonl | jq '.fields[] | {name, types}'

            Reads everything once, in bounded memory; bad records are counted and end nothing. Values are listed where a \
            field has at most 20. Lengths are in code points; median and p95 are the least lengths that half and 95% of \
            the strings do not exceed, "about" where they may be 0.2% off. Fields beyond the first 1,000 are only counted; \
            duplicate rows are counted up to 2,097,152 different ones.

            Under `suspicious` stand:
            \(ruleList(DataRule.self))

            --json prints one object with the keys rows, rejected, rejected_by_code [{code, count, source, line, message}], \
            fields [{name, present, missing, null, empty, types, values [{value, count}], lengths {min, median, p95, max, \
            exact}, numbers {min, max, as_strings}}], other_fields, other_fields_is_lower_bound, duplicate_rows (null: too \
            many rows to tell) and findings [{severity, rule, message, file, line, field, count}], in this order; what there is none \
            of in a field or finding is left out.
            """)

    @OptionGroup var files: InputFiles

    @Flag(help: "Print one JSON object instead of tables.")
    var json = false

    @OptionGroup var reading: ReadingOptions

    func run() throws {
        let report = try Inspector(inputs: try reading.inputs(try files.paths())).run()
        guard json else { return try printOutput(InspectionTable(report).text) }
        try printOutput(report.json.line + "\n")
    }
}
