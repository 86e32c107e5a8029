import Diagnostics
import JSON

/// What a manifest tells of a build, as far as the page shows it.
struct ReportedBuild {
    var version = ""
    /// As it stands in the manifest: a seed may be larger than any count.
    var seed = ""
    var recipeHash = ""
    var recipe = ""
    /// The files of all datasets, in the order of the recipe.
    var inputs: [(dataset: String, file: ReportedFile)] = []
    var packs: [ReportedFile] = []
    var outputs: [ReportedFile] = []
    /// What amounts and shares count.
    var unit = ""
    /// In the order of the recipe.
    var datasets: [ReportedDataset] = []
    var groups: [ReportedGroup] = []
    var duplicates: ReportedDuplicates?
    /// Nil if the output is not parted by difficulty.
    var stages: ReportedStages?
    /// Nil if nobody has looked for any.
    var findings: [Diagnostic]?

    /// Reads a manifest.
    ///
    /// - Throws: what is not as expected, and where.
    init(_ manifest: JSONValue) throws(Diagnostic) {
        let whole = ManifestPart(manifest)
        guard try whole.text("tool") == "hornbook" else {
            throw Diagnostic("this is no manifest of a build: its `tool` is not `hornbook`")
        }
        version = try whole.text("version")
        seed = try Self.seed(whole.part("seed"))
        let recipe = try whole.part("recipe")
        recipeHash = try recipe.text("sha256")
        self.recipe = try recipe.text("text")
        for input in try whole.part("inputs").elements() {
            let dataset = try input.text("dataset")
            for file in try input.list("files", ReportedFile.init) { inputs.append((dataset, file)) }
        }
        packs = try whole.list("packs", ReportedFile.init)
        outputs = try whole.list("outputs", ReportedFile.init)
        unit = try whole.text("unit")
        groups = try whole.list("groups", ReportedGroup.init)
        let report = try whole.part("report")
        datasets = try Self.datasets(
            ledgers: whole.list("mixture", ReportedLedger.init),
            contents: report.list("datasets", ReportedContents.init))
        let stages = try whole.part("stages")
        if stages.exists { self.stages = try ReportedStages(stages) }
        let duplicates = try report.part("duplicates")
        if duplicates.exists { self.duplicates = try ReportedDuplicates(duplicates) }
        if try report.part("findings").exists { findings = try report.list("findings", Diagnostic.init) }
    }

    private static func seed(_ part: ManifestPart) throws(Diagnostic) -> String {
        switch part.value {
        case nil: return ""
        case .number(let text): return text
        default: throw part.expected("a number")
        }
    }

    /// Ledgers with what was seen of their datasets; datasets without a ledger come last.
    private static func datasets(ledgers: [ReportedLedger], contents: [ReportedContents]) -> [ReportedDataset] {
        var datasets = ledgers.map { ReportedDataset(name: $0.name, ledger: $0) }
        // By bytes: strings that only look alike are not the same name.
        var places: [[UInt8]: Int] = [:]
        for (index, ledger) in ledgers.enumerated() { places[Array(ledger.name.utf8)] = index }
        for content in contents {
            if let place = places[Array(content.name.utf8)] {
                datasets[place].contents = content
            } else {
                datasets.append(ReportedDataset(name: content.name, contents: content))
            }
        }
        return datasets
    }
}

/// A file that went in or came out.
struct ReportedFile {
    var name: String
    var bytes: Int
    var hash: String
    var records: Int?
    /// The split that an output belongs to.
    var split: String

    init(_ part: ManifestPart) throws(Diagnostic) {
        name = try part.text("name")
        bytes = try part.count("bytes")
        hash = try part.text("sha256")
        records = try part.part("records").count()
        split = try part.text("split")
    }
}

/// A group of the mixture.
struct ReportedGroup {
    var name: String
    var datasets: [String]
    var instances: Int
    var asked: Double?
    var realised: Double?

    init(_ part: ManifestPart) throws(Diagnostic) {
        name = try part.text("name")
        datasets = try part.list("datasets") { (name) throws(Diagnostic) in try name.text() ?? "" }
        instances = try part.count("instances")
        asked = try part.number("share_asked")
        realised = try part.number("share_realised")
    }
}

/// Instances that are equal.
struct ReportedDuplicates {
    var within: [(split: String, count: Int)]
    var across: [(splits: [String], count: Int)]
    var examples: [(splits: [String], text: String)]
    /// The fraction of all texts that was looked at; nil if the manifest does not tell.
    var fraction: Double?

    init(_ part: ManifestPart) throws(Diagnostic) {
        func splits(_ part: ManifestPart) throws(Diagnostic) -> [String] {
            try part.list("splits") { (name) throws(Diagnostic) in try name.text() ?? "" }
        }
        fraction = try part.number("fraction")
        within = try part.list("within") { (one) throws(Diagnostic) in try (one.text("split"), one.count("count")) }
        across = try part.list("across") { (one) throws(Diagnostic) in try (splits(one), one.count("count")) }
        examples = try part.list("examples") { (one) throws(Diagnostic) in try (splits(one), one.text("text")) }
    }
}
