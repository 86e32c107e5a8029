import Diagnostics
import JSON
import Mixing

/// What a build was made from and what came of it. Holds nothing that another run on the same recipe and rows would tell
/// otherwise: no time, no host, no number of threads.
package struct Manifest: ManifestRecord {
    /// The name of the manifest's file in an output folder.
    package static let fileName = "manifest.json"

    private(set) var tool = "", version = "", keyFormat = 0
    /// As digits: a manifest's may be larger than any number here.
    private(set) var seed = ""
    private(set) var recipe = RecipeText()
    /// In the order of the recipe.
    package var inputs: [(dataset: String, files: [FileRecord])] = []
    package var packs: [FileRecord] = [], outputs: [FileRecord] = []
    /// Nil: the lines are of many formats, and went through unchanged.
    private(set) var lines: LineFormat?
    package var documents: [FileRecord] = []
    package private(set) var unit = "", ledgers: [DatasetLedger] = []
    private(set) var groups: [GroupLine] = []
    package var stages: StageTable?, statistics: BuildStatistics?

    /// A manifest without files yet.
    ///
    /// - Parameter columns: the keys of a line with their types, as `OutputStyle.columns` tells them.
    package init(
        version: String, seed: UInt64, recipe: String, recipeHash: String, format: String? = nil,
        columns: JSONValue? = nil
    ) {
        (tool, self.version, keyFormat, self.seed) = ("hornbook", version, keyFormatVersion, String(seed))
        self.recipe = RecipeText(hash: recipeHash, text: recipe)
        unit = MixtureUnit.examples.rawValue
        lines = format.map { LineFormat(format: $0, columns: columns) }
    }

    /// Reads a manifest.
    ///
    /// - Throws: what is not as expected, and where.
    package init(_ value: JSONValue) throws(Diagnostic) {
        let whole = ManifestPart(value)
        guard try whole.part("tool").value?.text == "hornbook" else {
            throw Diagnostic("this is no manifest of a build: its `tool` is not `hornbook`")
        }
        try self.init(whole)
    }

    /// Takes the mixture in.
    ///
    /// - Parameter unit: what amounts, caps and rates count.
    package mutating func setMixture(
        _ ledgers: [DatasetLedger], unit: MixtureUnit, groups: [(name: String, datasets: [String])]
    ) {
        self.unit = unit.rawValue
        self.ledgers = ledgers.withShares
        self.groups = groups.map { GroupLine(name: $0.name, datasets: $0.datasets, of: ledgers) }
    }

    package var example: String? {
        get { lines?.example }
        set { lines?.example = newValue }
    }

    package var json: JSONValue { object }

    /// What a lock file keeps: all that the output depends on but the recipe, which stands beside it.
    package var lockEntry: JSONValue {
        .object(
            Self.fields.filter { $0.uses.contains(.lock) }.compactMap { $0.member(self) }
                + [JSONValue.Member(key: "outputs", value: .array([]))])
    }

    /// The groups' lines of the mixture table; nil if there are none.
    package static func groups(
        _ groups: [(name: String, datasets: [String])], _ ledgers: [DatasetLedger]
    ) -> JSONValue? {
        groups.isEmpty
            ? nil : .array(groups.map { GroupLine(name: $0.name, datasets: $0.datasets, of: ledgers).object })
    }

    /// The mixture table for machines: what was asked, what was realised, and every drop by reason.
    package static func mixture(_ ledgers: [DatasetLedger]) -> JSONValue { .array(ledgers.withShares.map(\.object)) }

    init() {}

    static let fields: [Field<Manifest>] = [
        Field("tool", .text, \.tool, "Always `hornbook`.", parts: .same, in: .lock),
        Field("version", .text, \.version, "The tool's.", parts: .same, in: .lock),
        Field("key_format", .count, \.keyFormat, "The version of the rules in KeyFormat.md.", parts: .same, in: .lock),
        Field("seed", .digits, \.seed, "What random choices are derived from.", parts: .same, in: .lock),
        Field("recipe", .record(), \.recipe, "The recipe.", parts: .same, if: { !$0.recipe.text.isEmpty }),
        Field("inputs", .list(.record()), \.inputFiles, "The inputs of each dataset, in its order.", in: .lock),
        Field(
            "packs", .list(.record()), \.packs,
            "The packs that templates came from and the files of the chat template, each once.", parts: .same, in: .lock
        ),
        Field("outputs", .list(.record()), \.outputs, "The data files, in order.", parts: .computed),
        Field("lines", .optional(.record()), \.lines, "What a line of the output is.", parts: .same),
        Field(
            "documents", .list(.record()), \.documents, "Files for people that stand beside the data.",
            if: { !$0.documents.isEmpty }),
        Field("unit", .text, \.unit, "What amounts, caps and rates of the mixture count.", parts: .same),
        Field("mixture", .list(.record()), \.ledgers, "What became of each dataset's rows.", parts: .computed),
        Field(
            "groups", .list(.record()), \.groups, "The sums of the mixture's groups.", parts: .computed,
            if: { !$0.groups.isEmpty }),
        Field("stages", .optional(.record()), \.stages, "The stages, if the output is parted by difficulty."),
        Field("report", .optional(.record()), \.statistics, "What the report shows besides."),
    ]

    /// `inputs` as records.
    private var inputFiles: [InputFiles] {
        get { inputs.map { InputFiles(dataset: $0.dataset, files: $0.files) } }
        set { inputs = newValue.map { ($0.dataset, $0.files) } }
    }
}

struct RecipeText: ManifestRecord {
    var hash = "", text = ""

    static let fields: [Field<RecipeText>] = [
        Field("sha256", .text, \.hash, "64 hexadecimal digits of the text.", parts: .same),
        Field("text", .text, \.text, "The recipe as it was read.", parts: .same),
    ]
}

/// What the lines of an output are.
struct LineFormat: ManifestRecord {
    var format = "", columns: JSONValue?, example: String?

    static let fields: [Field<LineFormat>] = [
        Field("format", .text, \.format, "The format by its name.", parts: .same),
        Field("columns", .optional(.any), \.columns, "The keys of a line with their types.", parts: .same),
        Field("example", .optional(.text), \.example, "The beginning of an instance, for the data card."),
    ]
}
