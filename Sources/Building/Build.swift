import Diagnostics
import Formats
import JSON
import Mixing
import Prompting
import Recipes
import Reports

/// Makes a mixture from a recipe: scan, plan, render, order, write.
public struct Build {
    /// The version that manifests name.
    public static let version = "0.1.0"

    let recipe: Recipe
    private let jobs: Int
    private let badRows: BadRowPolicy
    /// Is told how far the build is; nil: nobody wants to know.
    public var progress: Progress?
    /// How many bytes lines may take in memory while they are sorted.
    private let memory: Int
    let splits: SplitRule
    private(set) var datasets: [PreparedDataset]
    private let style: OutputStyle

    /// Finds the files, and compiles the templates of a recipe.
    ///
    /// - Parameters:
    ///   - jobs: how many threads work.
    ///   - memory: how many bytes lines may take in memory while they are sorted; what is more goes to a temporary file.
    /// - Throws: everything that is wrong before a row is read.
    public init(
        _ recipe: Recipe, jobs: Int, badRows: BadRowPolicy, memory: Int
    ) throws(Diagnostics) {
        self.memory = memory
        self.recipe = recipe
        self.jobs = jobs
        self.badRows = badRows
        splits = SplitRule(recipe.output.splits)
        datasets = try PreparedDataset.all(of: recipe)
        style = try Self.style(
            of: recipe,
            hasSystem: datasets.contains {
                // Conversations may bring system messages of their own.
                $0.task.system != nil || $0.task.kind == .instructions
            })
        try refuseMixedPaths()
    }

    private static func style(of recipe: Recipe, hasSystem: Bool) throws(Diagnostics) -> OutputStyle {
        let output = recipe.output
        var style = OutputStyle(output.format, metadata: output.metadata)
        style.hasSystem = hasSystem
        if let name = output.chatTemplate {
            let path = name.hasPrefix("/") ? name : recipe.folder + name
            style.chatTemplate = try ChatTemplate(file: path, text: try readTextFile(path), now: output.now)
        }
        return style
    }

    /// The groups of the mixture with their datasets, groups inside groups behind them.
    public var groups: [(name: String, datasets: [String])] {
        func all(_ groups: [MixtureGroup]) -> [(name: String, datasets: [String])] {
            groups.flatMap { [($0.name, $0.allDatasets)] + all($0.groups) }
        }
        return all(recipe.mixture.groups)
    }

    /// The folder that the output goes into.
    private var folder: String {
        recipe.output.path.hasPrefix("/") ? recipe.output.path : recipe.folder + recipe.output.path
    }

    /// Refuses to write rejects over an input.
    private func refuseMixedPaths() throws(Diagnostics) {
        let inputs = datasets.flatMap { $0.inputs.paths + ($0.demonstrationInputs?.paths ?? []) } + [recipe.path]
        try badRows.refuseToOverwrite(inputs)
    }

    /// What a build would take from each dataset.
    public struct Plan: Sendable {
        /// With the counts of instances that would be taken.
        public var ledgers: [DatasetLedger]
        /// What the user should know before building.
        public var warnings: [Diagnostic]
        var selections: [DatasetSelection]
        var inputs: [[InputSummary]]
    }

    /// Reads all datasets and shares the mixture out among them.
    ///
    /// - Parameter forBuilding: whether the plan will be run, so that the manifest needs the hashes of the inputs, which take longer
    ///   than all the rest of reading.
    public mutating func plan(forBuilding: Bool = true) throws(Diagnostics) -> Plan {
        try spoolInputs()
        progress?.begin("reading", bytes: inputBytes)
        defer { progress?.end() }
        var scans: [Scan] = []
        let rejects = try RejectSink(badRows)
        for index in datasets.indices {
            let cap = datasets[index].recipe.cap ?? recipe.mixture.cap(of: datasets[index].recipe.name) ?? Int.max
            var rules = ScanRules(splits: splits, style: style)
            rules.limit = cap
            rules.unit = recipe.unit
            rules.summaries = forBuilding ? .hashes : .fingerprints
            rules.jobs = jobs
            rules.progress = progress
            let scan = try Scan(datasets[index], rules, rejects: rejects)
            datasets[index].task.pool = scan.pool.rows
            scans.append(scan)
        }
        try rejects.finish(records: scans.reduce(0) { $0 + $1.ledger.rows })
        let entries = zip(datasets, scans).map { dataset, scan in
            MixtureEntry(
                name: dataset.recipe.name, available: scan.ledger.availableAmount,
                cap: dataset.recipe.cap ?? capOfLarge(dataset, scan.ledger),
                weight: dataset.recipe.weight, share: dataset.recipe.share)
        }
        var ledgers: [DatasetLedger] = []
        var selections: [DatasetSelection] = []
        for (index, share) in mix(entries, recipe.mixture).enumerated() {
            var ledger = scans[index].ledger
            let selection = DatasetSelection(of: share.count, from: &scans[index].keys, ledger)
            ledger.share = share
            ledger.instances = selection.instances
            ledger.characters = selection.characters
            ledger.amount = selection.amount
            if datasets[index].recipe.perRow == 1 {
                ledger.taken = min(selection.instances, ledger.available)
                ledger.overCap = ledger.available - ledger.taken
            }
            ledgers.append(ledger)
            selections.append(selection)
        }
        return Plan(
            ledgers: ledgers, warnings: warnings(ledgers, scans.map(\.inputs)), selections: selections,
            inputs: scans.map(\.inputs))
    }

    /// How many bytes all inputs have, as far as that is known.
    private var inputBytes: Int { datasets.reduce(0) { $0 + $1.inputs.bytes } }

    /// The cap of a dataset by the number of its rows, if the mixture has such a rule.
    private func capOfLarge(_ dataset: PreparedDataset, _ ledger: DatasetLedger) -> Int? {
        let templates = min(dataset.recipe.perRow, ledger.templateCount)
        return recipe.mixture.capOfLarge(
            rows: ledger.rows - ledger.rejectedCount - ledger.droppedCount, templates: templates)
    }

    /// Copies the inputs that can be read only once: a build reads its inputs twice.
    private mutating func spoolInputs() throws(Diagnostics) {
        var spools: [String: Spool] = [:]
        for index in datasets.indices {
            try datasets[index].inputs.spool(&spools)
            try datasets[index].demonstrationInputs?.spool(&spools)
        }
    }

    /// Builds and publishes the output.
    ///
    /// - Returns: what became of each dataset's rows.
    public func run(_ plan: Plan) throws(Diagnostics) -> (ledgers: [DatasetLedger], folder: String) {
        guard plan.ledgers.contains(where: { $0.instances > 0 }) else {
            throw Diagnostics(
                Diagnostic("the mixture is empty; nothing was written, and \(folder) stays as it is"), status: .problems
            )
        }
        let directory = try OutputDirectory.opening(folder)
        let sorters = SplitSorters(
            splits: splits.names.count, datasets: datasets.map(\.recipe.name), order: recipe.order, memory: memory)
        var ledgers: [DatasetLedger] = []
        progress?.begin("rendering", bytes: inputBytes)
        defer { progress?.end() }
        for (index, dataset) in datasets.enumerated() {
            let pass = RenderPass(
                dataset: dataset, position: index, unit: recipe.unit, splits: splits,
                selection: plan.selections[index], style: style, jobs: jobs,
                progress: progress)
            var ledger = plan.ledgers[index]
            ledger.clearTaken()
            // Rejects were written down by the scan; this pass meets the same ones again.
            let inputs = try pass.run(
                &ledger, into: sorters, badRows: BadRowPolicy(badRows.action == .fail ? .fail : .skip))
            for (scanned, rendered) in zip(plan.inputs[index], inputs) where scanned.fingerprint != rendered.fingerprint
            {
                throw Diagnostics(
                    Diagnostic("\(scanned.name): the file has changed while it was read", help: "run the build again"),
                    status: .inputOutput)
            }
            precondition(ledger.isClosed, "the ledger of \(ledger.name) does not close")
            precondition(
                ledger.instances == plan.ledgers[index].instances, "\(ledger.name) gives another number than planned")
            precondition(ledger.selfDemonstrations == 0, "an instance of \(ledger.name) demonstrates itself")
            ledgers.append(ledger)
        }
        progress?.begin("writing")
        var manifest = makeManifest(plan, ledgers)
        for index in splits.names.indices {
            manifest.outputs += try write(sorters, index, to: directory)
        }
        try writeManifest(manifest, to: directory)
        try directory.replace()
        return (ledgers, folder)
    }
}
