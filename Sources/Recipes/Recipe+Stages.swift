import Diagnostics
import Staging
import Yams

/// How the output is parted into stages of rising difficulty.
package struct StageRecipe: Sendable {
    /// The field of the row, or of a row in `scores`, that holds the score; a path of keys. Empty with `measure`.
    package var score: [String] = []
    /// A file of scores for all datasets, relative to the recipe.
    package var scores: String?
    /// Files of scores by the names of datasets, in the place of one.
    package var scoresByDataset: [String: String] = [:]
    /// By what rows are found there.
    package var key = StageKey.own
    /// The field of the key in that file; a path of keys.
    package var scoresKey: [String] = []
    /// What is counted in the instances' texts, where there are no scores.
    package var measure: TextDifficulty?
    /// Where stages end.
    package var rule = StageRule.thresholds([])
    /// Which scores can be; nil: all.
    package var range: ClosedRange<Double>?
    /// Whether the nearest score that can be stands in the place of one out of range, which is a bad row otherwise.
    package var clamps = false
    /// The stage of rows without a score, from 1; nil: they are bad rows.
    package var missing: Int?
    /// The part of the lines of earlier stages that each stage shows again, 0 ... 1.
    package var replay = 0.0
    /// Another curriculum, to compare with.
    package var control: StageControl?
    /// How messages call the settings for rows without a score and for scores out of range.
    package var settings = (missing: "`stages.missing`", outOfRange: "`stages.out-of-range: clamp`")

    package init() {}

    /// Whether scores stand in files of their own.
    package var hasFiles: Bool { scores != nil || !scoresByDataset.isEmpty }

    /// The file with the scores of a dataset, if there is one.
    package func file(of dataset: String) -> String? { scores ?? scoresByDataset[dataset] }
}

/// By what a row is found in a file of scores.
package enum StageKey: Sendable, Equatable {
    /// The key of its record.
    case own
    /// The field that its dataset's `id` names, or else the field `id`.
    case id
    /// A field; a path of keys.
    case field([String])

    /// The field of a dataset's rows, a path of keys; empty: the key of the record.
    package func path(in dataset: DatasetRecipe) -> [String] {
        switch self {
        case .own: []
        case .id: [dataset.id ?? "id"]
        case .field(let path): path
        }
    }
}

extension Recipe {
    mutating func readStages(_ node: Node, _ reader: YAMLReader) {
        let entries = reader.entries(
            node, of: "`stages`",
            known: [
                "score", "scores", "key", "scores-key", "measure", "thresholds", "quantiles", "equal", "valleys",
                "range",
                "out-of-range", "missing", "replay", "control",
            ])
        guard node.mapping != nil else { return }
        var stages = StageRecipe()
        readScores(entries, &stages, at: node, reader)
        readRule(entries, &stages, at: node, reader)
        if let node = entries["range"] {
            let bounds = numbers(node, of: "`range`", reader)
            if bounds.count == 2, bounds[0] <= bounds[1] {
                stages.range = bounds[0]...bounds[1]
            } else {
                reader.report("`range` takes the least and the greatest score, such as [1, 5]", at: node)
            }
        }
        if let node = entries["out-of-range"], let word = reader.text(node, of: "`out-of-range`") {
            stages.clamps = word == "clamp"
            if !["clamp", "fail"].contains(word) {
                reader.report(
                    "`out-of-range` is fail or clamp", at: node, help: "--on-bad-row skip leaves such rows out")
            }
        }
        if let node = entries["missing"], node.scalar?.string != "fail" {
            stages.missing = reader.integer(
                node, of: "`missing` (or the word fail)", in: 1...max(1, stages.rule.stages))
        }
        checkFiles(stages, at: node, reader)
        if let node = entries["replay"] { stages.replay = reader.fraction(node, of: "`replay`") ?? 0 }
        if let node = entries["control"] { readControl(node, &stages, reader) }
        if stages.control == .random, stages.replay > 0 {
            reader.report("`replay` has no meaning with `control: random`", at: node)
        }
        if output.card {
            reader.report(
                "`output.card` does not go with `stages`, whose names the Hub takes for no splits", at: node)
        }
        self.stages = stages
    }

    private func readScores(
        _ entries: [String: Node], _ stages: inout StageRecipe, at node: Node, _ reader: YAMLReader
    ) {
        func path(_ name: String) -> [String] {
            entries[name].flatMap { reader.text($0, of: "`\(name)`") }?.split(separator: ".").map(String.init) ?? []
        }
        if let measure = entries["measure"] {
            stages.measure = reader.choice(measure, of: "`measure`", TextDifficulty.self)
            if stages.measure == .rareWords, let range = entries["range"] {
                reader.report(
                    "`range` does not go with `measure: rare-words`, which is known only when all rows are",
                    at: range, help: "leave it out: a share of words is always from 0 to 1")
            }
            for name in ["score", "scores", "key", "scores-key"] where entries[name] != nil {
                reader.report("`measure` takes the place of `\(name)`", at: entries[name])
            }
            return
        }
        let key = path("key")
        (stages.score, stages.scoresKey) = (path("score"), path("scores-key"))
        stages.key = key.isEmpty ? .own : key == ["id"] ? .id : .field(key)
        if stages.score.isEmpty {
            reader.report(
                "`stages` needs `score`, the field with the score of difficulty, or `measure`", at: node)
        }
        guard let file = entries["scores"] else {
            for name in ["key", "scores-key"] where entries[name] != nil {
                reader.report("`\(name)` goes with `scores`, a file of scores", at: entries[name])
            }
            return
        }
        if file.mapping != nil {
            readFiles(file, &stages, reader)
        } else {
            stages.scores = reader.text(file, of: "`scores`")
        }
        if stages.scoresKey.isEmpty { stages.scoresKey = [key.last ?? "key"] }
    }

    /// Reads the files of scores by dataset.
    private func readFiles(_ node: Node, _ stages: inout StageRecipe, _ reader: YAMLReader) {
        let names = datasets.map(\.name)
        if node.mapping?.isEmpty == true { reader.report("`scores` names no file", at: node) }
        for (name, text, node) in reader.textPairs(node, of: "`scores`") {
            if !names.contains(name) {
                reader.report(
                    "`scores` names a file for `\(name)`, which is no dataset", at: node,
                    help: suggestion(for: name, among: names).map { "did you mean `\($0)`?" })
            }
            stages.scoresByDataset[name] = text
        }
    }

    /// Refuses files by dataset that leave one without, where each row needs a score.
    private func checkFiles(_ stages: StageRecipe, at node: Node, _ reader: YAMLReader) {
        guard stages.scores == nil, stages.hasFiles, stages.missing == nil else { return }
        for dataset in datasets where stages.file(of: dataset.name) == nil {
            reader.report(
                "`scores` names no file for the dataset `\(dataset.name)`", at: node,
                help: "name one, or `missing`, a stage for rows without a score")
        }
    }

    private func readRule(
        _ entries: [String: Node], _ stages: inout StageRecipe, at node: Node, _ reader: YAMLReader
    ) {
        let given = ["thresholds", "quantiles", "equal", "valleys"].filter { entries[$0] != nil }
        guard given.count == 1, let rule = entries[given[0]] else {
            return reader.report(
                "`stages` needs one of `thresholds`, `quantiles`, `equal` and `valleys`", at: node)
        }
        if given[0] == "thresholds" {
            let thresholds = numbers(rule, of: "`thresholds`", reader)
            stages.rule = .thresholds(thresholds)
            let isRising = zip(thresholds, thresholds.dropFirst()).allSatisfy(<)
            if !(1..<StageRule.maxStages).contains(thresholds.count) || !isRising {
                reader.report("`thresholds` takes rising numbers such as [1.5, 3.5]", at: rule)
            }
            return
        }
        let count = reader.integer(rule, of: "`\(given[0])`", in: 2...StageRule.maxStages) ?? 2
        stages.rule =
            given[0] == "quantiles" ? .quantiles(count) : given[0] == "equal" ? .equal(count) : .valleys(count)
    }

    private func readControl(_ node: Node, _ stages: inout StageRecipe, _ reader: YAMLReader) {
        if node.scalar?.string == "random" {
            stages.control = .random
            return
        }
        let order = (node.sequence.map(Array.init) ?? []).compactMap { $0.scalar.flatMap { Int($0.string) } }
        stages.control = .order(order)
        if order.sorted() != Array(1...stages.rule.stages) {
            reader.report(
                "`control` is random, or all \(stages.rule.stages) stages in another order, such as \(Array((1...stages.rule.stages).reversed()))",
                at: node)
        }
    }

    private func numbers(_ node: Node, of what: String, _ reader: YAMLReader) -> [Double] {
        guard let sequence = node.sequence else {
            reader.report("\(what) must be a list of numbers", at: node)
            return []
        }
        return sequence.compactMap { reader.number($0, of: "a number in \(what)", in: -1e300...1e300) }
    }
}
