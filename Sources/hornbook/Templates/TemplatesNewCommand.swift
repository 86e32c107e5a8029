import ArgumentParser
import Building
import Drafting
import Recipes

extension TemplatesCommand {
    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new", abstract: "Begin a pack for a data file.",
            discussion: """
                Examples:
                  hornbook templates new reviews.csv -o reviews.yaml
                  hornbook templates new --records data.paragraphs.qas squad.json | less

                Looks at the first 1,000 rows and writes a pack with two templates that suit them, and comments that tell \
                what to change and what to try next: a classification if a field has few values, else questions and answers, \
                one text from another, or the continuation of a text. The same file gives the same pack.
                """)

        @Argument(help: ArgumentHelp("A file of rows (-: standard input).", valueName: "data"), completion: .file())
        var data: String

        @OptionGroup var output: OutputOption

        @Flag(help: "Overwrite a file that is there already.")
        var force = false

        @OptionGroup var reading: ReadingOptions

        func run() throws {
            let inputs = try reading.inputs([data])
            let draft = try PackDraft(inputs, path: output.path, hasOptions: inputs.format != nil)
            // What would not load must not be handed out.
            _ = try Pack(name: output.path, text: draft.text)
            try writeNewFile(draft.text, to: output.path, force: force)
        }
    }
}
