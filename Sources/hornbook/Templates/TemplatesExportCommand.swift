import ArgumentParser
import Diagnostics
import Recipes

extension TemplatesCommand {
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Write a pack, or some of its templates, as a file to edit.",
            discussion: """
                Examples:
                  hornbook templates export sentiment -o my-sentiment.yaml
                  hornbook templates export intent --template 'terse*' > few.yaml
                  hornbook templates export promptsource/ -o packs/

                A whole pack is written as it stands, comments included; of some templates a new file is made, without the \
                comments between them. A folder of packs goes into a folder.
                """)

        @Argument(
            help: ArgumentHelp("A shipped pack's name, a file, or a folder of packs.", valueName: "pack"),
            completion: .packs)
        var pack: String

        @Option(
            name: .joinableShort("o"),
            help: ArgumentHelp(
                "Where to: a file, or a folder (which names files by the packs); by default standard output.",
                valueName: "file|dir"), completion: .file())
        var output = "-"

        @Option(
            name: .customLong("template"),
            help: ArgumentHelp("A template's name or id, or a glob of names; repeatable.", valueName: "name"))
        var templateNames: [String] = []

        @Flag(help: "Overwrite files that are there already.")
        var force = false

        func run() throws {
            let packs = try chosen()
            guard packs.count > 1 || output != "-" && isFolder(output) else {
                return try writeNewFile(packs[0].text, to: output, force: force)
            }
            guard output != "-", isFolder(output) else {
                throw usageError("\(pack) gives \(packs.count) packs", help: "name a folder for them: -o packs/")
            }
            let folder = output.hasSuffix("/") ? output : output + "/"
            let names = packs.map(fileName)
            if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
                throw usageError("two packs would be called \(folder)\(names[twice])", help: "export them one by one")
            }
            makeFolder(folder)
            for (pack, name) in zip(packs, names) { try writeNewFile(pack.text, to: folder + name, force: force) }
        }

        /// The packs with the templates asked for, and as their texts what is to be written.
        private func chosen() throws -> [Pack] {
            let packs = try PackLibrary.find(pack)
            guard !templateNames.isEmpty else { return packs }
            // Tells of patterns that mean nothing.
            _ = try TemplateChoice(use: templateNames).choose(from: packs)
            return packs.compactMap { pack in
                var part = pack
                part.templates.removeAll { template in
                    !templateNames.contains { TemplateChoice.matches($0, template) }
                }
                if part.templates.isEmpty { return nil }
                part.text = PackWriter().text(part)
                return part
            }
        }

        /// Packs of PromptSource are all called `templates.yaml`; their datasets tell them apart.
        private func fileName(_ pack: Pack) -> String {
            let words = pack.baseName == "templates" ? [pack.dataset, pack.subset].compactMap(\.self) : []
            let name = words.isEmpty ? pack.baseName : words.joined(separator: "_")
            return name.replacing("/", with: "_") + ".yaml"
        }
    }
}
