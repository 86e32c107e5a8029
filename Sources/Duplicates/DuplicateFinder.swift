import Building
import Diagnostics
import Formats
import JSON
import Mixing
import Prompting
import Recipes
import Reports
import Running
import Similarity

/// Finds rows that stand in several datasets of a recipe, or nearly so, and lists those to leave out.
///
/// The words of all rows are held in memory, which `memory` bounds.
package struct DuplicateFinder {
    private let datasets: [PreparedDataset]
    private let recipe: Recipe
    private let rules: DuplicateRules
    package var jobs = 1
    /// About how many bytes rows may take in memory.
    package var memory = 1 << 30
    /// What happens to records that cannot be compared; `fail` or `skip`.
    package var badRows = BadRowPolicy()
    /// Is told how far the run is; nil: nobody wants to know.
    package var progress: Progress?

    /// Finds the files of a recipe's datasets.
    ///
    /// - Throws: everything that is wrong before a row is read.
    package init(_ recipe: Recipe, _ rules: DuplicateRules) throws(Diagnostics) {
        (self.recipe, self.rules) = (recipe, rules)
        datasets = try PreparedDataset.all(of: recipe, use: .all)
        let names = recipe.datasets.map(\.name)
        for name in rules.keep where !names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
            throw Diagnostics(.unknownDataset(name, among: names, in: "--keep"), status: .usage)
        }
        guard datasets.count > 1 || rules.within else {
            throw Diagnostics(
                Diagnostic(
                    "the recipe has one dataset, and rows of one are compared only with --within",
                    help: "hornbook duplicates --within \(recipe.path)"), status: .usage)
        }
    }

    /// Reads all rows, and decides.
    ///
    /// - Parameter list: takes a line for each row that is left out; nil: nobody wants them.
    /// - Throws: the first bad row under `fail`, too many of them, or more than fits into the memory, with status 1.
    package func run(to list: OutputFile?) throws(Diagnostics) -> DuplicateSummary {
        let names = datasets.map(\.recipe.name)
        var summary = DuplicateSummary(measure: rules.measure.name, datasets: names)
        var set = try read(&summary)
        set.arrange(keep: rules.keep)
        for index in names.indices { summary.datasets[index].ambiguous = set.ambiguous[index] }
        summary.tooLong = set.tooLong
        progress?.begin("comparing")
        var round = DuplicateRound(set, within: rules.within, near(set))
        let line = ByteBuffer()
        try round.decide { (duplicate) throws(Diagnostics) in
            let (entry, other) = (set.entries[duplicate.entry], set.entries[duplicate.of])
            summary.add(
                duplicate.rows, of: Int(entry.dataset), like: Int(other.dataset), isExact: duplicate.score == nil)
            guard let list else { return }
            line.removeAll()
            JSONValue.object([
                "dataset": .string(names[Int(entry.dataset)]), "key": .string(keyText(entry.key)),
                "of_dataset": .string(names[Int(other.dataset)]), "of_key": .string(keyText(other.key)),
                "measure": .string(
                    duplicate.score == nil ? DuplicateRules.Measure.exact.name : rules.measure.name),
                "score": .double(duplicate.score ?? 1),
            ]).write(to: line)
            line.append("\n")
            try checked { () throws(OutputError) in
                for _ in 0..<duplicate.rows { try list.write(line.bytes) }
            }
        }
        precondition(summary.isClosed, "the ledger of the rows does not close")
        return summary
    }

    package var inputs: [String] {
        [recipe.path] + datasets.flatMap { $0.inputs.paths + $0.packs.map(\.name) }.filter { $0 != "-" }
    }

    private func read(_ summary: inout DuplicateSummary) throws(Diagnostics) -> ComparedSet {
        var set = ComparedSet(datasets.map(\.recipe.name), rules.measure)
        progress?.begin("reading", bytes: datasets.reduce(0) { $0 + $1.inputs.bytes })
        defer { progress?.end() }
        let rejects = try RejectSink(badRows)
        var rows = 0
        for (index, prepared) in datasets.enumerated() {
            var dataset = prepared
            // A row is left out as a whole, and so compared as a whole.
            dataset.task.maxCharacters = nil
            let fields = ComparedFields(
                dataset.task.prompts, hidden: dataset.recipe.labels.isEmpty ? [] : ["choices"])
            var line = summary.datasets[index]
            let before = rejects.count
            let map = RowPipeline(inputs: dataset.inputs, jobs: jobs, progress: progress)
            line.rows = try map.run(
                rejects: rejects, makeHandler: { [dataset, rules] in ComparedRows(dataset, fields, rules) }
            ) { (batch: ComparedRows.BatchResult) throws(Diagnostics) in
                line.filtered += batch.filtered
                line.blank += batch.blank
                set.add(batch.rows, dataset: index)
                guard set.bytes <= memory else {
                    throw Diagnostics(
                        Diagnostic(
                            "the rows as far as `\(line.name)` take more than --memory allows",
                            help: "allow more, such as --memory 4G, or compare fewer datasets at a time"),
                        status: .problems)
                }
            }.records
            line.rejected = rejects.count - before
            rows += line.rows
            summary.datasets[index] = line
        }
        try rejects.finish(records: rows)
        return set
    }

    private func near(_ set: ComparedSet) -> any NearDuplicateIndex {
        let origins = rules.within ? [] : set.texts.map(\.dataset)
        switch rules.measure {
        case .exact: return NoNearTexts()
        case .rougeL(let threshold):
            let corpus = Corpus(
                set.texts.lazy.map { Array(set.words[set.range(of: Int($0.text))]) }, set.vocabulary)
            return SimilarTexts(SimilarityIndex(of: corpus, above: threshold, origins: origins), jobs: jobs)
        case .run(let length):
            return RunTexts(
                RunIndex(
                    tokens: set.words, texts: set.texts.map { set.range(of: Int($0.text)) }, length: length,
                    origins: origins))
        }
    }
}
