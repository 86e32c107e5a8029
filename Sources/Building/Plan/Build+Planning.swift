import Diagnostics
import Mixing
import Reports
import Running

extension Build {
    /// What a build would take from each dataset.
    package struct Plan: Sendable {
        /// With the counts of instances that would be taken.
        package var ledgers: [DatasetLedger] = []
        /// What the user should know before building.
        package var warnings: [Diagnostic] = []
        package var selections: [DatasetSelection] = []
        package var inputs: [[InputSummary]] = []
        /// Records in memory that need not be read again, by dataset.
        var kept: [[KeptRecords]?] = []

        package init() {}
    }

    /// Reads all datasets and shares the mixture out among them; writes nothing.
    package mutating func plan() throws(Diagnostics) -> Plan {
        try prepareInputs()
        progress?.begin("reading", bytes: inputBytes)
        defer { progress?.end() }
        var scans: [Scan] = []
        var memory = keptMemory
        let rejects = try RejectSink(badRows)
        for index in datasets.indices { scans.append(try scan(index, rejects, summaries: .checksums, memory: &memory)) }
        try rejects.finish(records: scans.reduce(0) { $0 + $1.ledger.rows })
        try takeFeatures(of: scans.map(\.ledger))
        return makePlan(&scans)
    }

    /// How many bytes of records are kept at most, so that datasets with a cap are read once.
    var keptMemory: Int { memory / 4 }

    /// Reads a dataset, and gives it its pool of demonstrations.
    ///
    /// - Parameters:
    ///   - memory: how many bytes of records may be kept; what is kept is taken off.
    ///   - observer: takes in what a report shows.
    mutating func scan(
        _ index: Int, _ rejects: RejectSink, summaries: RowPipeline.SummaryKind, memory: inout Int,
        observer: DatasetObserver? = nil
    ) throws(Diagnostics) -> Scan {
        let dataset = datasets[index]
        var rules = scanRules(index)
        rules.summaries = summaries
        var screening: CandidateScan?
        if let cap = cap(of: dataset), validation == .taken, dataset.excluded?.count ?? 0 == 0,
            dataset.hasOneInstancePerRow, dataset.recipe.id == nil, recipe.unit == .examples,
            recipe.mixture.scale >= 1
        {
            rules.limit = cap
            screening = try CandidateScan(
                dataset.inputs, dataset.task.hasher, wanted: Self.withReserve(cap), pool: poolNeeds(dataset),
                memory: memory, rules)
        }
        let scan = try Scan(dataset, rules, screening, rejects: rejects, observer: observer)
        for records in scan.kept ?? [] { memory -= records.memory }
        datasets[index].task.pool = scan.pool.rows
        return scan
    }

    private func cap(of dataset: PreparedDataset) -> Int? {
        dataset.recipe.cap ?? recipe.mixture.cap(of: dataset.recipe.name)
    }

    /// How a dataset is scanned, so that what is kept of it is enough for any plan.
    package func scanRules(_ index: Int) -> ScanRules {
        var rules = ScanRules(splits: splits, style: style)
        rules.limit = min(cap(of: datasets[index]) ?? Int.max, recipe.mixture.size ?? Int.max)
        (rules.unit, rules.measuresLines, rules.jobs, rules.progress) = (recipe.unit, measuresLines, jobs, progress)
        return rules
    }

    /// How many rows are looked at to fill a cap: a quarter more, and some, for those that give nothing.
    private static func withReserve(_ cap: Int) -> Int {
        let (reserve, overflows) = cap.addingReportingOverflow(cap / 4 + 1000)
        return overflows ? Int.max / 4 : min(reserve, Int.max / 4)
    }

    /// How many rows are looked at to fill the pool of demonstrations, if it is made of the dataset's own rows: more where fewer
    /// of them belong to the split that it is taken from.
    private func poolNeeds(_ dataset: PreparedDataset) -> Int {
        guard dataset.task.poolSize > 0, dataset.demonstrationInputs == nil else { return 0 }
        let share = recipe.output.splits.isEmpty ? 1 : recipe.output.splits[splits.demonstrationSplit].share
        return share > 0 ? Int(min(Double(dataset.task.poolSize) / share * 2 + 256, 0x1p40)) : 0
    }

    /// Shares the mixture out among datasets that have been read.
    ///
    /// - Parameter scans: of all datasets.
    package func makePlan(_ scans: inout [Scan]) -> Plan {
        var plan = Plan()
        for (index, share) in mix(entries(scans.map(\.ledger)), recipe.mixture).enumerated() {
            var ledger = scans[index].ledger
            let selection = DatasetSelection(of: share.count, from: &scans[index].keys, ledger)
            (ledger.share, ledger.instances, ledger.characters) = (share, selection.instances, selection.characters)
            ledger.amount = selection.amount
            if datasets[index].hasOneInstancePerRow {
                ledger.taken = min(selection.instances, ledger.available)
                ledger.closeOverCap()
            }
            plan.ledgers.append(ledger)
            plan.selections.append(selection)
        }
        plan.inputs = scans.map(\.inputs)
        plan.kept = scans.map(\.kept)
        plan.warnings = warnings(plan.ledgers, plan.inputs)
        return plan
    }

    /// What datasets bring to the mixture.
    func entries(_ ledgers: [DatasetLedger]) -> [MixtureEntry] {
        zip(datasets, ledgers).map { dataset, ledger in
            MixtureEntry(
                name: dataset.recipe.name, available: ledger.availableAmount,
                cap: dataset.recipe.cap ?? capOfLarge(dataset, ledger), weight: dataset.recipe.weight,
                share: dataset.recipe.share)
        }
    }

    /// The cap of a dataset by the number of its rows, if the mixture has such a rule.
    private func capOfLarge(_ dataset: PreparedDataset, _ ledger: DatasetLedger) -> Int? {
        let templates = min(dataset.recipe.perRow, ledger.templateCount)
        return recipe.mixture.capOfLarge(
            rows: ledger.rows - ledger.rejectedCount - ledger.droppedCount, templates: templates)
    }

    /// Whether a dataset gives all that it has, once, whatever is found in it and the others: it need not be read before its
    /// instances are made.
    package func usesEveryRow(_ index: Int) -> Bool {
        let dataset = datasets[index]
        let ownPool = dataset.task.poolSize > 0 && dataset.demonstrationInputs == nil
        // What conversations have decides how all lines are written, so that they are read before.
        return !ownPool && dataset.recipe.cap == nil && dataset.recipe.kind != .instructions
            && recipe.mixture.isUncapped(of: dataset.recipe.name, weight: dataset.recipe.weight)
            && datasets.allSatisfy { $0.recipe.share == nil }
    }

    /// How many bytes all inputs have, as far as that is known.
    var inputBytes: Int { datasets.reduce(0) { $0 + $1.inputs.bytes } }

    /// Copies the inputs that can be read only once, as a build may read its inputs twice, and finds out which rows stay of those
    /// that are each other's duplicates.
    mutating func prepareInputs() throws(Diagnostics) {
        var spools: [String: Spool] = [:]
        for index in datasets.indices {
            try datasets[index].inputs.spool(&spools)
            try datasets[index].demonstrationInputs?.spool(&spools)
            try datasets[index].excluded?.resolve(datasets[index], jobs: jobs)
        }
    }
}

extension DatasetLedger {
    /// Counts as over the cap all rows that nothing else has become of.
    package mutating func closeOverCap() { overCap = rows - taken - rejectedCount - droppedCount }
}
