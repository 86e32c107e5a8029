import Diagnostics
import Ordering
import Reports
import Running

/// The lines of a mixture in their order, and what is known of them.
struct CollectedLines {
    var plan: Build.Plan
    /// With exact counts of what was taken.
    var ledgers: [DatasetLedger]
    var lines: SplitSorters
    /// What a report shows.
    var watch: BuildObserver
}

extension Build {
    /// Makes the lines of the mixture.
    ///
    /// A dataset all of whose rows are used is read once: its lines are made while it is read. The others are read before, to find
    /// out what they have, and again for the lines of what is taken of them.
    ///
    /// - Parameters:
    ///   - warn: takes what the user should know, as soon as that is clear.
    ///   - summaries: what is taken of the inputs' bytes.
    ///   - replaces: whether a folder will be replaced: by something, and as its lock file allows.
    mutating func collect(
        _ warn: ([Diagnostic]) -> Void, summaries: RowPipeline.SummaryKind = .hashes, replaces: Bool = true
    ) throws(Diagnostics) -> CollectedLines {
        try prepareInputs()
        let sorters = SplitSorters(
            splits: splits.names.count, datasets: datasets.map(\.recipe.name), order: recipe.order, memory: memory)
        let rejects = try RejectSink(badRows)
        let watch = BuildObserver(datasets, splits: splits.names, measure: recipe.stages?.measure)
        progress?.begin("reading", bytes: inputBytes)
        defer { progress?.end() }
        var scans = datasets.map { Scan(empty: $0, ScanRules(splits: splits, style: style)) }
        var memory = keptMemory
        // Conversations first: what they have decides how all lines are written.
        let conversations = datasets.indices.filter { datasets[$0].recipe.kind == .instructions }
        for index in conversations {
            scans[index] = try scan(
                index, rejects, summaries: summaries, memory: &memory, observer: watch.datasets[index])
        }
        try takeFeatures(of: scans.map(\.ledger))
        for index in datasets.indices where !conversations.contains(index) {
            scans[index] =
                usesEveryRow(index)
                ? try takeWhole(index, into: sorters, rejects, watch, summaries)
                : try scan(index, rejects, summaries: summaries, memory: &memory, observer: watch.datasets[index])
        }
        try rejects.finish(records: scans.reduce(0) { $0 + $1.ledger.rows })
        var plan = makePlan(&scans)
        scans = []
        progress?.end()
        warn(plan.warnings)
        if replaces {
            try refuseEmpty(plan.ledgers)
            try checkLock(makeManifest(plan, plan.ledgers))
        }
        let ledgers = try takeSelected(&plan, into: sorters, watch)
        return CollectedLines(plan: plan, ledgers: ledgers, lines: sorters, watch: watch)
    }

    private func renderPass(
        _ index: Int, _ watch: BuildObserver, _ summaries: RowPipeline.SummaryKind = .hashes
    ) -> RenderPass {
        var pass = RenderPass(
            self, datasets[index], at: index, observer: watch.datasets[index], duplicates: watch.duplicates,
            scores: watch.scores)
        pass.summaries = summaries
        return pass
    }

    /// Makes the lines of a dataset that is taken whole.
    private mutating func takeWhole(
        _ index: Int, into sorters: SplitSorters, _ rejects: RejectSink, _ watch: BuildObserver,
        _ summaries: RowPipeline.SummaryKind
    ) throws(Diagnostics) -> Scan {
        var rules = ScanRules(splits: splits, style: style)
        (rules.summaries, rules.jobs, rules.progress) = (summaries, jobs, progress)
        var scan = Scan(empty: datasets[index], rules)
        let otherInputs = try scan.takePool(datasets[index], rejects)
        datasets[index].task.pool = scan.pool.rows
        (scan.ledger, scan.inputs) = try renderPass(index, watch, summaries).runAll(into: sorters, rejects: rejects)
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
                    Diagnostic("\(scanned.name): the file has changed while it was read", help: "run it again"),
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
