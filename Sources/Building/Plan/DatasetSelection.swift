import Mixing
import Reports
import Running

/// Which of a dataset's instances are taken, and how often.
package struct DatasetSelection: Sendable {
    /// How many whole passes over all of them are taken.
    package var passes: Int
    /// Which of them are taken once more.
    package var threshold: SelectionThreshold
    package var instances: Int
    /// How long they are in code points.
    var characters: Int
    /// How much they are in the mixture's unit.
    var amount: Int

    /// Everything once.
    static let all = DatasetSelection()

    private init() { self.init(passes: 1, threshold: SelectionThreshold(last: nil, lastCount: 0), instances: 0) }

    /// What a plan has chosen before.
    package init(passes: Int, threshold: SelectionThreshold, instances: Int) {
        (self.passes, self.threshold, self.instances) = (passes, threshold, instances)
        (characters, amount) = (0, 0)
    }

    /// Takes so much of what a scan has found: if there is less than that, it is repeated in whole passes, and the rest is taken
    /// without repetition.
    ///
    /// - Parameter amount: in the mixture's unit.
    package init(of amount: Int, from keys: inout SmallestKeys, _ ledger: DatasetLedger) {
        let available = ledger.availableAmount
        // Rows that were not looked at are not taken, however much of the others is.
        passes = available > 0 && ledger.unvalidated == 0 ? amount / available : 0
        threshold = keys.threshold(for: amount - passes * available)
        instances = passes * ledger.available + threshold.count
        characters = passes * ledger.availableCharacters + threshold.characters
        self.amount = passes * available + threshold.amount
    }

    var isEmpty: Bool { passes == 0 && threshold.last == nil }

    /// The screen that lets through only rows of which something may be taken, in a dataset that gives an instance a row; nil
    /// where each row may.
    func screen(_ hasher: RowHasher) -> RowPrefilter? {
        guard passes == 0, let last = threshold.last else { return nil }
        return RowPrefilter(hasher: hasher, selection: 0...last.primary)
    }

    /// Whether an instance with this hash, whatever breaks its ties, may be among those that are taken.
    func mayTake(hash: UInt64) -> Bool { passes > 0 || threshold.last.map { hash <= $0.primary } ?? false }

    /// Whether an instance may be among those that are taken.
    func mayTake(_ key: SelectionKey) -> Bool { passes > 0 || threshold.last.map { key <= $0 } ?? false }
}
