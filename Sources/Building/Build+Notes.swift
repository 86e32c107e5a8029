import Diagnostics
import Reports

extension Build {
    /// What is suspicious in a plan.
    func warnings(_ ledgers: [DatasetLedger]) -> [Diagnostic] {
        var warnings: [Diagnostic] = []
        func warn(_ message: String, help: String? = nil) {
            warnings.append(Diagnostic(message, severity: .warning, help: help))
        }
        for (dataset, ledger) in zip(datasets, ledgers) {
            let name = ledger.name
            if ledger.available == 0 {
                warn("dataset `\(name)` gives no instance (\(ledger.rows) rows read)")
            } else if ledger.share.share > 0, ledger.share.count == 0 {
                warn("the share of `\(name)` rounds to no instance at all")
            }
            if let rules = dataset.task.demonstrations, let most = rules.counts.max(), dataset.task.pool.count <= most {
                warn(
                    "dataset `\(name)` has \(dataset.task.pool.count) rows for demonstrations, too few for \(most) in every instance"
                )
            }
            if dataset.recipe.weight != 1, dataset.recipe.weight != 0, recipe.mixture.size == nil {
                warn(
                    "the weight of `\(name)` has no effect: with the natural size, every dataset gives all that its cap leaves",
                    help: "set `mixture.size`")
            }
        }
        let total = ledgers.reduce(0) { $0 + $1.share.count }
        if let size = recipe.mixture.size, total < size {
            warn("`mixture.size` asks for \(size) instances; caps and rows leave \(total)")
        }
        return warnings
    }

    /// What a finished build has to say beside its table.
    public static func notes(_ ledgers: [DatasetLedger]) -> [Diagnostic] {
        ledgers.filter { $0.lackingDemonstrations > 0 }.map { ledger in
            Diagnostic(
                "\(ledger.lackingDemonstrations) of \(ledger.instances) instances of `\(ledger.name)` have fewer demonstrations than were drawn for them",
                severity: .note,
                help: "a larger `pool` or `max-characters` under `demonstrations`, or smaller counts")
        }
    }
}
