import Diagnostics
import Formats
import JSON
import Mixing
import Reports

extension Build {
    /// Writes a split's lines into its files: as many as asked for, but none empty; each gets the same number of lines to
    /// within one.
    func write(
        _ sorters: SplitSorters, _ position: Int, to directory: OutputDirectory
    ) throws(Diagnostics) -> [FileRecord] {
        let split = splits.names[position]
        let count = sorters.count(of: position)
        let shards = min(recipe.output.shards, count)
        var records: [FileRecord] = []
        var file: OutputFile?
        var shard = -1
        var next = 0
        func close() throws(Diagnostics) {
            guard let open = file else { return }
            let hash = try checked { () throws(OutputError) in try open.finish() } ?? ""
            records.append(
                FileRecord(
                    name: shardName(split, shard, of: shards), bytes: open.count, hash: hash,
                    records: (shard + 1) * count / shards - shard * count / shards))
        }
        try sorters.forEachSorted(of: position) { index, line throws(Diagnostics) in
            if index == next {
                try close()
                shard += 1
                next = (shard + 1) * count / shards
                let name = shardName(split, shard, of: shards)
                file = try checked { () throws(OutputError) in try directory.create(name) }
            }
            try checked { () throws(OutputError) in try file!.write(line) }
        }
        try close()
        return records
    }

    /// A file's name in the Hub's pattern.
    private func shardName(_ split: String, _ shard: Int, of shards: Int) -> String {
        func padded(_ number: Int) -> String {
            String(repeating: "0", count: max(0, 5 - String(number).count)) + String(number)
        }
        return "\(split)-\(padded(shard))-of-\(padded(shards)).jsonl"
    }

    func makeManifest(_ plan: Plan, _ ledgers: [DatasetLedger]) -> Manifest {
        func hash(_ text: String) -> String { Array(text.utf8).withUnsafeBytes { SHA256.hex(of: $0) } }
        var manifest = Manifest(
            version: Self.version, seed: recipe.seed, recipe: recipe.text, recipeHash: hash(recipe.text))
        manifest.ledgers = ledgers
        manifest.unit = recipe.unit
        manifest.groups = groups
        for (dataset, inputs) in zip(datasets, plan.inputs) {
            let files = inputs.map { FileRecord(name: $0.name, bytes: $0.bytes, hash: $0.hash, records: $0.records) }
            manifest.inputs.append((dataset.recipe.name, files))
            for pack in dataset.packs {
                // A pack is named as the recipe names it: relative to the recipe, or by a shipped pack's name.
                let name =
                    pack.name.hasPrefix(recipe.folder) ? String(pack.name.dropFirst(recipe.folder.count)) : pack.name
                guard !manifest.packs.contains(where: { $0.name == name }) else { continue }
                manifest.packs.append(FileRecord(name: name, bytes: pack.text.utf8.count, hash: hash(pack.text)))
            }
        }
        return manifest
    }

    /// Writes the manifest, and the report that is made from it.
    func writeManifest(_ manifest: Manifest, to directory: OutputDirectory) throws(Diagnostics) {
        let json = manifest.json
        let text = ByteBuffer()
        json.write(to: text, indent: 0)
        text.append("\n")
        let page: ReportPage
        do throws(Diagnostic) {
            page = try ReportPage(manifest: json)
        } catch {
            throw Diagnostics([error], status: .bug)
        }
        try write(text.bytes, to: Manifest.fileName, in: directory)
        let html = ByteBuffer()
        html.append(page.html)
        try write(html.bytes, to: ReportPage.fileName, in: directory)
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
}
