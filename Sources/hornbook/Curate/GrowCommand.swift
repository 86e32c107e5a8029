import ArgumentParser
import Building
import Diagnostics
import Formats
import Growing
import JSON

struct GrowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grow",
        abstract: "Of new instructions, let through those that are usable and unlike a pool's.",
        discussion: """
            Examples:
              hornbook grow pool.jsonl candidates.jsonl > accepted.jsonl
              hornbook grow seeds.jsonl round-*.jsonl --preset self-instruct --rejects refused.jsonl -o accepted.jsonl
              hornbook grow pool.jsonl new.jsonl --with-pool -o pool.jsonl      the pool of the next round
              hornbook grow dolly.jsonl - --threshold 0.6 --without write-a-program < new.jsonl
              hornbook grow --statistics pool.jsonl

            One round of Self-Instruct (Wang et al. 2022) and Alpaca (Taori et al. 2023) without the model: candidates are \
            decided on one after the other, each compared with the pool and with those accepted before it. Their order is that \
            of a hash of --seed and the instruction: the order of rows and their split over files make no difference. \
            Accepted lines go through unchanged, in the order of decision; rows of other formats become JSON lines.

            Tasks are found by their fields: instruction, with input or context, and output, response, completion or answer, or \
            Self-Instruct's `instances`; else prompt with completion or response, inputs with targets, question with answer or \
            response. Rows without an output are instructions alone, of which rules on outputs say nothing. Reading options hold \
            for the pool and the candidates.

            Rules, in the order in which the first one that speaks against a candidate counts (all but keywords are on):
            \(ruleList(GrowRule.self))

            Presets:
            \(presets)

            A refused candidate stands in --rejects as {"reason", "rule", "instruction", "similar", "score", "row"}; similar \
            and score where the rule compares: the likest instruction of the pool or of those accepted before. ROUGE-L is the F \
            measure of the longest common subsequence of tokens, compared exactly: 0.7 itself is not above 0.7. \
            A row that cannot be used stands there as in the --rejects of other commands.

            --statistics prints what a pool holds: lengths, first words (a heuristic for verbs) with the next word that is no \
            article, pronoun or preposition, and how many instructions are equal or above --threshold to an earlier one.
            """)

    private static var presets: String {
        helpList(
            GrowPreset.allCases.map { preset in
                (
                    preset.rawValue,
                    GrowRule.allCases.filter(preset.rules.contains).map(\.rawValue).joined(separator: ", ")
                        + "; keywords: " + preset.keywords.joined(separator: ", ")
                )
            })
    }

    @Argument(
        help: ArgumentHelp("The pool's file of rows, or -: standard input.", valueName: "pool-file"),
        completion: .file())
    var pool: String

    @Argument(
        help: ArgumentHelp("Files of candidates; none, or -: standard input.", valueName: "file"), completion: .file())
    var candidates: [String] = []

    @OptionGroup var output: OutputOption

    @Flag(help: "Write the pool's lines before the accepted ones.")
    var withPool = false

    @Option(
        help: ArgumentHelp("Where refused candidates go, one JSON object a line.", valueName: "file"),
        completion: .file())
    var rejects: String?

    @Flag(help: "Print what the pool holds; there are no candidates then.")
    var statistics = false

    @OptionGroup var ruleOptions: GrowRuleOptions

    @Option(help: ArgumentHelp("The field of the instruction.", valueName: "name"))
    var instructionField: String?

    @Option(help: ArgumentHelp("The field of the input, which every row must have.", valueName: "name"))
    var inputField: String?

    @Option(help: ArgumentHelp("The field of the output, which every row must have.", valueName: "name"))
    var outputField: String?

    @Option(help: ArgumentHelp("What the order of decision is derived from.", valueName: "n"))
    var seed: UInt64 = 0

    @OptionGroup var reading: ReadingOptions

    @OptionGroup var badRows: SkipOptions
    @OptionGroup var memory: HeldMemoryOption
    @OptionGroup var jobs: JobOptions

    @Flag(help: "Print no summary.")
    var quiet = false

    @Flag(
        help:
            "Print the summary as one JSON object: on standard output, or on standard error if the accepted lines go to standard output."
    )
    var json = false

    func run() throws {
        let rules = try ruleOptions.growRules()
        if statistics { return try printStatistics(rules) }
        if candidates.isEmpty { try refuseTerminal() }
        let files = candidates.isEmpty ? ["-"] : candidates
        guard ([pool] + files).count(where: { $0 == "-" }) <= 1 else {
            throw usageError("standard input can be read once: name a file for the pool or for the candidates")
        }
        guard rejects != "-" else { throw usageError("--rejects takes a file: accepted lines go to standard output") }
        var grower = Grower(pool: try reading.inputs([pool]), candidates: try reading.inputs(files))
        (grower.fields, grower.rules, grower.seed, grower.jobs) = (fields, rules, seed, try jobs.count())
        (grower.memory, grower.badRows, grower.writesPool) = (try memory.bytes(), try badRows.policy(), withPool)
        grower.rejectsPath = rejects
        let file = try output.open()
        let summary = try grower.run(to: file)
        try checked { () throws(OutputError) in _ = try file.finish() }
        try Session("grow", quiet: quiet, json: json, data: output.path).finish(json: summary.json, text: summary.text)
    }

    private func printStatistics(_ rules: GrowRules) throws {
        guard candidates.isEmpty else {
            throw usageError("--statistics reads a pool alone; \"\(candidates[0])\" is one file too many")
        }
        guard !withPool, rejects == nil, output.path == "-" else {
            throw usageError("--statistics prints to standard output; it goes without -o, --with-pool and --rejects")
        }
        var measurer = PoolMeasurer(pool: try reading.inputs([pool]))
        (measurer.fields, measurer.threshold, measurer.tokens) = (fields, rules.threshold, rules.tokens)
        (measurer.jobs, measurer.memory) = (try jobs.count(), try memory.bytes())
        measurer.badRows = try badRows.policy()
        let found = try measurer.run()
        try printOutput(json ? found.json.line + "\n" : found.text)
    }

    private var fields: TaskFields {
        var fields = TaskFields()
        (fields.instruction, fields.input, fields.output) = (instructionField, inputField, outputField)
        return fields
    }
}
