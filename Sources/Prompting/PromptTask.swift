import Jinja
import Mixing

/// All that is the same for every row of a dataset; shared by threads.
public struct PromptTask: Sendable {
    /// The dataset's name.
    public var dataset: String
    public var keying: Keying
    public var transform: RowTransform
    public var prompts: PromptSet
    public var options: PromptOptions
    /// How many templates each row is seen through; `Int.max` for all.
    public var perRow = 1
    /// A system message: text, or a template over the row.
    public var system: Template?
    public var demonstrations: DemonstrationRules?
    /// The rows that demonstrations come from.
    public var pool: [PoolRow] = []

    public init(dataset: String, keying: Keying, transform: RowTransform, prompts: PromptSet, options: PromptOptions) {
        self.dataset = dataset
        self.keying = keying
        self.transform = transform
        self.prompts = prompts
        self.options = options
    }
}
