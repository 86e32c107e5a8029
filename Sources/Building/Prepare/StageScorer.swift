import Diagnostics
import JSON
import Mixing
import Ordering
import Prompting
import Recipes
import Records
import Running
import Staging
import System

/// Gives the instances of a dataset their scores of difficulty, by a recipe's rules.
struct StageScorer: Sendable {
    private let scores: StageScores
    private let stages: StageRecipe
    /// Refuses ids that stand in another dataset, too, where one file of scores is for several.
    private let ids: ClaimedIDs?
    private let dataset: DatasetRecipe

    /// The score of what has none, and goes to a stage that the recipe names.
    private static let none = Double.nan

    /// The scorers of all datasets, if the output is parted into stages. Each file of scores is read once.
    static func all(of recipe: Recipe, jobs: Int) throws(Diagnostics) -> [StageScorer?] {
        guard let stages = recipe.stages else { return recipe.datasets.map { _ in nil } }
        var files: [String: JoinedScores] = [:]
        let isShared = stages.scores != nil && recipe.datasets.count > 1
        let ids = isShared ? ClaimedIDs() : nil
        var result: [StageScorer?] = []
        for dataset in recipe.datasets {
            var joined: JoinedScores?
            if let file = stages.file(of: dataset.name) {
                if files[file] == nil {
                    let inputs = try InputSet(patterns: [file], in: recipe.folder, format: nil)
                    files[file] = try JoinedScores(inputs, key: stages.scoresKey, field: stages.score, jobs: jobs)
                }
                joined = files[file]
            }
            result.append(StageScorer(stages, dataset, joined, ids))
        }
        return result
    }

    /// - Parameter scores: where the scores come from.
    init(_ stages: StageRecipe, _ dataset: DatasetRecipe, _ scores: StageScores) {
        (self.stages, self.dataset, self.scores, ids) = (stages, dataset, scores, nil)
    }

    private init(_ stages: StageRecipe, _ dataset: DatasetRecipe, _ joined: JoinedScores?, _ ids: ClaimedIDs?) {
        (self.stages, self.ids, self.dataset) = (stages, ids, dataset)
        if let measure = stages.measure {
            scores = .measured(measure)
        } else if stages.hasFiles {
            scores = .joined(joined ?? JoinedScores(), key: stages.key.path(in: dataset))
        } else {
            scores = .field(stages.score)
        }
    }

    var joined: JoinedScores? { if case .joined(let scores, _) = scores, !scores.paths.isEmpty { scores } else { nil } }

    /// Makes sure that an instance has a score, or can do without, as far as that can be told from it alone.
    func check(_ row: Row, _ instance: Instance, _ texts: InstanceTexts?) throws(PromptError) {
        if stages.measure != .rareWords { _ = try score(of: row, instance, texts) }
    }

    /// What takes prompts and completions out of formatted lines; nil where instances have both. One per thread.
    var lineTexts: InstanceTexts? { stages.measure != nil && dataset.kind == .lines ? InstanceTexts() : nil }

    /// The prompt and the completion of an instance; nil if it is a line that is in none of the forms of instances.
    private func pair(_ row: Row, _ instance: Instance, _ texts: InstanceTexts?) -> (
        prompt: String, completion: String
    )? {
        guard let texts else { return (instance.promptText, instance.completionText) }
        return texts.texts(of: row)
    }

    /// Writes what tells an instance's score, which stands before its line; see `StagedLine`.
    ///
    /// - Throws: that it has no score, or one out of range.
    func write(_ row: Row, _ instance: Instance, _ texts: InstanceTexts?, to output: ByteBuffer) throws(PromptError) {
        if stages.measure == .rareWords {
            guard let pair = pair(row, instance, texts) else {
                _ = try judged(nil, row)
                return StagedLine.writeNoWords(to: output)
            }
            StagedLine.write(words: WordCounts.words(prompt: pair.prompt, completion: pair.completion), to: output)
        } else {
            StagedLine.write(score: try score(of: row, instance, texts), to: output)
        }
    }

    private func score(of row: Row, _ instance: Instance, _ texts: InstanceTexts?) throws(PromptError) -> Double {
        if let measure = stages.measure {
            let pair = pair(row, instance, texts)
            return try judged(pair.map { measure.score(prompt: $0.prompt, completion: $0.completion) }, row)
        }
        if let score = scores.score(of: row) {
            if stages.key == .id, case .joined(_, let key) = scores { try claim(row, key[0]) }
            return try judged(score, row)
        }
        // Output that was judged carries the key that the id gives.
        if stages.key == .own, case .joined(let scores, _) = scores, let field = dataset.id,
            let key = try? RowKeys(idField: field).key(of: row), let score = scores.score(keyText(key))
        {
            try claim(row, field)
            return try judged(score, row)
        }
        return try judged(nil, row)
    }

    /// Refuses a row by whose id the score of another dataset's row may have been found.
    ///
    /// - Parameter field: the id's.
    private func claim(_ row: Row, _ field: String) throws(PromptError) {
        guard let ids, let id = row.text(at: [field]), let other = ids.claim(id, for: dataset.name) else { return }
        throw PromptError(
            .sharedID,
            "\(Self.shown(id)) stands in `\(field)` here and as an id of the dataset `\(other)`: whose is its score? "
                + "`stages.scores` can name a file for each dataset",
            field: field)
    }

    private func judged(_ score: Double?, _ row: Row) throws(PromptError) -> Double {
        let name = stages.score.joined(separator: ".")
        guard let score else {
            if stages.missing != nil { return Self.none }
            throw PromptError(
                .missingScore, "\(whatIsMissing(row)); \(stages.settings.missing) can name a stage for it", field: name)
        }
        guard let range = stages.range, !range.contains(score) else { return score }
        if stages.clamps { return min(max(score, range.lowerBound), range.upperBound) }
        throw PromptError(
            .scoreOutOfRange,
            "the score \(score) is not in the range of \(range.lowerBound) to \(range.upperBound); \(stages.settings.outOfRange) takes the nearest",
            field: name)
    }

    private func whatIsMissing(_ row: Row) -> String {
        if stages.measure != nil { return "the line is in none of the forms of instances, whose texts can be measured" }
        let field = "score in `\(stages.score.joined(separator: "."))` that can be read"
        guard case .joined(let scores, let key) = scores, let file = scores.inputs.first?.name else {
            return "the row has no \(field)"
        }
        if key.isEmpty { return "\(file) has no \(field) for the row's own key" }
        let name = key.joined(separator: ".")
        guard let text = row.text(at: key) else { return "the row has no `\(name)`, by which scores are joined" }
        return "\(oneLine(file)) has no \(field) for `\(name)` \(Self.shown(text))"
    }

    /// The beginning of an id, on one line.
    private static func shown(_ id: String) -> String {
        "\"" + oneLine(String(id.prefix(60))) + (id.count > 60 ? "…\"" : "\"")
    }
}

/// Which ids stand in which dataset. Datasets come one after another, in the order of the recipe.
private final class ClaimedIDs: @unchecked Sendable {
    private let lock = Lock()
    /// By XXH3 of the id's text.
    private var datasets: [UInt64: String] = [:]

    /// Takes an id for a dataset.
    ///
    /// - Returns: the dataset that has it already, if that is another one.
    func claim(_ id: String, for dataset: String) -> String? {
        let hash = JoinedScores.hash(id)
        return lock.locked {
            let owner = datasets[hash, default: dataset]
            datasets[hash] = owner
            return owner == dataset ? nil : owner
        }
    }
}
