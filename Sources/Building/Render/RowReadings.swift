import Prompting
import Reports

/// What reading the rows of a batch has found, where they are no tasks.
struct RowReadings: Sendable {
    private var unread: [String: Int] = [:]
    private var repairs: [String: Int] = [:]
    private var features: [String: Int] = [:]

    /// Adds what reading a row has found that gives an instance.
    mutating func add(_ reading: RowReading?) {
        guard let reading else { return }
        for field in reading.unread { unread[field, default: 0] += 1 }
        for repair in reading.repairs { repairs[repair.rawValue, default: 0] += 1 }
        for feature in reading.features { features[feature.name, default: 0] += 1 }
    }

    /// Adds the counts to those of a dataset.
    func add(to ledger: inout DatasetLedger) {
        ledger.unreadFields.merge(unread, uniquingKeysWith: +)
        ledger.repairs.merge(repairs, uniquingKeysWith: +)
        ledger.features.merge(features, uniquingKeysWith: +)
    }
}
