import ArgumentParser
import Building
import Diagnostics
import Duplicates
import Formats
import Growing
import JSON
import Jinja
import Prompting
import Recipes
import Running
import Similarity

struct DuplicatesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates",
        abstract: "Find rows that stand in several datasets of a recipe, exactly or nearly so.",
        discussion: """
            Examples:
              hornbook duplicates recipe.yaml                        a table
              hornbook duplicates recipe.yaml -o duplicates.jsonl    the rows to leave out: `duplicates: duplicates.jsonl`
              hornbook duplicates recipe.yaml --keep benchmark --measure 13-gram -o contaminated.jsonl
              hornbook duplicates recipe.yaml --within --threshold 0.8
              hornbook duplicates recipe.yaml --measure exact --compare both

            Rows are read as a build reads them (where, fields, labels); a list that the recipe names under `duplicates` is not \
            looked at. Compared are prompts, completions or both: of a conversation the questions, the answers or both, of all its \
            turns; of plain text all of it; of other rows the fields that their templates read before |||, behind it or on \
            both sides, in the order of their names, not the templates' own words.

            Exact duplicates are equal but for case and white space. Near ones have a ROUGE-L F above --threshold (compared \
            exactly, as by hornbook grow) over words of any script, or share a run of 13 words. A row is left out only because of \
            a row that stays. Which one that is does not depend on the order of rows, files and datasets: rows of the datasets \
            named by --keep stay first, then those with the smallest hashes of dataset and key.

            The list has a JSON object for each row to leave out: {"dataset", "key", "of_dataset", "of_key", "measure", "score"}. \
            Keys are those of `hornbook rows --keys`, or of the values of `id`. Rows of a dataset that are the same have one key; where \
            one of them stays, the list names the key as its own duplicate.

            About 300 bytes a row stay in memory, and 32 a word with ROUGE-L, 16 with runs of words; --memory bounds them.
            """)

    enum Measure: String, ExpressibleByArgument, CaseIterable {
        case rougeL = "rouge-l"
        case run = "13-gram"
        case exact
    }

    @Argument(help: ArgumentHelp("The recipe, a YAML file.", valueName: "recipe"), completion: .recipes)
    var recipe: String

    @Option(
        help: ArgumentHelp(
            "rouge-l (the default), 13-gram or exact: what makes a near duplicate; exact: only equal rows are looked for.",
            valueName: "measure"))
    var measure = Measure.rougeL

    @Option(help: ArgumentHelp("With rouge-l: more than this is too like. (default: 0.7)", valueName: "t"))
    var threshold: String?

    @Option(help: ArgumentHelp("With 13-gram: how many words make a run, in the place of 13.", valueName: "n"))
    var words: Int?

    @Option(
        help: ArgumentHelp("prompt (the default), completion or both: what is compared of a row.", valueName: "side"))
    var compare = ComparedSide.prompt

    @Flag(help: "Compare the rows of one dataset with one another, too.")
    var within = false

    @Option(help: ArgumentHelp("Datasets whose rows stay, the first one's before all.", valueName: "a,b"))
    var keep: String?

    @Option(
        name: .joinableShort("o"),
        help: ArgumentHelp("Where the list of rows to leave out goes; by default nowhere.", valueName: "file"),
        completion: .file())
    var output: String?

    @OptionGroup var badRows: SkipOptions
    @OptionGroup var memory: HeldMemoryOption
    @OptionGroup var jobs: JobOptions

    @Flag(help: "Print no table.")
    var quiet = false

    @Flag(help: "Print the table as one JSON object.")
    var json = false

    func run() throws {
        var finder = try DuplicateFinder(Recipe(path: recipe), rules())
        (finder.jobs, finder.memory, finder.badRows) = (try jobs.count(), try memory.bytes(), try badRows.policy())
        let session = try Session("duplicates", of: recipe, quiet: quiet, json: json, data: output)
        finder.progress = session.progress
        if let output { try SideOutput("--output", output).refuseToOverwrite(finder.inputs) }
        let list = try output.map { path in
            try checked { () throws(OutputError) in try OutputFile(replacing: path) }
        }
        let summary = try finder.run(to: list)
        try checked { () throws(OutputError) in _ = try list?.finish() }
        session.add(summary.notes)
        // The table is what the command is asked for; it goes to standard output unless the list does.
        if json || output == "-" { return try session.finish(json: summary.json, text: summary.text) }
        if !quiet { try printOutput(summary.text) }
    }

    private func rules() throws -> DuplicateRules {
        var rules = DuplicateRules()
        (rules.side, rules.within) = (compare, within)
        rules.keep = keep.map { $0.split(separator: ",").map(String.init) } ?? []
        if threshold != nil, measure != .rougeL { throw usageError("--threshold goes with --measure rouge-l") }
        if words != nil, measure != .run { throw usageError("--words goes with --measure 13-gram") }
        switch measure {
        case .exact: rules.measure = .exact
        case .rougeL:
            guard let number = threshold.map({ SimilarityThreshold($0) }) ?? .usual else {
                throw usageError("--threshold takes a number from 0 to 1 such as 0.7, not \"\(threshold ?? "")\"")
            }
            rules.measure = .rougeL(number)
        case .run:
            guard (2...1000).contains(words ?? 13) else { throw usageError("--words takes a number from 2 to 1000") }
            rules.measure = .run(words ?? 13)
        }
        return rules
    }
}

extension ComparedSide: ExpressibleByArgument {}
