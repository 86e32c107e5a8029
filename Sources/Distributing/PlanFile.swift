import Building
import Diagnostics
import JSON
import Mixing
import Prompting
import Reports

/// What of each dataset is taken, as the scans of all parts have it: all that rendering a part, and writing the output, need to know of
/// the others.
package struct PlanFile: Sendable {
    static let kind = "a plan"

    let settings: BuildSettings
    var datasets: [PlannedDataset]

    struct PlannedDataset: Sendable {
        /// What became of its rows, and its share of the mixture.
        var ledger: DatasetLedger
        var selection: DatasetSelection
        var pool: DemonstrationPool
    }

    package var text: String {
        let entries = datasets.map { dataset in
            let (ledger, selection) = (dataset.ledger, dataset.selection)
            return JSONValue.object([
                "dataset": .string(ledger.name), "counts": ledger.sums, "cap": ledger.share.cap.map { .int($0) },
                "rate": .double(ledger.share.rate), "share": .double(ledger.share.share),
                "count": .int(ledger.share.count), "passes": .int(selection.passes),
                "last": selection.threshold.last.map { last in
                    .object(["primary": .string(keyText(last.primary)), "tie": .string(keyText(last.tie))])
                },
                "of_last": .int(selection.threshold.lastCount), "instances": .int(selection.instances),
                "pool": DistributedFile.json(of: dataset.pool),
            ])
        }
        let json = DistributedFile.header(
            Self.kind,
            [
                "recipe": .string(settings.recipe), "seed": .number(String(settings.seed)),
                "settings": .string(settings.hash), "datasets": .array(entries),
            ])
        let text = ByteBuffer()
        json.write(to: text, indent: 0)
        text.append("\n")
        return text.string
    }

    /// - Parameter build: of the recipe that the plan is for.
    /// - Throws: that it is none, or for another recipe, with status 65.
    init(_ file: DistributedFile, for build: Build) throws(Diagnostics) {
        settings = build.settings
        try settings.check(file)
        datasets = []
        let entries = try file.elements("datasets", in: file.json)
        guard entries.count == build.datasets.count else { throw file.fault("has other datasets than the recipe") }
        for (entry, dataset) in zip(entries, build.datasets) {
            guard try file.text("dataset", in: entry) == dataset.recipe.name else {
                throw file.fault("has other datasets than the recipe")
            }
            var ledger = DatasetLedger(dataset)
            guard ledger.add(sums: entry["counts"] ?? .null) else { throw file.fault("`counts` cannot be read") }
            ledger.share = MixtureShare(
                name: ledger.name, cap: entry["cap"]?.integer, rate: try file.number("rate", in: entry),
                share: try file.number("share", in: entry), count: try file.count("count", in: entry))
            var last: SelectionKey?
            if let key = entry["last"] {
                last = SelectionKey(primary: try file.hash("primary", in: key), tie: try file.hash("tie", in: key))
            }
            var pool = DemonstrationPool(limit: dataset.task.poolSize)
            try file.offer(try file.elements("pool", in: entry), to: &pool)
            datasets.append(
                PlannedDataset(
                    ledger: ledger,
                    selection: DatasetSelection(
                        passes: try file.count("passes", in: entry),
                        threshold: SelectionThreshold(last: last, lastCount: try file.count("of_last", in: entry)),
                        instances: try file.count("instances", in: entry)),
                    pool: pool))
        }
    }

    init(_ settings: BuildSettings, _ datasets: [PlannedDataset]) {
        (self.settings, self.datasets) = (settings, datasets)
    }
}

/// What a plan tells of the build that it is for.
package struct PlanSource: Sendable {
    /// The recipe's path, as it was given when the plan was made.
    package let recipe: String
    /// What random choices are derived from.
    package let seed: UInt64
    let file: DistributedFile

    /// Reads a plan, as far as the build is not known yet.
    package init(path: String) throws(Diagnostics) {
        let text = try DistributedFile.read(path)
        file = try DistributedFile(parsing: text, name: path, kind: PlanFile.kind)
        recipe = try file.text("recipe")
        guard case .number(let digits)? = file.json["seed"], let seed = UInt64(digits) else {
            throw file.fault("holds no number `seed`")
        }
        self.seed = seed
    }
}
