import Building
import Diagnostics
import Formats
import Mixing
import Ordering
import Records
import Reports
import Running

extension Build {
    /// What all steps of this build must agree on; made anew each time, by hashing all packs.
    var settings: BuildSettings {
        var hash = SHA256()
        func add(_ text: String) {
            // With its length before it, so that no two lists of texts read the same.
            for part in ["\(text.utf8.count) ", text] { Array(part.utf8).withUnsafeBytes { hash.add($0) } }
        }
        add(String(recipe.seed))
        add(recipe.text)
        for file in datasets.flatMap(\.packFiles) { add(file.text) }
        for file in style.chatTemplate?.files ?? [] { add(file.text) }
        return BuildSettings(recipe: recipe.path, seed: recipe.seed, hash: hash.finish())
    }

    /// Refuses what cannot be built in parts.
    func checkDistributable() throws(Diagnostics) {
        var errors: [Diagnostic] = []
        func refuse(_ message: String, help: String) { errors.append(Diagnostic(message, help: help)) }
        if recipe.order != .shuffled {
            refuse(
                "order: \(recipe.order.rawValue) depends on all rows before each, and so cannot be made in parts",
                help: "build it with hornbook build, or leave `order` out: shuffled can")
        }
        if recipe.stages != nil {
            refuse(
                "`stages` cannot be made in parts",
                help: "leave them out, and part the output by hornbook stage")
        }
        if recipe.duplicates != nil {
            refuse(
                "`duplicates` cannot be left out in parts: of rows that equal each other one stays, wherever it stands",
                help: "leave them out of the files, or build with hornbook build")
        }
        if recipe.output.card { refuse("a data card cannot be made in parts", help: "leave `card` out") }
        if splits.names.count > KeyedLine.maxSplits {
            refuse("more than \(KeyedLine.maxSplits) splits cannot be made in parts", help: "take fewer")
        }
        guard errors.isEmpty else { throw Diagnostics(errors) }
    }

    private func position(of dataset: String) throws(Diagnostics) -> Int {
        if let index = datasets.firstIndex(where: { $0.recipe.name == dataset }) { return index }
        throw Diagnostics(
            Diagnostic(
                "\(recipe.path): there is no dataset `\(dataset)`",
                help: "its datasets: " + datasets.map(\.recipe.name).joined(separator: ", ")), status: .usage)
    }

    private func summary(of scan: Scan, _ settings: BuildSettings) -> ScanSummary {
        var ledger = DatasetLedger(name: scan.ledger.name)
        _ = ledger.add(scan.ledger)
        return ScanSummary(
            settings: settings, dataset: ledger.name, ledger: ledger, keys: scan.keys, pool: scan.pool)
    }

    /// How parts are scanned: of a dataset that is taken whole no keys are needed.
    private func partRules(_ index: Int) -> ScanRules {
        var rules = scanRules(index)
        if usesEveryRow(index) { rules.limit = 0 }
        return rules
    }

    /// Reads a part of a dataset.
    ///
    /// - Parameters:
    ///   - files: the part; `-` is standard input.
    ///   - shard: which of the records are read; nil: all.
    package func scan(_ dataset: String, files: [String], shard: RecordShard?) throws(Diagnostics) -> ScanSummary {
        try checkDistributable()
        let index = try position(of: dataset)
        var part = datasets[index]
        part.inputs = part.inputs(files)
        var rules = partRules(index)
        rules.shard = shard
        let rejects = try RejectSink(badRows)
        // Demonstrations out of files of their own are read when all is planned.
        let scan = try Scan(part, rules, rejects: rejects)
        try rejects.finish(records: scan.ledger.rows)
        return summary(of: scan, settings)
    }

    /// - Parameter files: of one dataset, or of several.
    /// - Returns: one for each dataset, in the order of the recipe; nil where no file holds any.
    private func summaries(in files: [String]) throws(Diagnostics) -> [ScanSummary?] {
        let settings = settings
        var result: [ScanSummary?] = datasets.map { _ in nil }
        for path in files {
            for line in try DistributedFile.read(path).split(separator: "\n") {
                let file = try DistributedFile(parsing: String(line), name: path, kind: ScanSummary.kind)
                let index = try position(of: try file.text("dataset"))
                if result[index] == nil {
                    result[index] = summary(of: Scan(empty: datasets[index], partRules(index)), settings)
                }
                try result[index]!.add(file)
            }
        }
        return result
    }

    package func merge(_ files: [String]) throws(Diagnostics) -> [ScanSummary] {
        try summaries(in: files).compactMap(\.self)
    }

    /// Shares the mixture out by the scans of all datasets' parts.
    ///
    /// - Parameter files: with the summaries of all parts.
    /// - Throws: that there are datasets without any, status 66.
    package mutating func plan(fromScans files: [String]) throws(Diagnostics) -> (plan: Plan, file: PlanFile) {
        try checkDistributable()
        let found = try summaries(in: files)
        let missing = zip(datasets, found).filter { $1 == nil }.map(\.0.recipe.name)
        guard missing.isEmpty else {
            throw Diagnostics(
                Diagnostic(
                    "there is no scan of \(missing.map { "`\($0)`" }.joined(separator: ", "))",
                    help: "an empty dataset has one, too: hornbook scan --dataset … < /dev/null"), status: .missingInput
            )
        }
        let rejects = try RejectSink(badRows)
        var scans: [Scan] = []
        for (index, summary) in found.enumerated() {
            var scan = Scan(empty: datasets[index], partRules(index))
            _ = scan.ledger.add(summary!.ledger)
            (scan.keys, scan.pool) = (summary!.keys, summary!.pool)
            scan.inputs = try scan.takePool(datasets[index], rejects)
            datasets[index].task.pool = scan.pool.rows
            scans.append(scan)
        }
        try takeFeatures(of: scans.map(\.ledger))
        let pools = scans.map(\.pool)
        let plan = makePlan(&scans)
        let planned = datasets.indices.map { index in
            PlanFile.PlannedDataset(
                ledger: plan.ledgers[index], selection: plan.selections[index], pool: pools[index])
        }
        return (plan, PlanFile(settings, planned))
    }

    /// Reads a plan, including what it records about conversations.
    package mutating func planFile(_ source: PlanSource) throws(Diagnostics) -> PlanFile {
        try checkDistributable()
        let plan = try PlanFile(source.file, for: self)
        try takeFeatures(of: plan.datasets.map(\.ledger))
        return plan
    }

    /// Makes the lines of what a plan takes of a part of a dataset.
    ///
    /// - Parameters:
    ///   - files: the part.
    ///   - shard: which of the records are read; nil: all.
    ///   - output: gets the lines with their keys, and what they come to.
    package func render(
        _ dataset: String, files: [String], shard: RecordShard?, _ plan: PlanFile, to output: OutputFile
    ) throws(Diagnostics) {
        let index = try position(of: dataset)
        var part = datasets[index]
        part.inputs = part.inputs(files)
        part.task.pool = plan.datasets[index].pool.rows
        let lines = KeyedLines(output, plan.settings)
        var selection = plan.datasets[index].selection
        let shared = SharedInstances(self, part, selection)
        selection.threshold.lastCount = 0
        var pass = RenderPass(self, part, at: index, observer: DatasetObserver(part))
        pass.shard = shard
        pass.look = { batch throws(Diagnostics) in try shared.write(batch, to: lines) }
        var ledger = DatasetLedger(part)
        _ = try pass.run(selection, &ledger, kept: nil, into: lines)
        try lines.finish(ledger)
    }
}

extension PreparedDataset {
    /// Parts of the dataset in other files, which are read as its own are.
    fileprivate func inputs(_ files: [String]) -> InputSet {
        // What comes without a name is of the format that the dataset's files have by theirs.
        let format = recipe.format ?? recipe.data.first.map { RecordFormat(guessedFrom: $0) }
        var inputs = InputSet(paths: files, format: format)
        inputs.takesLists = recipe.kind == .instructions
        return inputs
    }
}
