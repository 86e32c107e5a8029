import Diagnostics
import Mixing
import Reports

extension Build {
    /// What is suspicious in a plan.
    func warnings(_ ledgers: [DatasetLedger], _ inputs: [[InputSummary]]) -> [Diagnostic] {
        zip(datasets, ledgers).flatMap(warnings) + listWarnings + sizeWarnings(ledgers) + twinWarnings(inputs)
    }

    private func warning(_ message: String, help: String? = nil) -> Diagnostic {
        Diagnostic(message, severity: .warning, help: help)
    }

    private func warnings(_ dataset: PreparedDataset, _ ledger: DatasetLedger) -> [Diagnostic] {
        var found: [Diagnostic] = []
        let name = ledger.name
        if ledger.available == 0 {
            found.append(warning("dataset `\(name)` gives no instance (\(ledger.rows) rows read)"))
        } else if ledger.share.share > 0, ledger.instances == 0 {
            found.append(warning("the share of `\(name)` rounds to no instance at all"))
        }
        if dataset.task.poolSize > 0, let most = dataset.task.demonstrations?.counts.max(),
            dataset.task.pool.count <= most
        {
            found.append(
                warning(
                    "dataset `\(name)` has \(dataset.task.pool.count) rows for demonstrations, too few for \(most) in every instance"
                ))
        }
        if dataset.recipe.weight != 1, dataset.recipe.weight != 0, recipe.mixture.size == nil,
            recipe.mixture.groups.allSatisfy({ $0.share == nil })
        {
            found.append(
                warning(
                    "the weight of `\(name)` has no effect: with the natural size, every dataset gives all that its cap leaves",
                    help: "set `mixture.size`"))
        }
        return found
    }

    /// Keys in the list of duplicates that no row has.
    private var listWarnings: [Diagnostic] {
        datasets.compactMap { dataset in
            guard let leftOut = dataset.leftOut, case let unmatched = leftOut.unmatched, unmatched > 0 else {
                return nil
            }
            return warning(
                "\(unmatched) of the \(leftOut.count) keys that `duplicates` lists for `\(dataset.recipe.name)` match no row",
                help: "hornbook duplicates makes the list anew; keys change with `id`, and with a row's text")
        }
    }

    /// Sizes and shares that cannot be met.
    private func sizeWarnings(_ ledgers: [DatasetLedger]) -> [Diagnostic] {
        var found: [Diagnostic] = []
        let total = ledgers.reduce(0) { $0 + $1.share.count }
        let unit = recipe.unit == .examples ? "instances" : recipe.unit.rawValue
        if let size = recipe.mixture.size, total < size {
            found.append(
                warning(
                    "`mixture.size` asks for \(size) \(unit); caps, shares and rows leave \(total)",
                    help: "`mixture.epochs` above \(recipe.mixture.epochs) allows more passes over a dataset"))
        }
        for (dataset, ledger) in zip(datasets, ledgers) where ledger.available > 0 && total > 0 {
            guard let share = dataset.recipe.share else { continue }
            let isGrouped = recipe.mixture.groups.contains { $0.allDatasets.contains(ledger.name) }
            if !isGrouped, ledger.share.share - share > 0.001 {
                found.append(
                    warning(
                        "the shares leave a part of the mixture to nobody: `\(ledger.name)` gets \(percent(ledger.share.share)), not \(percent(share))",
                        help: "let shares sum to 100%, or leave one dataset without"))
                continue
            }
            let realised = Double(ledger.share.count) / Double(total)
            guard ledger.share.share - realised > 0.001 else { continue }
            found.append(
                warning(
                    "`\(ledger.name)` is to be \(percent(ledger.share.share)) of the mixture, and can be only \(percent(realised))",
                    help: "`mixture.epochs` above \(recipe.mixture.epochs) allows more passes over it"))
        }
        return found
    }

    /// Datasets that read one file: what stands in it is taken twice.
    private func twinWarnings(_ inputs: [[InputSummary]]) -> [Diagnostic] {
        var first: [UInt64: Int] = [:]
        var found: [Diagnostic] = []
        for (index, files) in inputs.enumerated() {
            for file in files where file.records > 0 {
                guard let other = first[file.checksum] else {
                    first[file.checksum] = index
                    continue
                }
                guard other != index else { continue }
                let (one, two) = (datasets[other].recipe.name, datasets[index].recipe.name)
                found.append(
                    warning(
                        "datasets `\(one)` and `\(two)` read the same rows (\(file.name))",
                        help: "their instances differ only as their templates and choices do"))
            }
        }
        return found
    }

    /// How many rows were counted only, if there are such.
    public func validationNotes(_ ledgers: [DatasetLedger]) -> [Diagnostic] {
        let unvalidated = ledgers.reduce(0) { $0 + $1.unvalidated }
        guard unvalidated > 0 else { return [] }
        return [
            Diagnostic(
                "\(unvalidated) of \(ledgers.reduce(0) { $0 + $1.rows }) rows lie beyond their caps and were counted, but not parsed",
                severity: .note, help: "--validate all looks at every row")
        ]
    }

    /// What a finished build has to say beside its table.
    public func notes(_ ledgers: [DatasetLedger]) -> [Diagnostic] {
        func note(_ message: String, help: String) -> Diagnostic { Diagnostic(message, severity: .note, help: help) }
        let lacking = zip(datasets, ledgers).filter { $1.lackingDemonstrations > 0 }.map { dataset, ledger in
            note(
                "\(ledger.lackingDemonstrations) of \(ledger.instances) instances of `\(ledger.name)` have fewer demonstrations than were drawn for them",
                help: dataset.task.poolSize > 0
                    ? "a larger `pool` or `max-characters` under `demonstrations`, or smaller counts"
                    : "their rows have too few `Positive Examples`; a larger `max-characters`, or smaller counts")
        }
        let empty = recipe.output.splits.filter { split in
            split.share > 0 && ledgers.allSatisfy { $0.splits[split.name, default: 0] == 0 }
        }
        return validationNotes(ledgers) + lacking
            + empty.map { split in
                note(
                    "the split `\(split.name)` got no instance, and no file",
                    help: "a larger share of `splits`, or more instances")
            }
    }

    /// What a report tells beside the numbers: what the build itself has noticed, and what `check` finds in the templates without
    /// looking at rows.
    func findings(_ noticed: [Diagnostic]) -> [(rule: String, finding: Diagnostic)] {
        var checker = Checker()
        checker.rows = 0
        // The build has compiled the same templates, so that nothing is wrong with the recipe itself.
        try? checker.check(recipe)
        return noticed.map { (FindingRule.plan.id, $0) }
            + checker.report.findings.map { finding in
                var location = finding.location
                // A report tells the same wherever the recipe stands.
                if let file = location?.file, file.hasPrefix(recipe.folder) {
                    location?.file = String(file.dropFirst(recipe.folder.count))
                }
                return (
                    finding.rule.rawValue,
                    Diagnostic(finding.message, severity: finding.severity, at: location, help: finding.mend)
                )
            }
    }
}
