import Diagnostics
import Formats
import Mixing
import Ordering
import Prompting
import Recipes
import Records
import Reports
import Running
import Staging

/// Takes in what a report shows of a dataset while it is built. Used by one thread: the one that takes the batches' results, in the
/// order of the input.
package final class DatasetObserver {
    private let dataset: PreparedDataset
    // Without checks of exclusive access, which would cost more than the counting: one thread at a time uses it.
    @exclusivity(unchecked) private var prompts = LengthHistogram()
    @exclusivity(unchecked) private var completions = LengthHistogram()
    @exclusivity(unchecked) private var labels: [UInt64: Int] = [:]
    private var labelTexts: [UInt64: String] = [:]
    private var failed: [String: Int] = [:]
    private var examples: [String: [DatasetStatistics.DroppedRow]] = [:]
    private var samples: [SampledInstance] = []

    /// So many rows are shown for each reason.
    static let maxExamples = 3
    /// So many instances are shown.
    static let maxSamples = 3
    /// With more values than that, a field is not taken for a label.
    static let maxLabels = 1000
    /// So many of them are told, those with most instances.
    static let maxShownLabels = 100

    package init(_ dataset: PreparedDataset) { self.dataset = dataset }

    func add(_ reject: Reject) {
        if let template = reject.template { failed[template, default: 0] += 1 }
        guard examples[reject.code, default: []].count < Self.maxExamples else { return }
        let text = String(decoding: reject.raw.prefix(Excerpt.most), as: UTF8.self)
        examples[reject.code, default: []].append(
            DatasetStatistics.DroppedRow(
                place: RowLocation(source: reject.source, line: reject.line, record: reject.record),
                message: reject.message, text: text))
    }

    /// Takes in rows that give no instance, though nothing is wrong with them.
    func add(_ drops: RowDrops) {
        for (reason, places) in drops.examples {
            let known = examples[reason.rawValue, default: []]
            examples[reason.rawValue] =
                known
                + places.prefix(max(0, Self.maxExamples - known.count)).map { place in
                    DatasetStatistics.DroppedRow(
                        place: RowLocation(
                            source: dataset.inputs.names[place.input], line: place.line, record: place.record),
                        message: reason.explanation, text: "")
                }
        }
    }

    func add(_ instance: RenderHandler.RenderedInstance, _ copies: Int) {
        for _ in 0..<copies {
            prompts.add(Int(instance.promptCharacters))
            completions.add(Int(instance.size.characters &- instance.promptCharacters))
        }
    }

    /// Takes in the label of a row of which instances are taken.
    func add(label: UInt64, _ copies: Int) {
        // A field with ever other values is no label of a few classes.
        if labels.count <= Self.maxLabels || labels[label] != nil { labels[label, default: 0] += copies }
    }

    /// Takes in instances that may be shown, and the texts of labels by their hashes.
    func add(_ found: [SampledInstance], labels texts: [UInt64: String]) {
        if !texts.isEmpty { labelTexts.merge(texts) { first, _ in first } }
        if !found.isEmpty { samples = SampledInstance.first(Self.maxSamples, of: samples + found) }
    }

    /// - Parameter ledger: with the finished counts.
    func statistics(_ ledger: DatasetLedger) -> DatasetStatistics {
        var result = DatasetStatistics(name: ledger.name)
        if prompts.count > 0 { result.lengths = TextLengths(prompt: prompts.summary, completion: completions.summary) }
        if !labels.isEmpty, labels.count <= Self.maxLabels {
            let sorted = labels.map { (value: labelTexts[$0.key] ?? "", count: $0.value) }.sorted {
                $0.count != $1.count ? $0.count > $1.count : $0.value.utf8.lexicographicallyPrecedes($1.value.utf8)
            }
            result.labels = LabelCounts(
                field: dataset.recipe.label,
                values: sorted.prefix(Self.maxShownLabels).map { NamedCount(name: $0.value, count: $0.count) },
                other: sorted.dropFirst(Self.maxShownLabels).reduce(0) { $0 + $1.count })
        }
        if dataset.task.kind == .task {
            result.templates = dataset.task.prompts.prompts.map(\.template).map { template in
                DatasetStatistics.Template(
                    name: template.name, isInverted: template.isInverted, used: ledger.templates[template.name] ?? 0,
                    failed: failed[template.name] ?? 0)
            }
        }
        let counts =
            ledger.rejected.map { ($0.key, $0.value) }
            + [
                (DropReason.duplicate.rawValue, ledger.duplicates ?? 0),
                (DropReason.filtered.rawValue, ledger.filtered), (DropReason.blank.rawValue, ledger.blank),
                (DropReason.refused.rawValue, ledger.refused),
            ]
        result.drops = counts.filter { $0.1 > 0 }.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }.map {
            DatasetStatistics.Drop(reason: $0.0, count: $0.1, examples: examples[$0.0] ?? [])
        }
        result.samples = samples.map(\.sample)
        return result
    }
}

extension LengthHistogram {
    /// The quantiles, and some two dozen bins of equal width.
    fileprivate var summary: TextLengths.Summary {
        // 1, 2 or 5 times a power of ten, so that people can read the borders.
        var width = 1
        var factors = [2, 5, 10]
        var power = 1
        while (max + 1) / width > 24 {
            width = factors.removeFirst() * power
            if factors.isEmpty {
                power *= 10
                factors = [2, 5, 10]
            }
        }
        var counts = Array(repeating: 0, count: max / width + 1)
        forEach { length, count in counts[length / width] += count }
        let bins = counts.enumerated().map { index, count in
            TextLengths.Bin(from: index * width, to: (index + 1) * width, count: count)
        }
        return TextLengths.Summary(
            count: count, median: quantile(percent: 50).value, p95: quantile(percent: 95).value, longest: max,
            bins: bins)
    }
}

/// Takes in what a report shows of a whole build.
final class BuildObserver {
    /// In the order of the recipe.
    let datasets: [DatasetObserver]
    let duplicates: DuplicateCounter
    /// The scores of what is taken, where the output is split into stages.
    let scores: ScoreCounter

    init(_ datasets: [PreparedDataset], splits: [String], measure: TextDifficulty?) {
        self.datasets = datasets.map(DatasetObserver.init)
        duplicates = DuplicateCounter(splits: splits)
        scores = ScoreCounter(measure)
    }

    /// - Parameters:
    ///   - ledgers: with the finished counts.
    ///   - findings: what the build and its templates' rules have found.
    func statistics(_ ledgers: [DatasetLedger], _ findings: [Diagnostic]) -> BuildStatistics {
        BuildStatistics(
            datasets: zip(datasets, ledgers).prefix(BuildStatistics.maxDatasets).map { $0.statistics($1) },
            duplicates: duplicates.result, findings: findings)
    }
}

/// Takes the labels of a thread's rows, each text once.
struct LabelReader {
    /// The field's key as UTF-8.
    private let field: [UInt8]?
    private let words: [(value: String, word: String)]
    private var known: Set<UInt64> = []

    init(_ recipe: DatasetRecipe) {
        field = recipe.kind == .task ? Array(recipe.label.utf8) : nil
        words = recipe.labels
    }

    /// The hash of a row's label; nil if it has none.
    ///
    /// - Parameter texts: gets the label's text if it has not been met before: the word that the recipe has for it, if there is one.
    mutating func label(of row: Row, _ texts: inout [UInt64: String]) -> UInt64? {
        guard let field, let value = field.withUnsafeBytes({ row.value(of: $0) }) else { return nil }
        let hash = XXH3.hash(row.slice(value.value))
        if known.contains(hash) { return hash }
        guard known.count <= DatasetObserver.maxLabels else { return hash }
        known.insert(hash)
        let text = row.text(of: value)
        texts[hash] = words.first { $0.value == text }?.word ?? text
        return hash
    }
}
