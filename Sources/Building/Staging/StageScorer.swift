import Diagnostics
import Prompting
import Recipes
import Records
import Staging

/// Gives the instances of a build their scores of difficulty, by a recipe's rules.
struct StageScorer: Sendable {
    private let scores: StageScores
    private let stages: StageRecipe

    /// The score of what has none, and goes to a stage that the recipe names.
    static let none = Double.nan

    /// - Parameter folder: the recipe's, with a slash at its end, or empty.
    init(_ stages: StageRecipe, in folder: String, jobs: Int) throws(Diagnostics) {
        self.stages = stages
        if let measure = stages.measure {
            scores = .measured(measure)
        } else if let file = stages.scores {
            let inputs = try InputSet(patterns: [file], in: folder, format: nil)
            scores = .joined(
                try JoinedScores(inputs, key: stages.scoresKey, field: stages.score, jobs: jobs), key: stages.key)
        } else {
            scores = .field(stages.score)
        }
    }

    /// The file of scores, if there is one.
    var joined: JoinedScores? {
        if case .joined(let scores, _) = scores { scores } else { nil }
    }

    /// The score of an instance; `none` where it has none and that is allowed.
    ///
    /// - Throws: that it has no score, or one out of range.
    func score(of row: Row, _ instance: Instance) throws(PromptError) -> Double {
        if let measure = stages.measure {
            return try judged(measure.score(prompt: instance.promptText, completion: instance.completionText))
        }
        return try judged(scores.score(of: row))
    }

    private func judged(_ score: Double?) throws(PromptError) -> Double {
        let name = stages.score.joined(separator: ".")
        guard let score else {
            if stages.missing != nil { return Self.none }
            throw PromptError(
                .missingScore,
                "the row has no score in `\(name)` that can be read; `stages.missing` can name a stage for it",
                field: name)
        }
        guard let range = stages.range, !range.contains(score) else { return score }
        if stages.clamps { return min(max(score, range.lowerBound), range.upperBound) }
        throw PromptError(
            .scoreOutOfRange,
            "the score \(score) is not in the range of \(range.lowerBound) to \(range.upperBound); `stages.out-of-range: clamp` takes the nearest",
            field: name)
    }
}
