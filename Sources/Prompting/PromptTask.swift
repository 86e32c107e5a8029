import Jinja
import Mixing

/// All that is the same for every row of a dataset; shared by threads.
public struct PromptTask: Sendable {
    /// The dataset's name.
    public var dataset: String
    /// Derives the choices.
    public var keying: Keying
    /// What is done before templates see a row.
    public var transform: RowTransform
    /// The templates.
    public var prompts: PromptSet
    /// How templates are rendered.
    public var options: PromptOptions
    /// How many templates each row is seen through; `Int.max` for all.
    public var perRow = 1
    /// A system message: text, or a template over the row.
    public var system: Template?
    /// How instances get demonstrations; nil: not at all.
    public var demonstrations: DemonstrationRules?
    /// The rows that demonstrations come from.
    public var pool: [PoolRow] = []

    /// A task without demonstrations and system message.
    public init(dataset: String, keying: Keying, transform: RowTransform, prompts: PromptSet, options: PromptOptions) {
        self.dataset = dataset
        self.keying = keying
        self.transform = transform
        self.prompts = prompts
        self.options = options
    }
}
