/// What people read of a card.
struct CardBody {
    private let facts: CardFacts
    private var build: Manifest { facts.build }

    init(_ facts: CardFacts) { self.facts = facts }

    var markdown: Markdown {
        introduction + splits + format + sources + mixture + CardRows(build.ledgers).markdown + recipe + rebuilding
    }

    private var introduction: Markdown {
        let format: Markdown = build.lines?.format.nonEmpty.map { " in the format <code>\($0)</code>" } ?? ""
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
            build.example?.nonEmpty.map {
                "An instance, with … where long texts and lists are cut:\n\n\(Markdown(fenced: $0, "json"))\n"
            } ?? ""
        return "## Format\n\nOne JSON object a line, all with the same keys.\n\n" + table.markdown(facts.columns)
            + example
    }

    private var sources: Markdown {
        guard !build.ledgers.isEmpty else { return "" }
        var table = MarkdownTable<DatasetLedger>(of: "datasets")
        table.addText("dataset") { "\($0.name)" }
        table.addText("licence") { "\($0.licence?.nonEmpty ?? "not told")" }
        if build.ledgers.contains(where: { $0.tag?.nonEmpty != nil }) { table.addText("tag") { "\($0.tag ?? "")" } }
        var inputs = MarkdownTable<(dataset: String, file: FileRecord)>(of: "input files")
        inputs.addText("file") { "<code>\($0.file.name)</code>" }
        inputs.addText("dataset") { "\($0.dataset)" }
        inputs.add("records") { $0.file.records.map { "\($0)" } ?? "-" }
        inputs.add("bytes") { "\($0.file.bytes)" }
        inputs.addText("SHA-256") { "<code>\($0.file.hash)</code>" }
        return "## Sources\n\nLicences are told as the recipe tells them.\n\n" + table.markdown(build.ledgers)
            + inputs.markdown(build.namedInputs) + files(build.packs, "pack of templates", "packs")
    }

    private func files(_ files: [FileRecord], _ title: Markdown, _ noun: Markdown) -> Markdown {
        var table = MarkdownTable<FileRecord>(of: noun)
        table.addText(title) { "<code>\($0.name)</code>" }
        if files.contains(where: { $0.records != nil }) { table.add("instances") { $0.records.map { "\($0)" } ?? "-" } }
        table.add("bytes") { "\($0.bytes)" }
        table.addText("SHA-256") { "<code>\($0.hash)</code>" }
        return table.markdown(files)
    }

    private var mixture: Markdown {
        guard !build.ledgers.isEmpty else { return "" }
        func share(_ fraction: Double?) -> Markdown { fraction.map { $0 <= 1 ? "\(percent($0))" : "-" } ?? "-" }
        var table = MarkdownTable<DatasetLedger>(of: "datasets")
        table.addText("dataset") { "\($0.name)" }
        table.add("instances") { "\($0.instances)" }
        table.add("share") { share($0.realised) }
        table.add("share asked for") { share($0.share.share) }
        table.add("cap") { $0.share.cap.map { "\($0)" } ?? "-" }
        table.add("templates") { "\($0.templates.count)" }
        table.add("inverted") { share($0.instances > 0 ? Double($0.inverted) / Double($0.instances) : nil) }
        table.add("with demonstrations") { share(Self.demonstrated($0)) }
        var groups = MarkdownTable<GroupLine>(of: "groups")
        groups.addText("group") { "\($0.name)" }
        groups.addText("datasets") { "\($0.datasets.joined(separator: ", "))" }
        groups.add("instances") { "\($0.sum.instances)" }
        groups.add("share") { share($0.sum.realised) }
        groups.add("share asked for") { share($0.sum.share.share) }
        return """
            ## Mixture

            Shares and caps count \(build.unit.isEmpty ? "examples" : "\(build.unit)"). Inverted instances turn their task around. \
            Demonstrations are solved examples before the question; none is the question's own.


            """ + table.markdown(build.ledgers) + groups.markdown(build.groups)
    }

    /// The share of a dataset's instances that have demonstrations; nil if none is known.
    private static func demonstrated(_ ledger: DatasetLedger) -> Double? {
        let all = ledger.demonstrations.total(\.value)
        return all > 0 ? Double(all - (ledger.demonstrations[0] ?? 0)) / Double(all) : nil
    }

    private var recipe: Markdown {
        guard !build.recipe.text.isEmpty else { return "" }
        return "## How it was made\n\nBy this recipe, \(build.recipe.text.utf8.count) bytes with the SHA-256 "
            + "<code>\(build.recipe.hash)</code>:\n\n\(Markdown(fenced: build.recipe.text, "yaml"))\n"
    }

    private var rebuilding: Markdown {
        guard !build.recipe.text.isEmpty else { return "" }
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

/// What a card tells of the rows that gave no instance.
struct CardRows {
    private let ledgers: [DatasetLedger]

    init(_ ledgers: [DatasetLedger]) { self.ledgers = ledgers }

    /// Every row that was read, by what became of it; nothing if none was read.
    var markdown: Markdown {
        guard ledgers.contains(where: { $0.rows > 0 }) else { return "" }
        var table = MarkdownTable<DatasetLedger>(of: "datasets")
        table.addText("dataset") { "\($0.name)" }
        table.add("rows read") { "\($0.rows)" }
        for fate in RowFates(ledgers).fields { table.add("\(fate.title)") { "\(fate.number($0) ?? 0)" } }
        let hasDuplicates = ledgers.contains { $0.duplicates ?? 0 > 0 }
        return """
            ## What was left out, and why

            Over cap: could give an instance, but the mixture needs no more. \(hasDuplicates ? Self.duplicates : "")Filtered: left aside by the recipe. Blank: the prompt or the \
            completion came out empty. Refused: fits inverted templates only, and the inversion would say nothing. Rejected: could not be \
            used.


            """ + table.markdown(ledgers)
                + reasons("reason for rejection", "rows", ledgers.map(\.rejected))
                + reasons("reason to turn no task around", "times", ledgers.map(\.refusedInversions))
    }

    private static let duplicates: Markdown = "Duplicates: stand in another dataset, or nearly so. "

    private func reasons(_ title: Markdown, _ count: Markdown, _ counts: [[String: Int]]) -> Markdown {
        var table = MarkdownTable<NamedCount>(of: "reasons")
        table.addText(title) { "<code>\($0.name)</code>" }
        table.add(count) { "\($0.count)" }
        return table.markdown(NamedCount.sums(counts))
    }
}
