import ArgumentParser
import Building
import Diagnostics
import Formats
import Mixing
import Recipes
import Records
import Reports
import Running

struct MixCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mix",
        abstract:
            "Mix JSON lines that are formatted already; they go through unchanged, white space at their ends aside.",
        discussion: """
            Examples:
              hornbook mix dolly=dolly.jsonl nli=nli-*.jsonl,cap=3000 > mixed.jsonl
              hornbook mix a=a.jsonl,weight=2 b=b.jsonl.gz --size 10000 --epochs 3 -o mixed.jsonl
              hornbook mix tasks=tasks.jsonl plain=wiki.jsonl,share=5% --order interleaved > mixed.jsonl

            Shares are as in a recipe: min(n, cap)^(1/temperature) x weight over the sum of all, or a fixed share. The same
            files and seed give the same bytes. The table of what was taken goes to standard error.
            """)

    @Argument(
        help: ArgumentHelp(
            "A name and its file, glob or -, then cap, weight and share.",
            valueName: "name=file[,cap=n][,weight=x][,share=p%]"),
        completion: .file())
    var sources: [String]

    @OptionGroup var output: OutputOption

    @Option(help: ArgumentHelp("How many lines in all; by default all that the caps leave.", valueName: "n"))
    var size: Int?

    @Option(help: ArgumentHelp("The cap of sources that have none of their own.", valueName: "n"))
    var cap: Int?

    @Option(help: ArgumentHelp("Above 1, small sources get a larger share. (default: 1)", valueName: "t"))
    var temperature: Double?

    @Option(help: ArgumentHelp("At most so many passes over a source.", valueName: "n"))
    var epochs = 1

    @Option(help: ArgumentHelp("shuffled (the default), interleaved or sequential.", valueName: "order"))
    var order = InstanceOrder.shuffled

    @Option(help: ArgumentHelp("What random choices are derived from.", valueName: "n"))
    var seed: UInt64 = 0

    @OptionGroup var badRows: BadRowOptions
    @OptionGroup var summary: SummaryOption
    @OptionGroup var metrics: MetricsOption
    @OptionGroup var memory: MemoryOption
    @OptionGroup var jobs: JobOptions

    @Flag(help: "Print no table.")
    var quiet = false

    @Flag(
        help:
            "Print the mixture as one JSON object in the table's place: on standard output, or on standard error if the lines go to standard output."
    )
    var json = false

    func run() throws {
        try Session(
            "mix", findings: badRows.findings, summary: summary, writing: [badRows.output(), metrics.output()],
            quiet: quiet, json: json, data: output.path
        ).run(make)
    }

    private func make(_ session: Session) throws {
        var rules = MixtureRules(cap: cap, size: size)
        if let temperature { rules.temperature = temperature }
        rules.epochs = epochs
        guard (0.01...1000).contains(rules.temperature) else {
            throw usageError("--temperature takes a number from 0.01 to 1000")
        }
        guard (1...1_000_000).contains(epochs) else { throw usageError("--epochs takes a number of at least 1") }
        guard size ?? 0 >= 0, cap ?? 0 >= 0 else { throw usageError("--size and --cap take numbers of at least 0") }
        let parsed = try sources.map(MixSource.init)
        for (index, source) in parsed.enumerated() where parsed[..<index].contains(where: { $0.name == source.name }) {
            throw usageError(
                "two sources are called `\(source.name)`", help: "choices are derived from names: give each its own")
        }
        let sum = parsed.compactMap(\.share).reduce(0, +)
        guard sum <= 1 + 1e-9 else { throw usageError("the shares sum to more than the whole") }
        var recipe = Recipe(lines: parsed.map(\.dataset), seed: seed)
        (recipe.mixture, recipe.order) = (rules, order)
        var build = try Build(
            lines: recipe, from: try parsed.map { try $0.inputs() }, jobs: try jobs.count(),
            badRows: try badRows.policy(session),
            memory: try memory.bytes(), writing: [output.path])
        build.names = .mix
        build.progress = session.progress
        let file = try output.open()
        let ledgers = try build.write(to: file, warn: session.add)
        try checked { () throws(OutputError) in _ = try file.finish() }
        let table = MixtureTable(ledgers, isMix: true)
        session.log.table = table
        try session.finish(json: mixtureJSON(ledgers), text: table.text + "\n")
        try metrics.write(ledgers)
    }
}

/// One argument of `mix`.
private struct MixSource {
    var name: String
    var path = ""
    var cap: Int?
    var weight: Double?
    var share: Double?

    init(_ argument: String) throws {
        guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
            throw usageError("`\(argument)` is no source", help: "write a name before the file: NAME=\(argument)")
        }
        name = String(argument[..<equals])
        var rest = argument[argument.index(after: equals)...]
        // Options stand at the end; a comma before anything else belongs to the file's name.
        while let comma = rest.lastIndex(of: ",") {
            let option = rest[rest.index(after: comma)...].split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard option.count == 2, ["cap", "weight", "share"].contains(option[0]) else { break }
            try set(String(option[0]), to: String(option[1]))
            rest = rest[..<comma]
        }
        path = String(rest)
        if path.isEmpty { throw usageError("`\(argument)` names no file") }
    }

    private mutating func set(_ option: String, to value: String) throws {
        let isKnown = option == "cap" ? cap != nil : option == "weight" ? weight != nil : share != nil
        if isKnown { throw usageError("`\(name)` has two amounts called \(option)") }
        switch option {
        case "cap":
            guard let number = Int(value), number >= 0 else {
                throw usageError(
                    "cap=\(value): a whole number is wanted", help: "a fraction of the mixture is share=5%")
            }
            cap = number
        case "weight":
            guard let number = MixtureNumber.multiplier(value) else {
                throw usageError("weight=\(value): a number such as 2 or x2 is wanted")
            }
            weight = number
        default:
            guard let number = MixtureNumber.fraction(value) else {
                throw usageError(
                    "share=\(value): a fraction such as 5% or 0.05 is wanted",
                    help: MixtureNumber.decimal(value) == 1 ? "write share=1% or share=100%" : nil)
            }
            share = number
        }
    }

    var dataset: DatasetRecipe {
        var dataset = DatasetRecipe(name: name)
        (dataset.cap, dataset.weight, dataset.share) = (cap, weight ?? 1, share)
        return dataset
    }

    func inputs() throws -> InputSet { try InputSet(patterns: [path], in: nil, format: RecordFormat(.jsonl)) }
}

extension InstanceOrder: ExpressibleByArgument {}
