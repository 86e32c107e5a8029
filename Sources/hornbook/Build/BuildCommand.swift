import ArgumentParser
import Building
import Comparing
import Diagnostics
import JSON
import Recipes
import Reports
import Running

/// What commands share that work on a recipe.
struct RecipeOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The recipe, a YAML file.", valueName: "recipe"), completion: .recipes)
    var recipe: String

    @OptionGroup var badRows: BadRowOptions
    @OptionGroup var summary: SummaryOption
    @OptionGroup var jobs: JobOptions

    @Option(
        help: ArgumentHelp(
            "taken (the default): of a dataset with a cap, the rows beyond it are counted but not parsed, where it is JSON Lines without `id`; all: every row is looked at.",
            valueName: "rows"))
    var validate = Build.Validation.taken

    @Option(
        help: ArgumentHelp("What random choices are derived from, in the place of the recipe's seed.", valueName: "n"))
    var seed: UInt64?

    /// What a command on the recipe says beside its data.
    ///
    /// - Parameter others: files that it writes besides.
    func session(
        _ command: String, writing others: [SideOutput?] = [], quiet: Bool = false, json: Bool = false
    ) throws -> Session {
        try Session(
            command, of: recipe, findings: badRows.findings, summary: summary, writing: others + [badRows.output()],
            quiet: quiet, json: json)
    }

    /// Reads the recipe and compiles its templates.
    ///
    /// - Parameters:
    ///   - memory: how many bytes lines may take while they are sorted.
    ///   - use: which of the datasets' files are looked for.
    ///   - session: takes each bad row, and shows progress.
    func build(memory: Int = 0, use: InputUse = .all, _ session: Session) throws -> Build {
        var parsed = try Recipe(path: recipe)
        if let seed { parsed.seed = seed }
        var build = try Build(parsed, jobs: jobs.count(), badRows: badRows.policy(session), memory: memory, use: use)
        (build.validation, build.progress) = (validate, session.progress)
        return build
    }
}

extension Build.Validation: ExpressibleByArgument {}

struct BuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Make the mixture that a recipe describes.",
        discussion: """
            Examples:
              hornbook build recipe.yaml
              hornbook build recipe.yaml --on-bad-row quarantine --rejects bad.jsonl
              hornbook build recipe.yaml --memory 256M
              hornbook build recipe.yaml --check              status 1 if the output would change, and how
              hornbook build recipe.yaml --locked             only from the inputs that hornbook.lock names
              hornbook build recipe.yaml --depfile out.d      what it is made from, for Make and Ninja
              hornbook build recipe.yaml --findings bad.xml   bad rows and warnings as JUnit tests; also SARIF, GitHub …

            The result appears in the recipe's output folder all at once, or not at all. The same recipe and rows give the
            same bytes. A run that was interrupted leaves the old output; another one starts afresh.
            """)

    @OptionGroup var recipe: RecipeOptions
    @OptionGroup var target: BuildTargetOptions
    @OptionGroup var memory: MemoryOption
    @OptionGroup var metrics: MetricsOption

    @Flag(help: "Print no table.")
    var quiet = false

    @Flag(
        help:
            "Print the mixture as one JSON object in the table's place; with --check the difference."
    )
    var json = false

    func run() throws {
        let others = [try metrics.output(), try sideOutput("--depfile", target.depfile)]
        try recipe.session("build", writing: others, quiet: quiet, json: json).run(make)
    }

    private func make(_ session: Session) throws {
        try target.validateTogether()
        if target.check, metrics.metrics != nil { throw usageError("--check writes nothing; --metrics does") }
        var build = try recipe.build(memory: memory.bytes(), session)
        try target.apply(to: &build)
        if target.check {
            let difference = try build.check(warn: session.add)
            session.log.add(difference)
            return try print(difference, asJSON: json)
        }
        let outcome = try build.run(warn: session.add)
        let table = MixtureTable(outcome.ledgers, groups: build.groups)
        session.log.table = table
        try target.writeDependencies(of: build)
        let shown = oneLine(outcome.folder)
        let manifest = (shown.hasSuffix("/") ? shown : shown + "/") + Manifest.fileName
        try session.finish(
            json: mixtureJSON(outcome.ledgers, build.groups),
            text: table.text + "\nwrote \(shown) (what it was made from: \(manifest))\n",
            build.notes(outcome.ledgers))
        try metrics.write(outcome.ledgers)
    }
}

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what a build would make, and everything that is wrong, without writing anything.",
        discussion: """
            Examples:
              hornbook plan recipe.yaml
              hornbook plan recipe.yaml --json | jq .mixture
              hornbook plan recipe.yaml --markdown >> summary.md
              hornbook plan recipe.yaml --from-scans scan-*.json -o plan.json     see hornbook scan --help

            Presets (`mixture: {preset: t5}`):
            \(presets)
            """)

    private static var presets: String {
        MixturePreset.allCases.map { "  \($0.rawValue): \($0.summary)" }.joined(separator: "\n")
    }

    @OptionGroup var recipe: RecipeOptions

    @Flag(help: "Print the mixture as one JSON object.")
    var json = false

    @Flag(help: "Print the table in Markdown.")
    var markdown = false

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Read no rows, but the summaries of hornbook scan for all parts of all datasets.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var fromScans: [String] = []

    @Option(
        name: .joinableShort("o"),
        help: ArgumentHelp("With --from-scans: where the plan for other processes goes.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var output: String?

    func run() throws { try recipe.session("plan", writing: [sideOutput("--output", output)], json: json).run(make) }

    private func make(_ session: Session) throws {
        if json, markdown { throw usageError("--json and --markdown are two forms of one table; take one of them") }
        if fromScans.isEmpty, output != nil { throw usageError("--output goes with --from-scans") }
        var build = try recipe.build(use: fromScans.isEmpty ? .all : .demonstrations, session)
        let plan: Build.Plan
        if fromScans.isEmpty {
            plan = try build.plan()
        } else {
            let made = try build.plan(fromScans: fromScans)
            plan = made.plan
            if let output { try replaceFile(output, by: made.file.text) }
        }
        session.add(plan.warnings + build.emptyWarnings(plan.ledgers) + build.validationNotes(plan.ledgers))
        let table = MixtureTable(plan.ledgers, groups: build.groups, isPlan: true)
        session.log.table = table
        // The table is what the command is asked for, and no summary.
        if !json { return try printOutput(markdown ? table.markdown : table.text) }
        try session.finish(json: mixtureJSON(plan.ledgers, build.groups), text: "")
    }
}

/// The mixture as a JSON object.
///
/// - Parameter groups: those that the table has lines for.
func mixtureJSON(_ ledgers: [DatasetLedger], _ groups: [(name: String, datasets: [String])] = []) -> JSONValue {
    .object(["mixture": Manifest.mixture(ledgers), "groups": Manifest.groups(groups, ledgers)])
}

extension Build {
    /// Builds into a temporary folder, and compares with the output that is there already; publishes nothing.
    ///
    /// - Returns: how the output would change.
    mutating func check(warn: ([Diagnostic]) -> Void) throws(Diagnostics) -> OutputDifference {
        let old = try OutputFolder(folder)
        let jobs = jobs
        return try makeTemporarily(warn: warn) { path throws(Diagnostics) in
            var difference = try old.difference(to: OutputFolder(path), jobs: jobs)
            // No manifest records what somebody has done to the files since.
            difference.files += try old.verify(jobs: jobs).map { problem in
                OutputDifference.FileChange(name: problem.name, change: problem.message)
            }
            return difference
        }
    }
}
