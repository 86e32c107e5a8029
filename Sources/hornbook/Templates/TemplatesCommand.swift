import ArgumentParser
import Diagnostics
import JSON
import Jinja
import Recipes
import Reports

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
                  hornbook templates list --json | jq -r '.packs[] | select(.inverted > 4) | .pack'
                """)

        @Flag(help: "Print the packs as one JSON object.")
        var json = false

        func run() throws {
            let packs = try PackLibrary.shippedNames.compactMap { name in
                try PackLibrary.shipped(name).map { (name: name, pack: $0) }
            }
            try printOutput(json ? Self.object(packs) : Self.table(packs))
        }

        private static func object(_ packs: [(name: String, pack: Pack)]) -> String {
            let entries = packs.map { name, pack in
                JSONValue.object([
                    "pack": .string(name), "templates": .int(pack.templates.count),
                    "inverted": .int(pack.templates.filter(\.isInverted).count),
                    "task": pack.task.map { .string($0) }, "description": pack.description.map { .string($0) },
                    "inputs": .array(
                        pack.inputs.map { .object(["name": .string($0.name), "text": .string($0.text)]) }),
                ])
            }
            return JSONValue.object(["packs": .array(entries)]).line + "\n"
        }

        private static func table(_ packs: [(name: String, pack: Pack)]) -> String {
            var rows = [["pack", "templates", "inverted", "task"]]
            var descriptions = ""
            for (name, pack) in packs {
                rows.append([
                    name, String(pack.templates.count), String(pack.templates.filter(\.isInverted).count),
                    pack.task ?? "-",
                ])
                descriptions += "\n\(name): \(pack.description ?? "")\n"
                for input in pack.inputs { descriptions += "  \(input.name): \(input.text)\n" }
            }
            return aligned(rows) + descriptions
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
