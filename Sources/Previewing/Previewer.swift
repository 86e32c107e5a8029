import Building
import Diagnostics
import Formats
import Mixing
import Prompting
import Recipes
import Reports
import Running

/// Shows a few instances of each dataset: those that a build would take under a cap of so many, if the dataset ended
/// after its first ten thousand records. So they are never just the first rows, and the same on every day.
package struct Previewer {
    /// Only so many records of a dataset are looked at, so that it is quick.
    package static let maxRecords = 10_000

    /// How many instances of each dataset are shown; with all templates, how many rows.
    package var count = 3
    private let throughAllTemplates: Bool
    private let datasets: [PreparedDataset]
    private let splits: SplitRule

    /// Finds the files and compiles the templates of a recipe.
    ///
    /// - Parameters:
    ///   - dataset: the only dataset that is shown; nil: all.
    ///   - templates: names, ids or globs; rows are seen through these of a dataset's templates only. Empty: all.
    ///   - throughAllTemplates: whether each row that is shown is seen through all of the dataset's templates.
    package init(
        _ recipe: Recipe, dataset: String? = nil, templates: [String] = [], throughAllTemplates: Bool = false
    ) throws(Diagnostics) {
        var recipe = recipe
        let duplicates = try DuplicateList(of: recipe, jobs: 1)
        if let dataset {
            let names = recipe.datasets.map(\.name)
            recipe.datasets.removeAll { !$0.name.utf8.elementsEqual(dataset.utf8) }
            guard !recipe.datasets.isEmpty else {
                let near = suggestion(for: dataset, among: names)
                throw Diagnostics(
                    Diagnostic(
                        "the recipe has no dataset `\(dataset)`",
                        help: near.map { "did you mean `\($0)`?" } ?? "its datasets: \(names.joined(separator: ", "))"),
                    status: .usage)
            }
        }
        if !templates.isEmpty { try Self.narrow(&recipe, to: templates) }
        if throughAllTemplates { for index in recipe.datasets.indices { recipe.datasets[index].perRow = 1 } }
        self.throughAllTemplates = throughAllTemplates
        var datasets = try PreparedDataset.all(of: recipe, use: .all)
        duplicates?.apply(to: &datasets)
        self.datasets = datasets
        splits = SplitRule(recipe.output.splits)
    }

    /// Compiles templates for files that no recipe names.
    ///
    /// - Parameters:
    ///   - dataset: the name that choices are derived from.
    ///   - packs: where the templates come from.
    ///   - templates: names, ids or globs of those that are used; empty: all.
    package init(
        _ inputs: InputSet, dataset: String, packs: [Pack], templates: [String], seed: UInt64,
        throughAllTemplates: Bool = false
    ) throws(Diagnostics) {
        let recipe = Recipe(dataset: dataset, templates: TemplateChoice(use: templates), seed: seed)
        var prepared = try PreparedDataset(recipe.datasets[0], of: recipe, packs: packs, drawsFromAll: true)
        prepared.inputs = inputs
        self.throughAllTemplates = throughAllTemplates
        datasets = [prepared]
        splits = SplitRule(recipe.output.splits)
    }

    /// Leaves of each dataset's templates those that the patterns mean, and of the datasets those that have some.
    private static func narrow(_ recipe: inout Recipe, to patterns: [String]) throws(Diagnostics) {
        var datasets: [DatasetRecipe] = []
        var names: [String] = []
        for var dataset in recipe.datasets {
            guard dataset.kind == .task else { continue }
            let packs = try PackLibrary.find(dataset.pack, in: recipe.folder, dataset: dataset.name)
            let all = try dataset.templates.choose(from: packs)
            names += all.map(\.name).filter { !names.contains($0) }
            let chosen = all.filter { template in patterns.contains { TemplateChoice.matches($0, template) } }
            guard !chosen.isEmpty else { continue }
            dataset.templates = TemplateChoice(use: chosen.map(\.id))
            if all.contains(where: \.isInverted), !chosen.contains(where: \.isInverted) { dataset.inverted = 0 }
            datasets.append(dataset)
        }
        guard !datasets.isEmpty else {
            let near = patterns.lazy.compactMap { suggestion(for: $0, among: names) }.first
            throw Diagnostics(
                Diagnostic(
                    "no dataset has a template called \(patterns.map { "`\($0)`" }.joined(separator: " or "))",
                    help: near.map { "did you mean `\($0)`?" }
                        ?? "the templates: \(names.prefix(20).joined(separator: ", "))"))
        }
        recipe.datasets = datasets
    }

    /// - Parameters:
    ///   - note: takes what the user should know: records that gave nothing.
    ///   - show: takes the instances, dataset by dataset.
    /// - Returns: how many there were.
    package func run(
        note: (Diagnostic) -> Void, show: (InstancePreview) throws -> Void
    ) throws -> Int {
        var spools: [String: Spool] = [:]
        var shown = 0
        for var dataset in datasets {
            try dataset.inputs.spool(&spools)
            try dataset.demonstrationInputs?.spool(&spools)
            dataset.inputs.maxRecords = Self.maxRecords
            dataset.demonstrationInputs?.maxRecords = Self.maxRecords
            try dataset.excluded?.resolve(dataset, jobs: 1)
            let rejects = try RejectSink(BadRowPolicy(.skip))
            var rules = ScanRules(splits: splits, style: OutputStyle(.promptCompletion, metadata: false))
            rules.limit = count
            var scan = try Scan(dataset, rules, rejects: rejects)
            dataset.task.pool = scan.pool.rows
            let threshold: SelectionThreshold
            if throughAllTemplates {
                // Rows that give nothing through the template chosen for them are shown, too, with the reason.
                threshold = try rowThreshold(of: dataset, note)
            } else {
                Self.notes(scan.ledger, rejects).forEach(note)
                threshold = scan.keys.threshold(for: min(count, scan.ledger.available))
            }
            for preview in try instances(of: dataset, threshold) {
                try show(preview)
                shown += 1
            }
        }
        return shown
    }

    /// Which rows are shown, whatever templates make of them.
    private func rowThreshold(
        of dataset: PreparedDataset, _ note: (Diagnostic) -> Void
    ) throws(Diagnostics) -> SelectionThreshold {
        let rejects = try RejectSink(BadRowPolicy(.skip))
        var ledger = DatasetLedger(name: dataset.recipe.name)
        var keys = SmallestKeys(limit: count)
        let map = RowPipeline(inputs: dataset.inputs, jobs: 1)
        ledger.rows = try map.run(rejects: rejects, makeHandler: { RowKeyHandler(dataset) }) {
            (batch: [SelectionKey]) throws(Diagnostics) in
            ledger.available += batch.count
            for key in batch { keys.add(key) }
        }.records
        ledger.rejected = rejects.codes
        ledger.filtered = ledger.rows - ledger.available - rejects.count
        Self.notes(ledger, rejects).forEach(note)
        return keys.threshold(for: min(count, ledger.available))
    }

    private func instances(
        of dataset: PreparedDataset, _ threshold: SelectionThreshold
    ) throws(Diagnostics) -> [InstancePreview] {
        var selector = Selector(threshold)
        var chosen: [PreviewHandler.Choice] = []
        let map = RowPipeline(inputs: dataset.inputs, jobs: 1)
        let all = throughAllTemplates
        // The scan has told of the rejects already.
        _ = try map.run(
            rejects: try RejectSink(BadRowPolicy(.skip)),
            makeHandler: { PreviewHandler(dataset, threshold, throughAllTemplates: all) }
        ) { (batch: [PreviewHandler.Choice]) throws(Diagnostics) in
            chosen += batch.filter { selector.takes($0.key) }
        }
        return chosen.sorted { $0.key < $1.key }.flatMap(\.previews)
    }

    private static func notes(_ ledger: DatasetLedger, _ rejects: RejectSink) -> [Diagnostic] {
        var notes = rejects.first.values.sorted { $0.code < $1.code }.map { reject in
            let count = rejects.codes[reject.code] ?? 0
            return Diagnostic(
                "dataset `\(ledger.name)`: \(count == 1 ? "1 record is" : "\(count) records are") rejected "
                    + "[\(reject.code)]; \(count == 1 ? "it" : "the first"): record \(reject.record): \(reject.message)",
                severity: .note, at: SourceLocation(file: reject.source, line: reject.line, column: reject.column ?? 1))
        }
        if ledger.available == 0 {
            notes.append(
                Diagnostic(
                    "dataset `\(ledger.name)` gives no instance: \(ledger.rows) \(ledger.rows == 1 ? "record" : "records") looked at, "
                        + "\(ledger.rejected.values.reduce(0, +)) rejected, "
                        + (ledger.duplicates.map { "\($0) listed as duplicates, " } ?? "")
                        + "\(ledger.filtered) filtered, "
                        + "\(ledger.blank) blank",
                    severity: .warning))
        }
        return notes
    }
}
