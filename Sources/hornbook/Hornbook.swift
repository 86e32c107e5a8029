import ArgumentParser
import Building

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
              hornbook rows data.csv.gz | head               any input as JSON lines
              hornbook inspect data.csv                      its fields, types, label values, lengths, and what looks wrong
              hornbook check recipe.yaml                     faults in its templates, and where rows show them
              hornbook templates show sentiment              the templates of a shipped pack
            """,
        version: Build.version,
        subcommands: [
            BuildCommand.self, PlanCommand.self, RenderCommand.self, MixCommand.self, RowsCommand.self,
            InspectCommand.self,
            CheckCommand.self, PreviewCommand.self, JinjaCommand.self, TemplatesCommand.self,
        ])

    static func main() {
        Interruption.prepare()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            finish(with: error)
        }
    }
}
