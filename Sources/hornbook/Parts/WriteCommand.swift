import ArgumentParser
import Building
import Diagnostics
import Distributing
import Formats
import JSON
import Recipes
import Reports
import Running

/// The plan of a build that many processes share.
struct PlanOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The plan, as hornbook plan --from-scans writes it.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var plan: String?

    @Option(
        help: ArgumentHelp("The recipe, if it is not where it was when the plan was made.", valueName: "file"),
        completion: .recipes)
    var recipe: String?

    /// The build that a plan is for, and the plan.
    func build(jobs: Int = 1) throws -> (build: Build, plan: PlanFile)? {
        guard let plan else { return nil }
        let source = try PlanSource(path: plan)
        var parsed = try Recipe(path: recipe ?? source.recipe)
        parsed.seed = source.seed
        var build = try Build(parsed, jobs: jobs, badRows: BadRowPolicy(.skip), memory: 0, use: .none)
        let taken = try build.planFile(source)
        return (build, taken)
    }
}

struct WriteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "write", abstract: "Write the output of a build from the sorted lines of its renderings.",
        discussion: """
            Examples:
              LC_ALL=C sort lines-* | hornbook write --plan plan.json
              hornbook write --plan plan.json --layout counts     which files
              hornbook write --plan plan.json --shard train-00000-of-00004.jsonl < lines
              hornbook write --plan plan.json --finish counts     publishes them

            `hornbook scan --help` tells of the steps before it. --shard writes one file of the output into OUTPUT.parts, so \
            that many processes can write; --finish makes the output of these files, which appears all at once or not at \
            all. Counts are the lines of all renderings that begin with `!`; they may stand in any order.
            """)

    @Argument(
        help: ArgumentHelp(
            "Files of lines with their keys, or of counts; none, or -: standard input.", valueName: "file"),
        completion: .file())
    var files: [String] = []

    @OptionGroup var source: PlanOptions

    @OptionGroup var folder: OutputFolderOption

    @Flag(help: "Print the files that there will be, as JSON; the input are the counts of all renderings.")
    var layout = false

    @Option(help: ArgumentHelp("Write only this file; the input are its lines.", valueName: "name"))
    var shard: String?

    @Flag(help: "Make the output of all files that --shard has written; the input are the counts of all renderings.")
    var finish = false

    @Flag(help: "Print no table.")
    var quiet = false

    func run() throws {
        guard case (var build, let plan)? = try source.build() else { throw usageError("--plan FILE is missing") }
        let modes = [layout ? "--layout" : nil, shard.map { _ in "--shard" }, finish ? "--finish" : nil].compactMap(
            \.self)
        if modes.count > 1 { throw usageError("\(modes[0]) and \(modes[1]) contradict each other") }
        try folder.apply(to: &build)
        if files.isEmpty { try refuseTerminal() }
        let paths = files.isEmpty ? ["-"] : files
        if layout { return try print(build.layout(plan, counts: paths).json) }
        if let shard { return try print(build.writePart(shard, lines: paths).json) }
        let outcome = finish ? try build.finish(plan, counts: paths) : try build.write(plan, lines: paths)
        try Session("write", quiet: quiet).finish(
            json: mixtureJSON(outcome.ledgers, build.groups),
            text: MixtureTable(outcome.ledgers, groups: build.groups).text + "\nwrote \(oneLine(outcome.folder))\n")
    }

    private func print(_ value: JSONValue) throws { try printOutput(value.line + "\n") }
}
