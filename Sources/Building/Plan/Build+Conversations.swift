import Conversations
import Diagnostics
import Formats
import JSON
import Reports

extension Build {
    /// Takes in what the conversations of all datasets have: all lines of an output have the same keys.
    ///
    /// - Throws: all that the output's format cannot carry, by dataset.
    package mutating func takeFeatures(of ledgers: [DatasetLedger]) throws(Diagnostics) {
        var errors: [Diagnostic] = []
        var all: Set<ConversationFeature> = []
        for (dataset, ledger) in zip(datasets, ledgers) {
            for (name, count) in ledger.features.sorted(by: { $0.key < $1.key }) {
                guard let feature = ConversationFeature(named: name) else { continue }
                all.insert(feature)
                guard let refusal = style.refusal(of: feature) else { continue }
                errors.append(
                    Diagnostic(
                        "dataset `\(ledger.name)`: \(refusal.problem), which \(count == 1 ? "a row has" : "\(count) rows have")",
                        at: dataset.recipe.location, help: refusal.help))
            }
        }
        if errors.count > Self.maxErrors {
            let rest = errors.count - Self.maxErrors
            errors = errors.prefix(Self.maxErrors) + [Diagnostic("and \(rest) more that the format cannot carry")]
        }
        guard errors.isEmpty else { throw Diagnostics(errors, status: .wrongRecipe) }
        style.take(all)
    }

    /// Fields of rows that stay behind.
    func unreadWarnings(_ ledgers: [DatasetLedger]) -> [Diagnostic] {
        ledgers.filter { !$0.unreadFields.isEmpty }.map { ledger in
            let fields = ledger.unreadFields.sorted { $0.key < $1.key }
            let counts = fields.prefix(Self.maxFields).map { "`\(DisplayText.line($0.key, limit: 60))` (\($0.value))" }
            let more = fields.count > Self.maxFields ? " and \(fields.count - Self.maxFields) more" : ""
            return Diagnostic(
                "dataset `\(ledger.name)`: what rows say in these fields stays behind (number of rows): "
                    + counts.joined(separator: ", ") + more,
                severity: .warning,
                help:
                    "`keep: [\(DisplayText.line(fields[0].key, limit: 60))]` carries a field; `ignore` names those that are not wanted"
            )
        }
    }

    /// More are only counted.
    private static let maxErrors = 30
    /// More fields are only counted.
    private static let maxFields = 12
}
