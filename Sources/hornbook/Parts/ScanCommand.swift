import ArgumentParser
import Building
import Diagnostics
import Distributing
import Formats
import Recipes
import Running

/// What the steps of a build share that run apart.
struct PartOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Read only the I-th of N parts of the records, by the hashes of their bytes: 1/8 … 8/8.", valueName: "i/n"))
    var shard: String?

    func recordShard() throws -> RecordShard? {
        guard let shard else { return nil }
        let parts = shard.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1],
            let result = RecordShard(number, of: count)
        else { throw usageError("--shard takes a part and the number of parts, such as 1/8, … 8/8") }
        return result
    }
}

struct ScanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Read a part of a recipe's dataset, and print what a plan needs to know of it.",
        discussion: """
            Examples:
              hornbook scan --recipe r.yaml --dataset news < part-1.jsonl > 1.scan
              hornbook plan r.yaml --from-scans *.scan -o p.json
              hornbook render --plan p.json --dataset news --keyed < part-1.jsonl > 1.lines
              LC_ALL=C sort *.lines | hornbook write --plan p.json

              hornbook scan --recipe r.yaml --dataset news --shard 3/8 news-*.jsonl
              hornbook scan --recipe r.yaml --merge *.scan > all.scan

            These are the steps of a build as filters that many processes share, on one machine or on many: scan and render \
            for each part of each dataset, plan and write once. However the rows are parted, the output is that of `hornbook \
            build`. A scan prints one line of JSON; its size depends on caps and pools of demonstrations, not on the number \
            of rows. --merge adds scans up, for which no file of rows is read.
            """)

    @OptionGroup var files: InputFiles

    @Option(help: ArgumentHelp("The recipe, a YAML file.", valueName: "recipe"), completion: .recipes)
    var recipe: String

    @Option(help: ArgumentHelp("The dataset of the recipe that the rows are of.", valueName: "name"))
    var dataset: String?

    @Flag(help: "Add up summaries: the files hold these, and no rows.")
    var merge = false

    @Option(
        help: ArgumentHelp("What random choices are derived from, in the place of the recipe's seed.", valueName: "n"))
    var seed: UInt64?

    @OptionGroup var output: OutputOption

    @OptionGroup var part: PartOptions
    @OptionGroup var badRows: BadRowOptions
    @OptionGroup var jobs: JobOptions

    func run() throws {
        try Session("scan", findings: badRows.findings, writing: [badRows.output()], data: output.path).run(make)
    }

    private func make(_ session: Session) throws {
        var parsed = try Recipe(path: recipe)
        if let seed { parsed.seed = seed }
        let build = try Build(parsed, jobs: jobs.count(), badRows: badRows.policy(session), memory: 0, use: .none)
        let summaries: [ScanSummary]
        if merge {
            guard dataset == nil, part.shard == nil else {
                throw usageError("--merge goes without --dataset and --shard")
            }
            summaries = try build.merge(try files.paths())
        } else {
            guard let dataset else {
                throw usageError("--dataset NAME is missing: which of the recipe's datasets it is")
            }
            summaries = [try build.scan(dataset, files: try files.paths(), shard: try part.recordShard())]
        }
        let file = try output.open()
        for summary in summaries { try checked { () throws(OutputError) in try file.write(summary.text + "\n") } }
        try checked { () throws(OutputError) in _ = try file.finish() }
    }
}
