import JSON
import Mixing
import Prompting
import Records
import Reports
import Running

/// The instances that a row can give; reused from row to row.
package final class RowInstances {
    // Without checks of exclusive access, of which there would be several for each row: one thread uses it.
    /// The templates that give a prompt and a completion, with the selection keys of these instances.
    @exclusivity(unchecked) package private(set) var instances: [(template: Int, key: SelectionKey)] = []
    /// Why inverted ones were refused.
    @exclusivity(unchecked) private(set) var refusals = RefusalCounts()

    package init() {}

    /// Renders the row that was taken last through each of its templates.
    ///
    /// - Parameters:
    ///   - isSelective: whether only some are taken; where all are, nobody asks for their selection keys.
    ///   - look: is called for each instance, with its selection key, while it stands rendered.
    package func find(
        _ prompter: Prompter, _ row: Row, _ key: RecordKey, _ instance: Instance, isSelective: Bool = true,
        look: (SelectionKey) throws(PromptError) -> Void = { (_) throws(PromptError) in }
    ) throws(PromptError) {
        instances.removeAll(keepingCapacity: true)
        let selection = isSelective ? prompter.hash(.selection, key) : 0
        let tie = isSelective ? RowHasher.recordKey(identity: row.bytes) : 0
        refusals = try prompter.renderTemplates(key: key, into: instance) { template throws(PromptError) in
            let key = SelectionKey(primary: prompter.instanceHash(selection, template), tie: tie)
            instances.append((template, key))
            try look(key)
        }.refusals
    }
}

/// Why a row that is not wrong gives no instance.
enum DropReason: String, CaseIterable, Sendable {
    case duplicate = "duplicates"
    case filtered
    case blank
    case refused

    var explanation: String {
        switch self {
        case .duplicate: "the list that the recipe names under `duplicates` has the row"
        case .filtered: "`where` refuses the row"
        case .blank: "the template gives a blank prompt or completion"
        case .refused: "its inversions are refused, and no other template was drawn"
        }
    }
}

/// What became of the rows of a batch that give no instance, by reason.
struct RowDrops: Sendable {
    private(set) var counts: [DropReason: Int] = [:]
    private(set) var refusedInversions: [String: Int] = [:]
    /// Where the first of them stand.
    private(set) var examples: [DropReason: [RecordLocation]] = [:]

    /// Counts a row that is left out as a duplicate.
    mutating func addDuplicate(at place: RecordLocation) { add(.duplicate, place) }

    /// Counts a row that `where` refuses.
    mutating func addFiltered(at place: RecordLocation) { add(.filtered, place) }

    /// Counts a row's refusals, and the row itself if it gives nothing.
    mutating func add(_ row: RowInstances, at place: RecordLocation) {
        if row.refusals.total > 0 {
            for refusal in InversionRefusal.allCases where row.refusals[refusal] > 0 {
                refusedInversions[refusal.rawValue, default: 0] += row.refusals[refusal]
            }
        }
        guard row.instances.isEmpty else { return }
        add(row.refusals.total == 0 ? .blank : .refused, place)
    }

    private mutating func add(_ reason: DropReason, _ place: RecordLocation) {
        counts[reason, default: 0] += 1
        if counts[reason]! <= DatasetObserver.maxExamples { examples[reason, default: []].append(place) }
    }
}

extension DatasetLedger {
    /// Adds what a batch has dropped.
    mutating func add(_ drops: RowDrops) {
        if let count = drops.counts[.duplicate] { duplicates = (duplicates ?? 0) + count }
        filtered += drops.counts[.filtered] ?? 0
        blank += drops.counts[.blank] ?? 0
        refused += drops.counts[.refused] ?? 0
        refusedInversions.merge(drops.refusedInversions, uniquingKeysWith: +)
    }

    /// Adds the rejects that a sink has taken since it held others.
    mutating func addRejects(of sink: RejectSink, since before: [String: Int]) {
        for (code, count) in sink.codes where count > before[code, default: 0] {
            rejected[code, default: 0] += count - before[code, default: 0]
        }
    }

    /// The ledger of a dataset before any row is read.
    package init(_ dataset: PreparedDataset) {
        self.init(name: dataset.recipe.name)
        (templateCount, licence) = (dataset.task.prompts.prompts.count, dataset.recipe.licence)
        if dataset.excluded != nil { duplicates = 0 }
        (tag, invertedAsked) = (dataset.recipe.tag, dataset.recipe.inverted)
    }
}

extension PreparedDataset {
    /// Whether each row gives an instance at most, so that its hash for selection is the instance's.
    var hasOneInstancePerRow: Bool { recipe.perRow == 1 }
}
