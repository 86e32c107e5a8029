import ArgumentParser
import Building
import Diagnostics
import JSON
import Jinja
import Mixing
import Ordering
import Prompting
import Recipes
import Reports
import Running
import Staging

struct StageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stage", abstract: "Part formatted lines into stages of rising difficulty.",
        discussion: """
            Examples:
              hornbook stage out/train-*.jsonl --score difficulty --thresholds 1.5,3.5 --range 1..5 -o stages/
              hornbook stage out/train-*.jsonl --scores judged.jsonl --key meta.key --score score --equal 3 -o stages/
              hornbook stage train.jsonl --measure completion-length --quantiles 3 -o stages/
              hornbook stage train.jsonl --score score --thresholds 1.5,3.5 --control random -o control/

            A line's stage is the number of thresholds that its score reaches: with 1.5 and 3.5 (Pang et al. 2024, Phased
            Instruction Fine-Tuning), 1.5 is in stage 2 and 3.5 in stage 3. The stages become stage-1-00000-of-00001.jsonl
            and so on, each shuffled by its own keys; lines go through unchanged. Scores may be numbers or strings that hold
            one and white space.

            Measures, rough stand-ins where no model has judged:
            \(measures)
            """)

    private static var measures: String {
        TextDifficulty.allCases.map { "  \($0.rawValue): \($0.summary)" }.joined(separator: "\n")
    }

    @OptionGroup var files: InputFiles

    @Option(
        name: .joinableShort("o"), help: ArgumentHelp("The folder for the stages.", valueName: "folder"),
        completion: .directory)
    var output: String

    @Option(help: ArgumentHelp("The field that holds the score, such as score or meta.score.", valueName: "field"))
    var score: String?

    @Option(
        help: ArgumentHelp("Take scores from this file, joined by --key.", valueName: "file"), completion: .file())
    var scores: String?

    @Option(
        help: ArgumentHelp(
            "With --scores: the field of a line that names it, such as id or meta.key; by default lines are known by their own keys, as rows --keys and collect tell them.",
            valueName: "field"))
    var key: String?

    @Option(
        help: ArgumentHelp(
            "With --scores: the field of the key in that file. (default: the last part of --key, else key)",
            valueName: "field"))
    var scoresKey: String?

    @Option(help: ArgumentHelp("Count in the texts, in the place of scores; see above.", valueName: "measure"))
    var measure: TextDifficulty?

    @Option(help: ArgumentHelp("Where stages begin, rising.", valueName: "a,b,…"))
    var thresholds: String?

    @Option(
        help: ArgumentHelp("So many stages, parted at quantiles; lines with one score stay together.", valueName: "n"))
    var quantiles: Int?

    @Option(help: ArgumentHelp("So many stages of equal size, to within one line.", valueName: "n"))
    var equal: Int?

    @Option(help: ArgumentHelp("So many stages, parted where fewest scores lie between heaps.", valueName: "n"))
    var valleys: Int?

    @Option(help: ArgumentHelp("Which scores can be.", valueName: "a..b"))
    var range: String?

    @Option(
        help: ArgumentHelp("fail (the default), drop or clamp: what happens to scores outside.", valueName: "action"))
    var outOfRange = ScoreRange.Outside.fail

    @Option(
        help: ArgumentHelp(
            "fail (the default), drop, or a stage's number: what happens to lines without a score.", valueName: "action"
        ))
    var missing = "fail"

    @Option(
        help: ArgumentHelp(
            "The part of all lines of earlier stages that each stage shows again, such as 10%.", valueName: "p%"))
    var replay: String?

    @Option(
        help: ArgumentHelp(
            "To compare with: random (stages of the same sizes) or an order of the stages such as 3,2,1.",
            valueName: "how"))
    var control: String?

    @Option(help: ArgumentHelp("How many files each stage is cut into.", valueName: "n"))
    var shards = 1

    @Option(help: ArgumentHelp("What random choices are derived from.", valueName: "n"))
    var seed: UInt64 = 0

    @OptionGroup var badRows: BadRowOptions
    @OptionGroup var memory: MemoryOption
    @OptionGroup var jobs: JobOptions

    @Flag(help: "Print no table.")
    var quiet = false

    @Flag(help: "Print the stages as one JSON object in the table's place.")
    var json = false

    func run() throws {
        try Session(
            "stage", findings: badRows.findings, writing: [badRows.output()], quiet: quiet, json: json
        ).run(make)
    }

    private func make(_ session: Session) throws {
        guard !output.isEmpty else { throw usageError("--output takes a folder") }
        var stages = StageRecipe()
        stages.settings = ("--missing", "--out-of-range clamp")
        stages.rule = try rule()
        let scores = try source(&stages)
        if let range {
            guard let parsed = ScoreRange(range) else {
                throw usageError("--range takes the least and the greatest score, such as 1..5, not \"\(range)\"")
            }
            stages.range = parsed.bounds
        }
        stages.clamps = outOfRange == .clamp
        stages.missing = try missingStage(stages.rule.stages)
        stages.control = try controlKind(stages.rule.stages)
        if let replay {
            guard let share = MixtureNumber.fraction(replay), (0...1).contains(share) else {
                throw usageError("--replay takes a part such as 10%, not \"\(replay)\"")
            }
            stages.replay = share
        }
        if stages.replay > 0, stages.control == .random {
            throw usageError("--replay has no meaning with --control random, where no stage is earlier in difficulty")
        }
        guard (1...99_999).contains(shards) else { throw usageError("--shards takes a number from 1 to 99999") }
        var policy = try badRows.policy(session)
        if missing == "drop" { policy.dropped.insert(PromptErrorCode.missingScore.rawValue) }
        if outOfRange == .drop { policy.dropped.insert(PromptErrorCode.scoreOutOfRange.rawValue) }
        var recipe = Recipe(lines: [DatasetRecipe(name: "stage")], seed: seed)
        (recipe.stages, recipe.output.splits, recipe.output.shards) = (stages, [("", 1)], shards)
        recipe.output.path = output
        var build = try Build(
            lines: recipe, from: [InputSet(paths: try files.paths())], jobs: try jobs.count(), badRows: policy,
            memory: try memory.bytes(), writing: [])
        build.progress = session.progress
        let table = try build.stage(by: scores)
        session.add(
            table.stages.enumerated().filter { $1.own + $1.replayed == 0 }.map { index, _ in
                Diagnostic("stage \(index + 1) is empty, and has no file", severity: .warning)
            })
        try session.finish(json: table.json, text: table.text)
    }

    private func rule() throws -> StageRule {
        let given: [(String, StageRule?)] = [
            ("--thresholds", try thresholds.map(parsedThresholds)), ("--quantiles", quantiles.map { .quantiles($0) }),
            ("--equal", equal.map { .equal($0) }), ("--valleys", valleys.map { .valleys($0) }),
        ]
        let rules = given.compactMap { name, rule in rule.map { (name, $0) } }
        guard rules.count == 1 else {
            throw usageError(
                rules.isEmpty
                    ? "where do stages begin? --thresholds, --quantiles, --equal or --valleys tells"
                    : "\(rules[0].0) and \(rules[1].0) contradict each other")
        }
        guard (2...StageRule.maxStages).contains(rules[0].1.stages) else {
            throw usageError("\(rules[0].0): there can be 2 to \(StageRule.maxStages) stages")
        }
        return rules[0].1
    }

    private func parsedThresholds(_ text: String) throws -> StageRule {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Score.parse(String($0)) }
        let found = numbers.compactMap { $0 }
        guard found.count == numbers.count, zip(found, found.dropFirst()).allSatisfy(<) else {
            throw usageError("--thresholds takes rising numbers such as 1.5,3.5, not \"\(text)\"")
        }
        return .thresholds(found)
    }

    private func source(_ stages: inout StageRecipe) throws -> StageScores {
        if let measure {
            stages.measure = measure
            guard score == nil, scores == nil else { throw usageError("--measure takes the place of scores") }
            return .measured(measure)
        }
        guard let score else {
            throw usageError("where are the scores? --score names their field, --measure counts some")
        }
        stages.score = path(score)
        guard let scores else {
            guard key == nil, scoresKey == nil else { throw usageError("--key goes with --scores") }
            return .field(path(score))
        }
        let own = key.map(path) ?? []
        let joined = try JoinedScores(
            InputSet(paths: [scores]), key: scoresKey.map(path) ?? [own.last ?? "key"], field: path(score),
            jobs: try jobs.count())
        return .joined(joined, key: own)
    }

    private func path(_ text: String) -> [String] { text.split(separator: ".").map(String.init) }

    /// The stage of lines without a score, from 1; nil where they end the run or are dropped.
    private func missingStage(_ stages: Int) throws -> Int? {
        if ["fail", "drop"].contains(missing) { return nil }
        guard let number = Int(missing), (1...stages).contains(number) else {
            throw usageError("--missing takes fail, drop or a stage from 1 to \(stages), not \"\(missing)\"")
        }
        return number
    }

    private func controlKind(_ stages: Int) throws -> StageControl? {
        guard let control else { return nil }
        if control == "random" { return .random }
        let numbers = control.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard numbers.sorted() == Array(1...stages) else {
            throw usageError(
                "--control takes random, or all \(stages) stages in another order, such as \((1...stages).reversed().map(String.init).joined(separator: ","))"
            )
        }
        return .order(numbers)
    }
}

extension TextDifficulty: ExpressibleByArgument {}
extension ScoreRange.Outside: ExpressibleByArgument {}
