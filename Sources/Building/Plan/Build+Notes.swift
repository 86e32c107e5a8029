import Diagnostics
import Linting
import Mixing
import Reports
import Running

extension Build {
    /// What is suspicious in a plan.
    func warnings(_ ledgers: [DatasetLedger], _ inputs: [[InputSummary]]) -> [Diagnostic] {
        let shares = ShareWarnings(entries: entries(ledgers), rules: recipe.mixture, ledgers: ledgers, names: names)
        return shares.all + zip(datasets, ledgers).compactMap(poolWarning) + listWarnings + unreadWarnings(ledgers)
            + repeatedInputWarnings(
                names.part, ledgers.map(\.name), inputs, help: names.repeatedRows)
    }

    private func warning(_ message: String, help: String? = nil) -> Diagnostic {
        Diagnostic(message, severity: .warning, help: help)
    }

    private func poolWarning(_ dataset: PreparedDataset, _ ledger: DatasetLedger) -> Diagnostic? {
        guard dataset.task.poolSize > 0, let most = dataset.task.demonstrations?.counts.max(),
            dataset.task.pool.count <= most
        else { return nil }
        return warning(
            "dataset `\(ledger.name)` has \(dataset.task.pool.count) rows for demonstrations, too few for \(most) in every instance"
        )
    }

    /// Splits that may stay empty, and an output that would: what a build itself tells when it comes to that.
    package func emptyWarnings(_ ledgers: [DatasetLedger]) -> [Diagnostic] {
        let total = ledgers.reduce(0) { $0 + $1.instances }
        if total == 0 { return [warning("the mixture is empty: hornbook build refuses it")] }
        return recipe.output.splits.filter { $0.share > 0 && $0.share * Double(total) < 1 }.map { split in
            warning(
                "the split `\(split.name)` is to be \(percent(split.share)) of \(total) instances, and may get none",
                help: "a larger share of `splits`, or more instances")
        }
    }

    /// Keys in the list of duplicates that no row has.
    private var listWarnings: [Diagnostic] {
        datasets.compactMap { dataset in
            guard let excluded = dataset.excluded, case let unmatched = excluded.unmatched, unmatched > 0 else {
                return nil
            }
            return warning(
                "\(unmatched) of the \(excluded.count) keys that `duplicates` lists for `\(dataset.recipe.name)` match no row",
                help: "hornbook duplicates makes the list anew; keys change with `id`, and with a row's text")
        }
    }

    /// How many rows were counted only, if there are such.
    package func validationNotes(_ ledgers: [DatasetLedger]) -> [Diagnostic] {
        let unvalidated = ledgers.reduce(0) { $0 + $1.unvalidated }
        guard unvalidated > 0 else { return [] }
        return [
            Diagnostic(
                "\(unvalidated) of \(ledgers.reduce(0) { $0 + $1.rows }) rows lie beyond their caps and were counted, but not parsed",
                severity: .note, help: "--validate all looks at every row")
        ]
    }

    /// What a finished build has to say beside its table.
    package func notes(_ ledgers: [DatasetLedger]) -> [Diagnostic] {
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
    func findings(_ noticed: [Diagnostic]) -> [Diagnostic] {
        var checker = Checker()
        checker.rows = 0
        // The build has compiled the same templates, so that nothing is wrong with the recipe itself.
        try? checker.check(recipe)
        return noticed.map { $0.listed(under: .plan) }
            + checker.report.findings.map { finding in
                var finding = finding
                // A report says the same wherever the recipe stands.
                if let file = finding.location?.file, file.hasPrefix(recipe.folder) {
                    finding.location?.file = String(file.dropFirst(recipe.folder.count))
                }
                return finding
            }
    }
}
