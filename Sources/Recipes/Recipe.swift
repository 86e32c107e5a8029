import Diagnostics
import Formats
import Jinja
import Mixing
import Prompting
import Records

/// What a build is made from: datasets, how they are mixed, where the result goes.
public struct Recipe: Sendable {
    /// The recipe file's path as the user wrote it.
    public var path: String
    /// The recipe file's text.
    public var text: String
    /// What random choices are derived from.
    public var seed: UInt64 = 0
    /// In the order of the file.
    public var datasets: [DatasetRecipe] = []
    /// How they are mixed.
    public var mixture = MixtureRules()
    /// What sizes, caps and shares count.
    public var unit = MixtureUnit.examples
    /// In which order instances stand in the output.
    public var order = InstanceOrder.shuffled
    /// Where the result goes, and how.
    public var output = OutputRecipe()
    /// How it is parted by difficulty; nil: not at all.
    public var stages: StageRecipe?
    /// A file that lists rows to leave out as duplicates, relative to the recipe; nil: none.
    public var duplicates: String?
    /// The rules of `check` that the recipe switches off, each with the reason.
    public var switchedOff: [LintRule: String] = [:]

    /// The folder of the recipe with a slash at its end, or empty; paths in the recipe are relative to it.
    public var folder: String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}

/// One dataset of a recipe.
public struct DatasetRecipe: Sendable {
    /// What choices are derived from.
    public var name: String
    /// What its rows are.
    public var kind = DatasetKind.task
    /// Of plain text: the longest piece that a row is cut into, in code points; nil: rows are not cut.
    public var mostCharacters: Int?
    /// Paths or globs.
    public var data: [String] = []
    /// How its files are read; nil: by their names.
    public var format: RecordFormat?
    /// The field that identifies a row.
    public var id: String?
    /// A Jinja expression that rows must meet.
    public var condition: String?
    /// Computed fields: names and templates.
    public var fields: [(name: String, source: String)] = []
    /// Values of the label field and their words, in order.
    public var labels: [(value: String, word: String)] = []
    /// The field that holds the label.
    public var label = "label"
    /// The pack's name or path.
    public var pack = ""
    /// Which of the pack's templates are used.
    public var templates = TemplateChoice()
    /// How many templates each row is seen through; `Int.max` for all.
    public var perRow = 1
    /// The share of instances made by inverted templates.
    public var inverted: Double = 0
    /// By which wordings templates are turned around where none is inverted: a task of the shipped pack `inversion`, or a
    /// file. Nil: those for the pack's own task.
    public var wording: String?
    /// How answer choices are shown as options, where templates do not tell.
    public var options = OptionRules()
    /// The share of instances to whose prompts options are appended, of those whose templates do not show them.
    public var appendedOptions = 0.0
    /// How its instances get demonstrations; nil: not at all.
    public var demonstrations: DemonstrationRecipe?
    /// Its system messages.
    public var system: SystemRecipe?
    /// At most so many instances; nil: as the mixture says.
    public var cap: Int?
    /// Multiplies its rate.
    public var weight: Double = 1
    /// The fraction of the mixture, or of its group, that it is to be.
    public var share: Double?
    /// A word for reports.
    public var tag: String?
    /// For the data card.
    public var licence: String?
    /// Where the dataset stands in the recipe.
    public var location: SourceLocation?
    /// Where its templates of one line stand: `where`, `system` (or its file), and each field as `fields.NAME`.
    public var places: [String: SourceLocation] = [:]

    init(name: String) {
        self.name = name
    }
}

/// How a dataset's instances get demonstrations.
public struct DemonstrationRecipe: Sendable {
    /// The rules; which field holds the label, the dataset tells.
    public var rules = DemonstrationRules(counts: [])
    /// Files that demonstrations come from; nil: the dataset's own.
    public var from: [String]?
    /// Where these are told, or else that there are demonstrations.
    public var fromPlace: SourceLocation?
    /// Where the styles are told, if they are.
    public var stylePlace: SourceLocation?
}

/// Where a build goes.
public struct OutputRecipe: Sendable {
    /// The folder, relative to the recipe.
    public var path = "out/"
    /// The form of the lines.
    public var format = OutputFormat.messages
    /// Names of the splits and their shares, which sum to 1.
    public var splits: [(name: String, share: Double)] = [("train", 1)]
    /// How many files each split is cut into.
    public var shards = 1
    /// Whether lines carry a `meta` object.
    public var metadata = false
    /// Whether a data card stands beside the lines.
    public var card = false
    /// A chat template's file, relative to the recipe, for the format `text`.
    public var chatTemplate: String?
    /// The time that the chat template tells; the clock is never asked.
    public var now: FixedTime?
}
