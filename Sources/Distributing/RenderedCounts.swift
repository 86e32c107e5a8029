import Diagnostics
import JSON
import Reports

/// What renderings of parts have given, added up.
package struct RenderedCounts: Sendable {
    static let kind = "counts of a rendering"

    private let settings: BuildSettings
    /// In the order of the plan.
    private(set) var ledgers: [DatasetLedger]
    /// How many of equal lines were met, of which only so many are taken, by their keys and datasets.
    private var shared: [String: Int] = [:]

    init(_ plan: PlanFile) {
        settings = plan.settings
        ledgers = plan.datasets.map { DatasetLedger(name: $0.ledger.name) }
    }

    private(set) var isEmpty = true

    func lines(of split: String) -> Int { ledgers.reduce(0) { $0 + ($1.splits[split] ?? 0) } }

    /// - Parameters:
    ///   - key: without the mark of counts: empty, or that of a line that others equal.
    ///   - text: JSON.
    ///   - name: the file's, for messages.
    mutating func add(_ key: String, _ text: String, name: String) throws(Diagnostics) {
        let file = try DistributedFile(parsing: text, name: name, kind: Self.kind)
        try settings.check(file)
        isEmpty = false
        let dataset = try file.text("dataset")
        guard let index = ledgers.firstIndex(where: { $0.name == dataset }) else {
            throw file.fault("counts instances of `\(dataset)`, which is not in the plan")
        }
        if let most = try KeyedLine.most(of: key.utf8, name: name) {
            shared["\(key) \(dataset)", default: 0] += 1
            if shared["\(key) \(dataset)"]! > most { return }
        }
        guard ledgers[index].add(sums: file.json["counts"] ?? .null) else {
            throw file.fault("`counts` cannot be read")
        }
    }

    /// The ledgers of a build, if these counts are those of all that a plan takes.
    ///
    /// - Throws: that something is missing, or stands twice, with status 1.
    func ledgers(of plan: PlanFile) throws(Diagnostics) -> [DatasetLedger] {
        var errors: [Diagnostic] = []
        var result: [DatasetLedger] = []
        for (planned, counts) in zip(plan.datasets, ledgers) {
            var ledger = planned.ledger
            (ledger.taken, ledger.overCap, ledger.instances, ledger.characters, ledger.amount) = (0, 0, 0, 0, 0)
            guard ledger.add(counts), ledger.instances == planned.selection.instances else {
                errors.append(
                    Diagnostic(
                        "of `\(ledger.name)` \(counts.instances) instances were rendered; the plan takes \(planned.selection.instances)",
                        help: counts.instances < planned.selection.instances
                            ? "a part was not rendered, or its lines have got lost" : "a part was rendered twice"))
                continue
            }
            ledger.closeOverCap()
            precondition(ledger.isClosed && ledger.overCap >= 0, "the ledger of \(ledger.name) does not close")
            result.append(ledger)
        }
        guard errors.isEmpty else { throw Diagnostics(errors, status: .problems) }
        return result
    }
}
