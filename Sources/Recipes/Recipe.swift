import Conversations
import Diagnostics
import Formats
import Jinja
import Mixing
import Prompting
import Records

/// What a build is made from: datasets, how they are mixed, where the result goes.
package struct Recipe: Sendable {
    /// The recipe file's path as the user wrote it.
    package var path: String
    /// The recipe file's text.
    package var text: String
    /// What random choices are derived from.
    package var seed: UInt64 = 0
    /// In the order of the file.
    package var datasets: [DatasetRecipe] = []
    /// How they are mixed.
    package var mixture = MixtureRules()
    /// What sizes, caps and shares count.
    package var unit = MixtureUnit.examples
    /// In which order instances stand in the output.
    package var order = InstanceOrder.shuffled
    /// Where the result goes, and how.
    package var output = OutputRecipe()
    /// How it is parted by difficulty; nil: not at all.
    package var stages: StageRecipe?
    /// A file that lists rows to leave out as duplicates, relative to the recipe; nil: none.
    package var duplicates: String?
    /// The rules of `check` that the recipe switches off, each with the reason.
    package var switchedOff: [LintRule: String] = [:]

    /// The fields of rows that some dataset's lines carry, each once: all lines of the output have them.
    package var keptFields: [String] {
        var names: [String] = []
        for name in datasets.flatMap(\.keep) where !names.contains(name) { names.append(name) }
        return names
    }

    /// The folder of the recipe with a slash at its end, or empty; paths in the recipe are relative to it.
    package var folder: String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}

package struct DatasetRecipe: Sendable {
    /// What choices are derived from.
    package var name: String
    /// What its rows are.
    package var kind = DatasetKind.task
    /// Of plain text: the longest piece that a row is cut into, in code points; nil: rows are not cut.
    package var maxCharacters: Int?
    /// Paths or globs.
    package var data: [String] = []
    /// How its files are read; nil: by their names.
    package var format: RecordFormat?
    /// The field that identifies a row.
    package var id: String?
    /// A Jinja expression that rows must meet.
    package var condition: String?
    /// Computed fields: names and templates.
    package var fields: [(name: String, source: String)] = []
    /// Values of the label field and their words, in order.
    package var labels: [(value: String, word: String)] = []
    /// The field that holds the label.
    package var label = "label"
    /// The pack's name or path.
    package var pack = ""
    /// Which of the pack's templates are used.
    package var templates = TemplateChoice()
    /// How many templates each row is seen through; `Int.max` for all.
    package var perRow = 1
    /// The share of instances made by inverted templates.
    package var inverted: Double = 0
    /// By which wordings templates are turned around where none is inverted: a task of the shipped pack `inversion`, or a
    /// file. Nil: those for the pack's own task.
    package var wording: String?
    /// How answer choices are shown as options, where templates do not tell.
    package var options = OptionRules()
    /// The share of instances to whose prompts options are appended, of those whose templates do not show them.
    package var appendedOptions = 0.0
    /// How its instances get demonstrations; nil: not at all.
    package var demonstrations: DemonstrationRecipe?
    package var system: SystemRecipe?
    /// How its conversations are read.
    package var reading = ReadingRules()
    /// Fields of its rows that lines carry.
    package var keep: [String] = []
    /// At most so many instances; nil: as the mixture says.
    package var cap: Int?
    /// Multiplies its rate.
    package var weight: Double = 1
    /// The fraction of the mixture, or of its group, that it is to be.
    package var share: Double?
    /// A word for reports.
    package var tag: String?
    /// For the data card.
    package var licence: String?
    /// Where the dataset stands in the recipe.
    package var location: SourceLocation?
    /// Where its templates of one line stand: `where`, `system` (or its file), and each field as `fields.NAME`.
    package var places: [String: SourceLocation] = [:]

    package init(name: String) { self.name = name }
}

/// How a dataset's instances get demonstrations.
package struct DemonstrationRecipe: Sendable {
    /// The rules; which field holds the label, the dataset tells.
    package var rules = DemonstrationRules(counts: [])
    /// Files that demonstrations come from; nil: the dataset's own.
    package var from: [String]?
    /// Where these are told, or else that there are demonstrations.
    package var fromPlace: SourceLocation?
    /// Where the styles are told, if they are.
    package var stylePlace: SourceLocation?
}

/// Where a build goes.
package struct OutputRecipe: Sendable {
    /// The folder, relative to the recipe.
    package var path = "out/"
    /// The form of the lines.
    package var format = OutputFormat.messages
    /// Names of the splits and their shares, which sum to 1.
    package var splits: [(name: String, share: Double)] = [("train", 1)]
    /// How many files each split is cut into.
    package var shards = 1
    /// Whether lines carry a `meta` object.
    package var metadata = false
    /// Whether a data card stands beside the lines.
    package var card = false
    /// The chat template for the format `text`.
    package var chatTemplate: ChatTemplateRecipe?
    /// The time that the chat template tells; the clock is never asked.
    package var now: FixedTime?
    /// What divides prompt and completion where they are one text; nil: as demonstrations are divided.
    package var separator: String?
    /// How conversations are written.
    package var conversations = ConversationStyle()
}

extension Recipe {
    /// A recipe that is written nowhere: one dataset, whose files and packs are given otherwise.
    package init(dataset: String, templates: TemplateChoice, seed: UInt64) {
        var dataset = DatasetRecipe(name: dataset)
        dataset.templates = templates
        self.init(path: "", text: "", seed: seed, datasets: [dataset])
    }

    /// A recipe that is written nowhere: datasets of formatted lines, whose files are given otherwise.
    package init(lines datasets: [DatasetRecipe], seed: UInt64) {
        self.init(path: "", text: "", seed: seed, datasets: datasets)
        for index in self.datasets.indices { self.datasets[index].kind = .lines }
    }
}
