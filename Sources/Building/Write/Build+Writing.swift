import Diagnostics
import Formats
import JSON
import Mixing
import Ordering
import Reports
import Running

extension Build {
    /// Writes a split's lines into its files.
    ///
    /// - Parameter manifest: gets the files and, for a card, an example.
    func write(
        _ sorters: SplitSorters, _ position: Int, to directory: OutputDirectory, _ manifest: inout Manifest
    ) throws(Diagnostics) {
        let split = splits.names[position]
        var writer = ShardWriter(
            directory, name: split, count: sorters.count(of: position), shards: recipe.output.shards)
        var example: String?
        var wantsExample = recipe.output.card && manifest.example == nil
        try sorters.forEachInOrder(of: position) { line throws(Diagnostics) in
            if wantsExample { (example, wantsExample) = (CardExample.text(of: line), false) }
            try writer.write(line)
        }
        if let example { manifest.example = example }
        manifest.outputs += try writer.finish().map { record in
            var record = record
            record.split = split
            return record
        }
    }

    package func makeManifest(_ plan: Plan, _ ledgers: [DatasetLedger]) -> Manifest {
        func hash(_ text: String) -> String { Array(text.utf8).withUnsafeBytes { SHA256.hex(of: $0) } }
        var manifest = Manifest(
            version: programVersion, seed: recipe.seed, recipe: recipe.text, recipeHash: hash(recipe.text),
            format: style.format.rawValue, columns: style.columns)
        manifest.setMixture(ledgers, unit: recipe.unit, groups: groups)
        for (dataset, inputs) in zip(datasets, plan.inputs) {
            manifest.inputs.append((dataset.recipe.name, inputs.map(FileRecord.init)))
        }
        let chatFiles = style.chatTemplate?.files.map { ($0.name, $0.text) } ?? []
        for (path, text) in datasets.flatMap(\.packFiles) + chatFiles {
            // A pack is named as the recipe names it: relative to the recipe, or by a shipped pack's name.
            let name = path.hasPrefix(recipe.folder) ? String(path.dropFirst(recipe.folder.count)) : path
            guard !manifest.packs.contains(where: { $0.name == name }) else { continue }
            manifest.packs.append(FileRecord(name: name, bytes: text.utf8.count, hash: hash(text)))
        }
        if let duplicates { manifest.inputs.append(("duplicates", duplicates.inputs.map(FileRecord.init))) }
        let scores = scoreFiles.flatMap(\.inputs)
        if !scores.isEmpty { manifest.inputs.append(("stages", scores.map(FileRecord.init))) }
        return manifest
    }

    /// Writes the manifest, and the report that is made from it.
    package func writeManifest(_ manifest: Manifest, to directory: OutputDirectory) throws(Diagnostics) {
        try writeManifestAlone(manifest, to: directory)
        let html = ByteBuffer()
        html.append(ReportPage(manifest).html)
        try write(html.bytes, to: ReportPage.fileName, in: directory)
    }

    /// Writes the manifest without a report.
    func writeManifestAlone(_ manifest: Manifest, to directory: OutputDirectory) throws(Diagnostics) {
        let text = ByteBuffer()
        manifest.json.write(to: text, indent: 0)
        text.append("\n")
        try write(text.bytes, to: Manifest.fileName, in: directory)
    }

    private func write(
        _ bytes: UnsafeRawBufferPointer, to name: String, in directory: OutputDirectory
    ) throws(Diagnostics) {
        try checked { () throws(OutputError) in
            let file = try directory.create(name)
            try file.write(bytes)
            try file.finish()
        }
    }

    /// Writes the data card, which the manifest makes and then names.
    func writeCard(of manifest: inout Manifest, to directory: OutputDirectory) throws(Diagnostics) {
        let card: DataCard
        do throws(Diagnostic) {
            card = try DataCard(manifest)
        } catch {
            throw Diagnostics([error], status: .bug)
        }
        let record = try checked { () throws(OutputError) in
            let file = try directory.create(DataCard.fileName)
            try file.write(card.text)
            let hash = try file.finish() ?? ""
            return FileRecord(name: DataCard.fileName, bytes: file.count, hash: hash)
        }
        manifest.documents.append(record)
    }
}
