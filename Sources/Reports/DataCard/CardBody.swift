/// What people read of a card.
struct CardBody {
    private let facts: CardFacts
    private var build: ReportedBuild { facts.build }

    init(_ facts: CardFacts) { self.facts = facts }

    var markdown: Markdown {
        introduction + splits + format + sources + mixture + CardRows(facts.ledgers).markdown + recipe + rebuilding
    }

    private var introduction: Markdown {
        let format: Markdown = facts.format.isEmpty ? "" : " in the format <code>\(facts.format)</code>"
        return """
            # \(facts.title)

            \(counted(facts.instances, "instance", "instances"))\(format), made of \(counted(facts.used.count, "dataset", "datasets")) by \
            hornbook \(build.version): templates put each row into words, and one recipe says which datasets go in, in what proportion. \
            <code>manifest.json</code> beside this card tells all that stands here, and more.


            """
    }

    private func counted(_ count: Int, _ one: Markdown, _ many: Markdown) -> Markdown {
        "\(count) \(count == 1 ? one : many)"
    }

    private var splits: Markdown {
        guard !facts.splits.isEmpty else { return "" }
        var table = MarkdownTable<CardSplit>(of: "splits")
        table.addText("split") { "\($0.name)" }
        table.add("instances") { "\($0.instances)" }
        table.add("files") { "\($0.files)" }
        table.add("bytes") { "\($0.bytes)" }
        let parting: Markdown =
            facts.splits.count > 1
            ? "A row stays on its side when others come or go, and rows with equal content are never parted.\n\n" : ""
        return "## Splits\n\n" + table.markdown(facts.splits) + parting
    }

    private var format: Markdown {
        guard !facts.columns.isEmpty else { return "" }
        var table = MarkdownTable<CardColumn>(of: "keys")
        table.addText("key") { "<code>\($0.name)</code>" }
        table.addText("value") { "\($0.type)" }
        let example: Markdown =
            facts.example.isEmpty
            ? ""
            : "An instance, with … where long texts and lists are cut:\n\n\(Markdown(fenced: facts.example, "json"))\n"
        return "## Format\n\nOne JSON object a line, all with the same keys.\n\n" + table.markdown(facts.columns)
            + example
    }

    private var sources: Markdown {
        guard !facts.ledgers.isEmpty else { return "" }
        var table = MarkdownTable<ReportedLedger>(of: "datasets")
        table.addText("dataset") { "\($0.name)" }
        table.addText("licence") { $0.licence.isEmpty ? "not told" : "\($0.licence)" }
        if facts.ledgers.contains(where: { !$0.tag.isEmpty }) { table.addText("tag") { "\($0.tag)" } }
        var inputs = MarkdownTable<(dataset: String, file: ReportedFile)>(of: "input files")
        inputs.addText("file") { "<code>\($0.file.name)</code>" }
        inputs.addText("dataset") { "\($0.dataset)" }
        inputs.add("records") { $0.file.records.map { "\($0)" } ?? "-" }
        inputs.add("bytes") { "\($0.file.bytes)" }
        inputs.addText("SHA-256") { "<code>\($0.file.hash)</code>" }
        return "## Sources\n\nLicences are told as the recipe tells them.\n\n" + table.markdown(facts.ledgers)
            + inputs.markdown(build.inputs) + files(build.packs, "pack of templates", "packs")
    }

    private func files(_ files: [ReportedFile], _ title: Markdown, _ noun: Markdown) -> Markdown {
        var table = MarkdownTable<ReportedFile>(of: noun)
        table.addText(title) { "<code>\($0.name)</code>" }
        if files.contains(where: { $0.records != nil }) {
            table.add("instances") { $0.records.map { "\($0)" } ?? "-" }
        }
        table.add("bytes") { "\($0.bytes)" }
        table.addText("SHA-256") { "<code>\($0.hash)</code>" }
        return table.markdown(files)
    }

    private var mixture: Markdown {
        guard !facts.ledgers.isEmpty else { return "" }
        func share(_ fraction: Double?) -> Markdown { fraction.map { $0 <= 1 ? "\(percent($0))" : "-" } ?? "-" }
        var table = MarkdownTable<ReportedLedger>(of: "datasets")
        table.addText("dataset") { "\($0.name)" }
        table.add("instances") { "\($0.instances)" }
        table.add("share") { share($0.realised) }
        table.add("share asked for") { share($0.asked) }
        table.add("cap") { $0.cap.map { "\($0)" } ?? "-" }
        table.add("templates") { "\($0.templates.count)" }
        table.add("inverted") { share($0.instances > 0 ? Double($0.inverted) / Double($0.instances) : nil) }
        table.add("with demonstrations") { share(Self.demonstrated($0)) }
        var groups = MarkdownTable<ReportedGroup>(of: "groups")
        groups.addText("group") { "\($0.name)" }
        groups.addText("datasets") { "\($0.datasets.joined(separator: ", "))" }
        groups.add("instances") { "\($0.instances)" }
        groups.add("share") { share($0.realised) }
        groups.add("share asked for") { share($0.asked) }
        return """
            ## Mixture

            Shares and caps count \(build.unit.isEmpty ? "examples" : "\(build.unit)"). Inverted instances turn their task around. \
            Demonstrations are solved examples before the question; none is the question's own.


            """ + table.markdown(facts.ledgers) + groups.markdown(build.groups)
    }

    /// The share of a dataset's instances that have demonstrations; nil if none is known.
    private static func demonstrated(_ ledger: ReportedLedger) -> Double? {
        let all = ledger.demonstrations.total(\.count)
        let none = ledger.demonstrations.filter { $0.number == 0 }.total(\.count)
        return all > 0 ? Double(all - none) / Double(all) : nil
    }

    private var recipe: Markdown {
        guard !build.recipe.isEmpty else { return "" }
        return "## How it was made\n\nBy this recipe, \(build.recipe.utf8.count) bytes with the SHA-256 "
            + "<code>\(build.recipeHash)</code>:\n\n\(Markdown(fenced: build.recipe, "yaml"))\n"
    }

    private var rebuilding: Markdown {
        guard !build.recipe.isEmpty else { return "" }
        let version: Markdown = build.version.isEmpty ? "" : " \(build.version)"
        // A seed of the command line stands in no recipe.
        let seed: Markdown = build.seed.isEmpty ? "" : " --seed \(build.seed)"
        return """
            ## How to make it again

            Save the recipe as <code>recipe.yaml</code>, and the files that it names where it names them; then, with hornbook\(version):

            ```sh
            hornbook build\(seed) recipe.yaml
            ```

            The same recipe and rows give the same bytes, on any machine and with any number of threads:


            """ + files(build.outputs, "file", "files")
    }
}
