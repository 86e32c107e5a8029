import ArgumentParser
import Building
import Diagnostics
import Running

/// The command line's entry: picks a subcommand.
@main
struct Hornbook: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hornbook",
        abstract: "Turns labelled task datasets into instruction-tuning data.",
        discussion: """
            Examples:
              hornbook plan recipe.yaml                      what a recipe would make, and all that is wrong with it
              hornbook build recipe.yaml                     make it
              hornbook render --templates sentiment < reviews.jsonl > instances.jsonl
              hornbook mix a=a.jsonl b=b.jsonl,cap=3000      formatted lines, mixed by their numbers
              hornbook grow pool.jsonl new.jsonl > fit.jsonl        of new instructions those that are usable and new
              hornbook duplicates recipe.yaml                what stands in several of its datasets
              hornbook rows data.csv.gz | head               any input as JSON lines
              hornbook inspect data.csv                      its fields, types, label values, lengths, and what looks wrong
              hornbook verify out/                           does the output match its manifest?
              hornbook check recipe.yaml                     faults in its templates, and where rows show them
              hornbook templates show sentiment              the templates of a shipped pack
            """,
        version: programVersion,
        subcommands: [
            BuildCommand.self, PlanCommand.self, RenderCommand.self, MixCommand.self, GrowCommand.self,
            DuplicatesCommand.self,
            StageCommand.self, RowsCommand.self, InspectCommand.self,
            CheckCommand.self, PreviewCommand.self, VerifyCommand.self, DiffCommand.self, ReportCommand.self,
            JinjaCommand.self, RequestCommand.self, CollectCommand.self, ScanCommand.self, WriteCommand.self,
            TemplatesCommand.self,
        ])

    static func main() {
        Interruption.prepare()
        do {
            var command = try parsed()
            do {
                try command.run()
            } catch is NothingToRead {
                // The message last: the help may be longer than the terminal is high.
                printError(helpMessage(for: type(of: command)) + "\n")
                throw usageError(
                    "nothing to read: standard input is a terminal",
                    help: "name a file, pipe rows in, or ask for it with -")
            }
        } catch {
            finish(with: error)
        }
    }

    private static func parsed() throws -> any ParsableCommand {
        do {
            return try parseAsRoot()
        } catch  where !exitCode(for: error).isSuccess {
            // The parser's messages quote the arguments: it makes them of those that a terminal can show on one line.
            _ = try parseAsRoot(CommandLine.arguments.dropFirst().map(oneLine))
            throw error
        }
    }
}
