import ArgumentParser
import Building

struct RowsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rows", abstract: "Print whatever can be read as JSON lines: one row a line, in canonical form.",
        discussion: """
            Examples:
              hornbook rows data.csv.gz | head -3
              hornbook rows --no-header --columns text,label --quote '' germeval.tsv
              hornbook rows --records data.paragraphs.qas squad.json
              hornbook rows --text-unit paragraph book.txt
              hornbook rows --input-format conll --columns tokens,_,_,tags eng.train
              find . -name '*.jsonl' -print0 | hornbook rows --files0-from -
              hornbook rows -0 data.jsonl | shuf -z -n 100 | tr '\\0' '\\n'
              hornbook rows --keys data.jsonl | grep '"key":"4f1e'     the row behind a key of the output
            """)

    @OptionGroup var files: InputFiles

    @Flag(help: "Print {\"key\": …, \"row\": …}: the row's key, as it stands in the output's `meta`.")
    var keys = false

    @OptionGroup var filter: FilterOptions

    func run() throws {
        try filter.session("rows").run { session in
            try filter.run(files, session) { filter, output in try filter.rows(to: output, keyed: keys) }
        }
    }
}
