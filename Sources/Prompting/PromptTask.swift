import Mixing

/// What a dataset's rows are.
public enum DatasetKind: String, Sendable, CaseIterable {
    /// Labelled examples, put into words by templates.
    case task
    /// Instructions with their answers, or conversations.
    case instructions
    /// Plain text.
    case text
}

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
    /// What the rows are.
    public var kind = DatasetKind.task
    /// Of plain text: the longest piece that a row's text is cut into, in code points; nil: it is not cut.
    public var mostCharacters: Int?
    /// How many templates each row is seen through; `Int.max` for all.
    public var perRow = 1
    /// The system messages, of which an instance gets one or none.
    public var system: SystemMessages?
    /// How instances get demonstrations; nil: not at all.
    public var demonstrations: DemonstrationRules?
    /// The rows that demonstrations come from.
    public var pool: [PoolRow] = []

    /// How many rows the pool may hold; 0 where there is none: instructions bring their own examples.
    public var poolSize: Int { kind == .task ? demonstrations?.poolSize ?? 0 : 0 }

    /// The template at a position; where rows need none, the only one there is, whatever piece of the row the position means.
    public func template(at position: Int) -> PromptTemplate {
        prompts.prompts[kind == .task ? position : 0].template
    }

    /// The hash that ranks of the instance through the template at a position are made from; of plain text, of a piece.
    public func hash(_ position: Int) -> UInt64 {
        kind == .text ? XXH3.avalanche(UInt64(position) &+ 1) : prompts.prompts[position].hash
    }

    /// A task without demonstrations and system message.
    public init(dataset: String, keying: Keying, transform: RowTransform, prompts: PromptSet, options: PromptOptions) {
        self.dataset = dataset
        self.keying = keying
        self.transform = transform
        self.prompts = prompts
        self.options = options
    }
}
