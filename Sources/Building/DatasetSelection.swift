import Mixing
import Reports

/// Which of a dataset's instances are taken, and how often.
struct DatasetSelection: Sendable {
    /// How many whole passes over all of them are taken.
    var passes: Int
    /// Which of them are taken once more.
    var threshold: SelectionThreshold
    /// How many instances that are.
    var instances: Int
    /// How long they are in code points.
    var characters: Int
    /// How much they are in the mixture's unit.
    var amount: Int

    /// Takes so much of what a scan has found: if there is less than that, it is repeated in whole passes, and the rest is taken
    /// without repetition.
    ///
    /// - Parameter amount: in the mixture's unit.
    init(of amount: Int, from keys: inout SmallestKeys, _ ledger: DatasetLedger) {
        let available = ledger.availableAmount
        passes = available > 0 ? amount / available : 0
        // One whole pass is a selection of all; so there are passes only where something is repeated.
        if passes == 1, amount == available { passes = 0 }
        threshold = keys.threshold(for: amount - passes * available)
        instances = passes * ledger.available + threshold.count
        characters = threshold.characters
        self.amount = passes * available + threshold.amount
        if passes > 0 { characters += passes * keys.threshold(for: available).characters }
    }

    /// Whether an instance may be among those that are taken.
    func mayTake(_ key: SelectionKey) -> Bool {
        passes > 0 || threshold.last.map { key <= $0 } ?? false
    }
}
