import Prompting
import Similarity

/// What a search for duplicates takes for one, and which row of several stays.
package struct DuplicateRules: Sendable {
    /// How rows that are not equal are compared.
    package enum Measure: Sendable {
        case exact
        /// By ROUGE-L, the longest common subsequence of their words.
        case rougeL(SimilarityThreshold)
        /// By a run of so many words that both have.
        case run(Int)

        /// How lists and tables call it.
        package var name: String {
            switch self {
            case .exact: "exact"
            case .rougeL: "rouge-l"
            case .run(let length): "\(length)-gram"
            }
        }
    }

    package var measure = Measure.rougeL(.usual)
    package var side = ComparedSide.prompt
    /// Whether rows of one dataset are compared with one another.
    package var within = false
    /// Names of datasets whose rows stay rather than those of others, the first one's before all.
    package var keep: [String] = []

    /// ROUGE-L above 0.7 of prompts, among datasets.
    package init() {}
}
