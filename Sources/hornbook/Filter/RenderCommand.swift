import ArgumentParser
import Building
import Diagnostics
import Formats
import Jinja
import Mixing
import Prompting
import Recipes
import Records
import Running

struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Turn rows into formatted instances, in the order of the input.",
        discussion: """
            Examples:
              hornbook render --templates sentiment reviews.csv > instances.jsonl
              hornbook render --templates promptsource/ag_news/templates.yaml --template classify_question_first < rows.jsonl
              hornbook render --templates intent --as text --chat-template path/to/model/ rows.jsonl
              hornbook render --templates my-pack.yaml --per-row all --as messages --metadata rows.jsonl.gz
              hornbook render --plan plan.json --dataset news --keyed < part-1.jsonl     see hornbook scan --help
            """)

    @OptionGroup var files: InputFiles

    @Option(
        help: ArgumentHelp(
            "A templates.yaml, a folder of packs, or a shipped pack's name.", valueName: "file|dir|pack"),
        completion: .packs)
    var templates: String?

    @Option(
        name: .customLong("template"),
        help: ArgumentHelp(
            "A template's name or id, or a glob of names; repeatable. By default all of the pack.", valueName: "name"))
    var templateNames: [String] = []

    @Option(help: ArgumentHelp("How many templates each row is seen through: a number, or all.", valueName: "n|all"))
    var perRow = "1"

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "prompt-completion (the default), messages, inputs-targets, alpaca, sharegpt, text or parts.",
            valueName: "format"))
    var format = OutputFormat.promptCompletion

    @Option(
        help: ArgumentHelp(
            "The dataset's name; choices are derived from it. By default the pack's dataset.", valueName: "name"))
    var dataset: String?

    @Option(help: ArgumentHelp("What random choices are derived from.", valueName: "n"))
    var seed: UInt64 = 0

    @Flag(help: "Add a `meta` object to each line: dataset, template, key …")
    var metadata = false

    @Option(
        help: ArgumentHelp(
            "strict (the default): a template that names a missing field rejects the row; lenient: it prints nothing.",
            valueName: "policy"))
    var undefined = Undefined.strict

    @Option(
        help: ArgumentHelp(
            "How `choice` and `random` in a template draw: key (the default), first or last.", valueName: "policy"))
    var draw = Draw.key

    @Option(
        help: ArgumentHelp(
            "Cut printed values to so many characters (PromptSource's truncate=True is 2048).", valueName: "n"))
    var truncateValues: Int?

    @Flag(help: "With --plan: print `KEY TAB LINE`, to be sorted, and counts.")
    var keyed = false

    @OptionGroup(title: "Parts of a build") var source: PlanOptions
    @OptionGroup(title: "Parts of a build") var part: PartOptions
    @OptionGroup(title: "Answer choices") var choices: ChoiceOptions
    @OptionGroup(title: "Chat template") var chat: ChatTemplateOptions
    @OptionGroup var limit: OutputLimitOptions
    @OptionGroup var filter: FilterOptions

    enum Undefined: String, ExpressibleByArgument, CaseIterable {
        case strict, lenient
    }

    enum Draw: String, ExpressibleByArgument, CaseIterable {
        case key, first, last
    }

    func run() throws { try filter.session("render").run(make) }

    private func make(_ session: Session) throws {
        if source.plan != nil { return try renderPart() }
        for (isGiven, name) in [
            (keyed, "--keyed"), (part.shard != nil, "--shard"), (source.recipe != nil, "--recipe"),
        ] where isGiven {
            throw usageError("\(name) goes with --plan")
        }
        guard let templates else {
            throw usageError("--templates is missing: a templates.yaml, a folder of packs, or a shipped pack's name")
        }
        let packs = try PackLibrary.find(templates, dataset: dataset)
        var choice = TemplateChoice(use: templateNames)
        var options = PromptOptions()
        try choices.apply(to: &choice, &options)
        let chosen = try choice.choose(from: packs)
        (options.loader, options.maxBytes) = (TemplateFolder.loader, try limit.bytes())
        if let steps = try limit.steps() { options.maxSteps = steps }
        options.undefined = undefined == .strict ? .strict : .standard
        options.draw = draw == .key ? .seeded : draw == .first ? .first : .last
        if let truncateValues, truncateValues < 3 { throw usageError("--truncate-values takes a number of at least 3") }
        options.truncation = truncateValues
        let name = dataset ?? packs[0].dataset ?? packs[0].baseName
        let style = try style()
        do {
            var task = PromptTask(
                dataset: name, hasher: RowHasher(seed: seed, dataset: name), transform: try RowTransform(),
                prompts: try PromptSet(chosen, options: options), options: options)
            task.perRow = try perRowCount()
            if format.needsPair, !task.prompts.undivided.isEmpty { throw Diagnostics(task.prompts.undivided) }
            let prepared = task
            try filter.run(files, session) { filter, output in
                try filter.render(prepared, as: style, to: output)
            }
        } catch let error as Diagnostic {
            throw Diagnostics(error)
        }
    }

    /// Renders what a plan takes of a part of a dataset, all else being as its recipe says.
    private func renderPart() throws {
        guard keyed else {
            throw usageError("--plan goes with --keyed: the lines are to be put in order by their keys")
        }
        guard let dataset else {
            throw usageError("--dataset NAME is missing: which of the plan's datasets the rows are of")
        }
        guard templates == nil, templateNames.isEmpty else {
            throw usageError("--plan has the templates of its recipe; leave --templates and --template out")
        }
        guard chat.chatTemplate == nil else {
            throw usageError("--plan has the chat template of its recipe; leave --chat-template out")
        }
        guard let (build, plan) = try source.build(jobs: filter.jobs.count()) else { return }
        let file = try filter.output.open()
        try build.render(dataset, files: try files.paths(), shard: try part.recordShard(), plan, to: file)
        try checked { () throws(OutputError) in _ = try file.finish() }
    }

    private func style() throws -> OutputStyle {
        var style = OutputStyle(format, metadata: metadata)
        // A filter shows what templates give; a build writes for trainers, who join the two.
        if format == .promptCompletion { style.seam = Seam() }
        if chat.chatTemplate != nil, format != .text { throw usageError("--chat-template requires --as text") }
        style.chatTemplate = try chat.template(maxSteps: try limit.steps())
        return style
    }

    private func perRowCount() throws -> Int {
        if perRow == "all" { return Int.max }
        guard let number = Int(perRow), number > 0 else {
            throw usageError("--per-row takes a number of at least 1, or all")
        }
        return number
    }
}

extension OutputFormat: ExpressibleByArgument {}
