import ArgumentParser
import Building
import Diagnostics
import Formats
import JSON
import Jinja
import Recipes
import Records
import Running

struct JinjaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jinja", abstract: "Render a bare Jinja template with each row.",
        discussion: """
            Examples:
              hornbook jinja greeting.jinja rows.jsonl
              hornbook jinja chat_template.jinja --profile huggingface --set add_generation_prompt=true conversations.jsonl
              hornbook jinja note.jinja -0 rows.csv | xargs -0 -n 1 echo

            Each output ends with a line feed, or with NUL under -0, which keeps outputs of several lines apart; a row whose \
            output holds NUL is then a bad row. The template may include and extend others of its folder.
            """)

    @Argument(help: ArgumentHelp("The template, a file.", valueName: "template"), completion: .file())
    var template: String

    @OptionGroup var files: InputFiles

    @Option(
        help: ArgumentHelp(
            "plain (the default): Jinja2; promptsource or huggingface: with what these add.", valueName: "profile"))
    var profile = Profile.plain

    @Option(
        help: ArgumentHelp("default, strict, chainable or debug: what an undefined name does.", valueName: "policy"))
    var undefined = UndefinedPolicy.standard

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A name and its value as JSON; repeatable. It hides a field of the rows.", valueName: "name=json"))
    var settings: [String] = []

    @Option(help: ArgumentHelp("The time that strftime_now tells.", valueName: "yyyy-mm-ddThh:mm:ss"))
    var now: String?

    @OptionGroup var limit: OutputLimitOptions
    @OptionGroup var filter: FilterOptions

    enum Profile: String, ExpressibleByArgument, CaseIterable {
        case plain, promptsource, huggingface
    }

    func run() throws { try filter.session("jinja").run(make) }

    private func make(_ session: Session) throws {
        let environment = try makeEnvironment()
        let compiled: Template
        do {
            compiled = try environment.compile(
                try readTextFile(template), name: template, origin: TemplateFolder(of: template).path)
        } catch let error as JinjaError {
            throw Diagnostics(error.diagnostic)
        }
        let constants = try constants()
        try filter.run(files, session) { filter, output in
            try filter.jinja(compiled, in: environment, constants: constants, to: output)
        }
    }

    private func makeEnvironment() throws -> Environment {
        let library: Library =
            switch profile {
            case .plain: .standard
            case .promptsource: .promptSource
            case .huggingface: .huggingFace
            }
        let environment = Environment(library: library)
        environment.undefined = undefined
        if profile == .huggingface {
            // The environment in which transformers renders chat templates.
            (environment.isImmutable, environment.syntax.trimBlocks) = (true, true)
            environment.syntax.lstripBlocks = true
        }
        environment.now = try now.map(fixedTime)
        environment.loader = TemplateFolder.loader
        environment.limits.allowOutput(try limit.bytes())
        if let steps = try limit.steps() { environment.limits.steps = steps }
        return environment
    }

    private func constants() throws -> [(name: String, value: JSONValue)] {
        try settings.map { setting in
            guard let equals = setting.firstIndex(of: "=") else {
                throw usageError("--set takes NAME=JSON, not \"\(setting)\"")
            }
            let name = String(setting[..<equals])
            let text = String(setting[setting.index(after: equals)...])
            do {
                return (name, try JSONValue(parsing: text))
            } catch {
                throw usageError(
                    "--set \(name): \"\(text)\" is not JSON", help: "a text needs quotes: --set '\(name)=\"\(text)\"'")
            }
        }
    }
}

extension UndefinedPolicy: ExpressibleByArgument {}
