import Conversations
import Mixing

/// What a dataset's rows are.
package enum DatasetKind: String, Sendable, CaseIterable {
    /// Labelled examples, put into words by templates.
    case task
    /// Instructions with their answers, or conversations.
    case instructions
    /// Plain text.
    case text
    /// JSON lines that are formatted already, and are written as they are.
    case lines
}

/// All that is the same for every row of a dataset; shared by threads.
package struct PromptTask: Sendable {
    package var dataset: String
    /// Derives the choices.
    package var hasher: RowHasher
    package var transform: RowTransform
    package var prompts: PromptSet
    package var options: PromptOptions
    package var kind = DatasetKind.task
    /// Of plain text: the longest piece that a row's text is cut into, in code points; nil: it is not cut.
    package var maxCharacters: Int?
    /// How many templates each row is seen through; `Int.max` for all.
    package var perRow = 1
    package var system: SystemMessages?
    /// How conversations are read.
    package var reading = ReadingRules()
    /// The fields that lines of the output carry, in their order; where the dataset does not keep one, it is null.
    package var kept: [(name: String, isKept: Bool)] = []
    /// Names of fields that the recipe uses otherwise, or says to be left alone: no need to tell that they stay behind.
    package var usedFields: Set<String> = []
    package var demonstrations: DemonstrationRules?
    package var pool: [PoolRow] = []

    /// How many rows the pool may hold; 0 where there is none: instructions bring their own examples.
    package var poolSize: Int { kind == .task ? demonstrations?.poolSize ?? 0 : 0 }

    /// The template at a position; where rows need none, the only one there is, whatever piece of the row the position means.
    package func template(at position: Int) -> PromptTemplate { prompts.prompts[kind == .task ? position : 0].template }

    /// The hash that ranks of the instance through the template at a position are made from; of plain text, of a piece.
    package func hash(_ position: Int) -> UInt64 {
        kind == .text ? XXH3.avalanche(UInt64(position) &+ 1) : prompts.prompts[position].hash
    }

    package init(
        dataset: String, hasher: RowHasher, transform: RowTransform, prompts: PromptSet, options: PromptOptions
    ) {
        (self.dataset, self.hasher, self.transform, self.prompts) = (dataset, hasher, transform, prompts)
        self.options = options
    }
}
