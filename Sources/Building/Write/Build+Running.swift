import Diagnostics
import Formats
import Ordering
import Reports
import Running
import System

extension Build {
    /// What a build has made.
    package struct Outcome: Sendable {
        /// What became of each dataset's rows.
        package var ledgers: [DatasetLedger]
        /// The folder of the output.
        package var folder: String

        package init(ledgers: [DatasetLedger], folder: String) {
            self.ledgers = ledgers
            self.folder = folder
        }
    }

    /// Builds and publishes the output.
    ///
    /// - Parameter warn: takes what the user should know, as soon as that is clear.
    package mutating func run(warn: ([Diagnostic]) -> Void) throws(Diagnostics) -> Outcome {
        let directory = try OutputDirectory.opening(folder, documents: recipe.output.card ? [DataCard.fileName] : [])
        let manifest = try make(in: directory, warn: warn)
        try directory.replace(ifChanged: onlyIfChanged)
        try writeLock(manifest)
        return Outcome(ledgers: manifest.ledgers, folder: folder)
    }

    /// Builds into a temporary folder, which is removed afterwards; publishes nothing.
    ///
    /// - Parameters:
    ///   - warn: takes what the user should know, as soon as that is clear.
    ///   - look: is called with the path of the finished folder.
    package mutating func makeTemporarily<Result>(
        warn: ([Diagnostic]) -> Void, _ look: (String) throws(Diagnostics) -> Result
    ) throws(Diagnostics) -> Result {
        let directory = try OutputDirectory.opening("\(Spool.folder)/hornbook-check-\(processNumber())")
        _ = try make(in: directory, warn: warn)
        return try look(directory.stagingPath)
    }

    /// Makes all files of the output.
    ///
    /// A dataset that is taken whole is read once: its lines are made while it is read. The others are read before, to find out
    /// what they have, and again for the lines of what is taken of them.
    private mutating func make(
        in directory: OutputDirectory, warn: ([Diagnostic]) -> Void
    ) throws(Diagnostics) -> Manifest {
        try prepareInputs()
        let sorters = SplitSorters(
            splits: splits.names.count, datasets: datasets.map(\.recipe.name), order: recipe.order, memory: memory)
        let rejects = try RejectSink(badRows)
        let watch = BuildObserver(datasets, splits: splits.names, measure: recipe.stages?.measure)
        progress?.begin("reading", bytes: inputBytes)
        defer { progress?.end() }
        var scans: [Scan] = []
        var memory = Self.keptMemory
        for index in datasets.indices {
            scans.append(
                usesEveryRow(index)
                    ? try takeWhole(index, into: sorters, rejects, watch)
                    : try scan(
                        index, rejects, summaries: .hashes, memory: &memory, observer: watch.datasets[index]))
        }
        try rejects.finish(records: scans.reduce(0) { $0 + $1.ledger.rows })
        var plan = makePlan(&scans)
        scans = []
        progress?.end()
        warn(plan.warnings)
        try refuseEmpty(plan.ledgers)
        try checkLock(makeManifest(plan, plan.ledgers))
        let ledgers = try takeSelected(&plan, into: sorters, watch)
        progress?.begin("writing")
        var manifest = makeManifest(plan, ledgers)
        if let stages = recipe.stages {
            try writeStages(stages, watch.scores, sorters, to: directory, &manifest)
        } else {
            for index in splits.names.indices { try write(sorters, index, to: directory, &manifest) }
        }
        manifest.statistics = watch.statistics(ledgers, findings(plan.warnings + notes(ledgers)))
        if recipe.output.card { try writeCard(of: &manifest, to: directory) }
        try writeManifest(manifest, to: directory)
        return manifest
    }

    /// Refuses to put nothing in an output's place.
    package func refuseEmpty(_ ledgers: [DatasetLedger]) throws(Diagnostics) {
        guard ledgers.allSatisfy({ $0.instances == 0 }) else { return }
        throw Diagnostics(
            Diagnostic("the mixture is empty; nothing was written, and \(folder) stays as it is"), status: .problems)
    }

    private func renderPass(_ index: Int, _ watch: BuildObserver) -> RenderPass {
        RenderPass(
            dataset: datasets[index], position: index, unit: recipe.unit, splits: splits, style: style, jobs: jobs,
            progress: progress, observer: watch.datasets[index], duplicates: watch.duplicates,
            scores: watch.scores)
    }

    /// Makes the lines of a dataset that is taken whole.
    private mutating func takeWhole(
        _ index: Int, into sorters: SplitSorters, _ rejects: RejectSink, _ watch: BuildObserver
    ) throws(Diagnostics) -> Scan {
        var rules = ScanRules(splits: splits, style: style)
        (rules.summaries, rules.jobs, rules.progress) = (.hashes, jobs, progress)
        var scan = Scan(empty: datasets[index], rules)
        let otherInputs = try scan.takePool(datasets[index], rejects)
        datasets[index].task.pool = scan.pool.rows
        (scan.ledger, scan.inputs) = try renderPass(index, watch).runAll(into: sorters, rejects: rejects)
        scan.inputs += otherInputs
        return scan
    }

    /// Makes the lines of what is taken of the other datasets.
    ///
    /// - Parameter plan: gives up the records that it has kept.
    /// - Returns: the plan's ledgers, with exact counts of what was taken.
    private func takeSelected(
        _ plan: inout Plan, into sorters: SplitSorters, _ watch: BuildObserver
    ) throws(Diagnostics) -> [DatasetLedger] {
        var ledgers = plan.ledgers
        let selected = datasets.indices.filter { !usesEveryRow($0) }
        if !selected.isEmpty {
            progress?.begin("rendering", bytes: selected.reduce(0) { $0 + datasets[$1].inputs.bytes })
        }
        for index in selected {
            let inputs = try renderPass(index, watch).run(
                plan.selections[index], &ledgers[index], kept: plan.kept[index], into: sorters)
            plan.kept[index] = nil
            for (scanned, rendered) in zip(plan.inputs[index], inputs) where scanned.checksum != rendered.checksum {
                throw Diagnostics(
                    Diagnostic("\(scanned.name): the file has changed while it was read", help: "run the build again"),
                    status: .inputOutput)
            }
        }
        for index in ledgers.indices {
            ledgers[index].closeOverCap()
            let (ledger, planned) = (ledgers[index], plan.ledgers[index])
            precondition(ledger.isClosed && ledger.overCap >= 0, "the ledger of \(ledger.name) does not close")
            precondition(ledger.instances == planned.instances, "\(ledger.name) gives another number than planned")
            precondition(ledger.selfDemonstrations == 0, "an instance of \(ledger.name) demonstrates itself")
        }
        return ledgers
    }
}
