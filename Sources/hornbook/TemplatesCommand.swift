import ArgumentParser
import Diagnostics
import Recipes
import Reports

/// `hornbook templates`
struct TemplatesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "templates", abstract: "Packs of templates: list, show, export, begin one.",
        discussion: """
            Examples:
              hornbook templates list
              hornbook templates show sentiment
              hornbook templates show sentiment --template 'review_*'
              hornbook templates export sentiment -o my-sentiment.yaml
              hornbook templates new reviews.csv -o reviews.yaml
            """,
        subcommands: [List.self, Show.self, Export.self, New.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the shipped packs.",
            discussion: """
                Examples:
                  hornbook templates list
                  hornbook templates | grep question
                """)

        func run() throws {
            var rows = [["pack", "templates", "inverted", "task"]]
            var descriptions = ""
            for name in PackLibrary.shippedNames {
                guard let pack = try PackLibrary.shipped(name) else { continue }
                rows.append([
                    name, String(pack.templates.count), String(pack.templates.filter(\.isInverted).count),
                    pack.task ?? "-",
                ])
                descriptions += "\n\(name): \(pack.description ?? "")\n"
                for input in pack.inputs { descriptions += "  \(input.name): \(input.text)\n" }
            }
            try printOutput(aligned(rows) + descriptions)
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show the templates of a pack.",
            discussion: """
                Examples:
                  hornbook templates show sentiment
                  hornbook templates show sentiment --template 'review_*'
                  hornbook templates show my-pack.yaml | less
                """)

        @Argument(help: ArgumentHelp("A shipped pack's name, or a file.", valueName: "pack"), completion: .packs)
        var pack: String

        @Option(
            name: .customLong("template"),
            help: ArgumentHelp("A template's name or id, or a glob of names; repeatable.", valueName: "name"))
        var templateNames: [String] = []

        func run() throws {
            let packs = try PackLibrary.find(pack)
            var text = ""
            for template in try TemplateChoice(use: templateNames).choose(from: packs) {
                let marks = [
                    template.isInverted ? "inverted" : nil, template.choicesInPrompt ? "shows the choices" : nil,
                ]
                .compactMap(\.self).joined(separator: ", ")
                text += "\(template.name)\(marks.isEmpty ? "" : " (\(marks))")\n  id: \(template.id)\n"
                if let choices = template.answerChoices { text += "  answer choices: \(choices)\n" }
                text +=
                    template.jinja.split(separator: "\n", omittingEmptySubsequences: false).map { "  | \($0)\n" }
                    .joined() + "\n"
            }
            try printOutput(safeForTerminal(text))
        }
    }
}
