import Diagnostics
import Mixing
import Reports
import Running

/// Finds what is suspicious in how a mixture was shared out.
package struct ShareWarnings {
    /// What things are called where the rules come from.
    package struct Names: Sendable {
        /// What has a share.
        var part: String
        /// What is taken of it.
        var item: String
        /// What sizes count.
        var unit: String
        var size: String
        var epochs: String
        /// What follows where two parts read the same rows.
        var repeatedRows: String

        /// As recipes call them.
        static func recipe(_ unit: MixtureUnit) -> Names {
            Names(
                part: "dataset", item: "instance", unit: unit == .examples ? "instances" : unit.rawValue,
                size: "`mixture.size`", epochs: "`mixture.epochs`",
                repeatedRows: "their instances differ only as their templates and choices do")
        }

        /// As the command line of `mix` calls them.
        package static let mix = Names(
            part: "source", item: "line", unit: "lines", size: "--size", epochs: "--epochs",
            repeatedRows: "its lines are taken twice")
    }

    private let entries: [MixtureEntry]
    private let rules: MixtureRules
    private let ledgers: [DatasetLedger]
    private let names: Names
    /// How much is taken in all.
    private let total: Int
    /// What the shares of datasets are fractions of, where that is not the mixture: a group, and the fraction of the whole that was asked
    /// of it; nil for those in a group within a group, of which the groups tell.
    private var places: [String: (group: String, asked: Double)?] = [:]

    /// - Parameter ledgers: with the shares and counts that the entries got.
    init(entries: [MixtureEntry], rules: MixtureRules, ledgers: [DatasetLedger], names: Names) {
        (self.entries, self.rules, self.ledgers, self.names) = (entries, rules, ledgers, names)
        total = ledgers.reduce(0) { $0 + $1.share.count }
        for group in rules.groups {
            let asked = sums(of: group).asked
            for dataset in group.groups.flatMap(\.allDatasets) { places[dataset] = .some(nil) }
            for dataset in group.datasets { places[dataset] = (group.name, asked) }
        }
    }

    /// The warnings, those on single datasets first.
    var all: [Diagnostic] {
        let limit = [limit].compactMap(\.self)
        return zip(entries, ledgers).flatMap { warnings($0, $1, explained: !limit.isEmpty) } + shortage + limit
            + zip(entries, ledgers).compactMap(missed) + rules.groups.flatMap(missed)
    }

    private func warning(_ message: String, help: String? = nil) -> Diagnostic {
        Diagnostic(message, severity: .warning, help: help)
    }

    /// - Parameter explained: whether another warning says why there may be nothing of it.
    private func warnings(_ entry: MixtureEntry, _ ledger: DatasetLedger, explained: Bool) -> [Diagnostic] {
        var found: [Diagnostic] = []
        if ledger.available == 0 {
            found.append(
                warning("\(names.part) `\(entry.name)` gives no \(names.item) (\(ledger.rows) rows read)"))
        } else if ledger.share.share > 0, ledger.instances == 0, ledger.share.cap != 0, rules.size != 0, !explained {
            found.append(warning("the share of `\(entry.name)` rounds to no \(names.item) at all"))
        }
        if entry.weight != 1, entry.weight != 0, rules.size == nil, rules.groups.allSatisfy({ $0.share == nil }) {
            found.append(
                warning(
                    "the weight of `\(entry.name)` has no effect: with the natural size, every \(names.part) gives all that its cap leaves",
                    help: "set \(names.size)"))
        }
        return found
    }

    private var shortage: [Diagnostic] {
        guard let size = rules.size, total < size else { return [] }
        return [
            warning(
                "\(names.size) asks for \(size) \(names.unit); caps, shares and rows leave \(total)",
                help: "\(names.epochs) above \(rules.epochs) allows more passes over a \(names.part)")
        ]
    }

    /// Where all shares are fixed and no size is asked for, the one with the least to give decides; told if that is less than half of
    /// what there is.
    private var limit: Diagnostic? {
        guard rules.size == nil, rules.groups.isEmpty, entries.count > 1, entries.allSatisfy({ ($0.share ?? 0) > 0 })
        else { return nil }
        let amounts = entries.map { min($0.available, $0.cap ?? rules.cap ?? Int.max) }
        let least = entries.indices.min {
            Double(amounts[$0]) / entries[$0].share! < Double(amounts[$1]) / entries[$1].share!
        }!
        guard total < amounts.reduce(0, +) / 2 else { return nil }
        return warning(
            "all shares are fixed, so that `\(entries[least].name)`, with \(amounts[least]) to give, leaves \(total) \(names.unit) of \(amounts.reduce(0, +))",
            help: "leave one \(names.part) without a share, or set \(names.size)")
    }

    /// A fixed share that cannot be had.
    private func missed(_ entry: MixtureEntry, _ ledger: DatasetLedger) -> Diagnostic? {
        guard let share = entry.share, ledger.instances > 0 else { return nil }
        let place = places[entry.name] ?? ("", 1)
        if let place, place.asked > 0, ledger.share.share / place.asked - share > 0.001 {
            let whole = place.group.isEmpty ? "the mixture" : "the group `\(place.group)`"
            return warning(
                "the shares leave a part of \(whole) to nobody: `\(entry.name)` gets \(percent(ledger.share.share / place.asked)), not \(percent(share))",
                help: "let shares sum to 100%, or leave one \(names.part) without")
        }
        let isCapped = ledger.share.cap == ledger.share.count
        return missed(
            "`\(entry.name)`", asked: ledger.share.share, count: ledger.share.count,
            help: isCapped
                ? "its cap allows no more" : "\(names.epochs) above \(rules.epochs) allows more passes over it")
    }

    private func missed(_ group: MixtureGroup) -> [Diagnostic] {
        let inner = group.groups.flatMap(missed)
        guard group.share != nil else { return inner }
        let (asked, count) = sums(of: group)
        let warning = missed(
            "the group `\(group.name)`", asked: asked, count: count,
            help: "\(names.epochs) above \(rules.epochs) allows more passes over a \(names.part), and caps less")
        return [warning].compactMap(\.self) + inner
    }

    /// The fraction of the whole that was asked of a group, and how much it gives.
    private func sums(of group: MixtureGroup) -> (asked: Double, count: Int) {
        let datasets = Set(group.allDatasets)
        let shares = ledgers.filter { datasets.contains($0.name) }.map(\.share)
        return (shares.reduce(0) { $0 + $1.share }, shares.reduce(0) { $0 + $1.count })
    }

    /// - Returns: nil if it is only a matter of rounding.
    private func missed(_ what: String, asked: Double, count: Int, help: String) -> Diagnostic? {
        guard total > 0, asked - Double(count) / Double(total) > 0.001, asked * Double(total) - Double(count) >= 1
        else {
            return nil
        }
        return warning(
            "\(what) is to be \(percent(asked)) of the mixture, and can be only \(percent(Double(count) / Double(total)))",
            help: help)
    }
}

/// Parts of a mixture that read one file: what stands in it is taken twice.
///
/// - Parameters:
///   - part: what the parts are called.
///   - inputs: what is known of the files of each.
///   - help: what follows from it.
func repeatedInputWarnings(_ part: String, _ names: [String], _ inputs: [[InputSummary]], help: String) -> [Diagnostic]
{
    var first: [UInt64: Int] = [:]
    var found: [Diagnostic] = []
    for (index, files) in inputs.enumerated() {
        for file in files where file.records > 0 {
            guard let other = first[file.checksum] else {
                first[file.checksum] = index
                continue
            }
            guard other != index else { continue }
            found.append(
                Diagnostic(
                    "\(part)s `\(names[other])` and `\(names[index])` read the same rows (\(file.name))",
                    severity: .warning, help: help))
        }
    }
    return found
}
