/// What ran, what went in and what came out.
struct SourcesSection {
    private let build: Manifest

    init(_ build: Manifest) { self.build = build }

    /// Always there: a build has a recipe at least.
    var section: PageSection {
        PageSection(
            id: "sources", title: "Sources and outputs",
            body: run + inputs + files(build.packs, "Packs of templates", name: "pack")
                + files(build.outputs, "Outputs", name: "file") + recipe)
    }

    private var run: Markup {
        var facts: [(Markup, Markup)] = [("tool", "hornbook \(build.version, limit: 40)")]
        if !build.seed.isEmpty { facts.append(("seed", "\(build.seed, limit: 40)")) }
        if !build.recipe.hash.isEmpty { facts.append(("recipe’s SHA-256", hash(build.recipe.hash))) }
        return #"<dl class="run">\#(facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" as Markup }.joined())</dl>"#
    }

    private func hash(_ hash: String) -> Markup { #"<code class="hash">\#(hash, limit: 64)</code>"# }

    private var inputs: Markup {
        var table = PageTable<(dataset: String, file: FileRecord)>("Inputs", of: "inputs")
        table.add("file", .text) { #"<span class="place">\#($0.file.name, limit: 300)</span>"# }
        table.add("dataset", .text) { "\($0.dataset, limit: 80)" }
        table.add("rows") { $0.file.records.map { "\($0)" } ?? PageNumber.none }
        table.add("bytes") { "\($0.file.bytes)" }
        table.add("SHA-256", .text) { hash($0.file.hash) }
        return table.markup(build.namedInputs)
    }

    private func files(_ files: [FileRecord], _ caption: Markup, name: Markup) -> Markup {
        var table = PageTable<FileRecord>(caption, of: "files")
        table.add(name, .text) { #"<span class="place">\#($0.name, limit: 300)</span>"# }
        if files.contains(where: { $0.records != nil }) {
            table.add("lines") { $0.records.map { "\($0)" } ?? PageNumber.none }
        }
        table.add("bytes") { "\($0.bytes)" }
        table.add("SHA-256", .text) { hash($0.hash) }
        return table.markup(files)
    }

    private var recipe: Markup {
        guard !build.recipe.text.isEmpty else { return .empty }
        return #"<details><summary>The recipe</summary><pre class="text recipe">"#
            + #"\#(Markup(block: build.recipe.text, limit: PageLimits.recipe))</pre></details>"#
    }
}
