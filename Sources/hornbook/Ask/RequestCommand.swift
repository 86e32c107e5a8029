import ArgumentParser
import Building
import Diagnostics
import JSON
import Jinja
import Recipes
import Records
import Requesting
import Running

struct RequestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Write requests to a language model, as files for OpenAI's Batch API.",
        discussion: """
            Examples:
              hornbook request difficulty train.jsonl --key id --model gpt-4o-mini -o judging/
              hornbook request answers questions.jsonl --field question --model gpt-4o --max-completion-tokens 800 -o answering/
              hornbook request instructions seeds.jsonl --count 200 --temperature 0.7 --model gpt-4o -o inventing/
              hornbook request difficulty --show-prompt > mine.jinja
              hornbook request difficulty train.jsonl --prompt mine.jinja --model gpt-4o-mini -o judging/

            Nothing is sent: the folder gets requests-00000-of-00001.jsonl and so on, each small enough for a batch, requests.json
            (what they were made from) and sources.jsonl (the rows behind each request). `hornbook collect` reads the answers.

            Kinds:
            \(kinds)
            """)

    private static var kinds: String { helpList(RequestKind.allCases.map { ($0.rawValue, $0.summary) }) }

    @Argument(help: ArgumentHelp("What is asked; see above.", valueName: "kind"))
    var kind: RequestKind

    @OptionGroup var files: InputFiles

    @Option(
        name: .joinableShort("o"), help: ArgumentHelp("The folder for the requests.", valueName: "folder"),
        completion: .directory)
    var output: String?

    @Option(help: ArgumentHelp("The model that is asked.", valueName: "name"))
    var model: String?

    @Option(
        help: ArgumentHelp("A Jinja template for the requests, in the place of ours.", valueName: "file"),
        completion: .file())
    var prompt: String?

    @Flag(help: "Print our template, and do nothing else.")
    var showPrompt = false

    @Option(help: ArgumentHelp("The temperature of the answers, from 0 to 2.", valueName: "t"))
    var temperature: String?

    @Option(help: ArgumentHelp("How long an answer may get.", valueName: "n"))
    var maxCompletionTokens: Int?

    @Option(
        help: ArgumentHelp(
            "The field of a row that holds what is asked, such as question or meta.text; by default instruction (with input), prompt, inputs, question, query, text or the user's first message.",
            valueName: "field"))
    var field: String?

    @Option(
        help: ArgumentHelp(
            "The field that names a row, such as id or meta.key; by default the key that `hornbook rows --keys` tells.",
            valueName: "field"))
    var key: String?

    @Option(
        help: ArgumentHelp(
            "instructions: the field that is true in rows that a machine has written. (default: is_machine)",
            valueName: "field"))
    var machineField: String?

    @Option(help: ArgumentHelp("instructions, alpaca, templates: how many requests are made.", valueName: "n"))
    var count: Int?

    @Option(
        help: ArgumentHelp("instructions, alpaca, templates: what draws are derived from. (default: 0)", valueName: "n")
    )
    var seed: UInt64?

    @Option(help: ArgumentHelp("No more requests stand in a file.", valueName: "n"))
    var maxRequests = Requester.Rules.batchRequests

    @Option(help: ArgumentHelp("No file is larger.", valueName: "bytes"))
    var maxFileBytes = Requester.Rules.batchBytes

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var badRows: BadRowOptions
    @OptionGroup var jobs: JobOptions

    @Flag(help: "Print no summary.")
    var quiet = false

    @Flag(help: "Print the summary as one JSON object.")
    var json = false

    func run() throws {
        if showPrompt { return try printOutput(kind.prompt + "\n") }
        try Session(
            "request", findings: badRows.findings, writing: [badRows.output()], quiet: quiet, json: json
        ).run(make)
    }

    private func make(_ session: Session) throws {
        guard let output, !output.isEmpty else { throw usageError("where to? -o names a folder") }
        let rules = try rules()
        let requester = Requester(
            try reading.inputs(try files.paths()), rules, badRows: try badRows.policy(session), jobs: try jobs.count())
        let summary = try requester.run(to: output)
        try session.finish(json: summary.json, text: summary.text + "\n")
    }

    private func rules() throws -> Requester.Rules {
        guard let model, !model.allSatisfy(\.isWhitespace) else {
            throw usageError("which model is asked? --model names it")
        }
        var settings = RequestSettings(model: model)
        settings.temperature = try temperature.map { text in
            guard let number = Double(text), (0...2).contains(number) else {
                throw usageError("--temperature takes a number from 0 to 2, not \"\(text)\"")
            }
            return number
        }
        if let maxCompletionTokens, maxCompletionTokens < 1 {
            throw usageError("--max-completion-tokens takes a number from 1")
        }
        settings.maxTokens = maxCompletionTokens
        var rules = Requester.Rules(try compiledPrompt(), settings)
        rules.fields.instruction = field.map(path)
        rules.fields.key = key.map(path)
        if let machineField { rules.fields.machine = path(machineField) }
        try takeDraws(&rules)
        guard (1...Requester.Rules.batchRequests).contains(maxRequests) else {
            throw usageError("--max-requests takes a number from 1 to \(Requester.Rules.batchRequests)")
        }
        guard (1...Requester.Rules.batchBytes).contains(maxFileBytes) else {
            throw usageError("--max-file-bytes takes a number from 1 to \(Requester.Rules.batchBytes)")
        }
        (rules.maxRequests, rules.maxBytes) = (maxRequests, maxFileBytes)
        return rules
    }

    private func takeDraws(_ rules: inout Requester.Rules) throws {
        if machineField != nil, kind != .instructions { throw usageError("--machine-field goes with instructions") }
        if field != nil, kind == .difficulty || kind == .templates {
            throw usageError("--field has no meaning with \(kind.rawValue), which reads whole rows")
        }
        guard kind.shown != nil else {
            if count != nil || seed != nil {
                throw usageError("--count and --seed go with instructions, alpaca and templates, where rows are drawn")
            }
            return
        }
        guard let count, (1...10_000_000).contains(count) else {
            throw usageError("how many requests? --count takes a number from 1 to 10000000")
        }
        (rules.count, rules.seed) = (count, seed ?? 0)
    }

    private func compiledPrompt() throws -> RequestPrompt {
        do {
            guard let prompt else { return try RequestPrompt(kind) }
            return try RequestPrompt(kind, source: try readTextFile(prompt), name: prompt)
        } catch let error as JinjaError {
            throw Diagnostics(error.diagnostic)
        }
    }

    private func path(_ text: String) -> [String] { text.split(separator: ".").map(String.init) }
}

extension RequestKind: ExpressibleByArgument {}
