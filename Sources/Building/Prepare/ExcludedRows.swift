import Diagnostics
import Mixing
import Prompting
import Records
import Running
import System

/// The rows of a dataset that a list of duplicates leaves out, by their keys.
///
/// Eight bytes a key, and one that tells whether a row has it; of keys whose rows are each other's duplicates some forty more.
package final class ExcludedRows: @unchecked Sendable {
    /// Of these keys every row is left out; sorted.
    private let keys: [RecordKey]
    /// Of these all rows but one; sorted.
    private let shared: [RecordKey]
    /// By shared key where the row stands that stays; nil: there is none, or nobody has looked yet.
    private var staying: [RecordLocation?]
    private let lock = Lock()
    /// By key, the shared ones behind the others, whether a row has it.
    private var isMet: [Bool]

    /// - Parameters:
    ///   - keys: of rows that are left out, in any order.
    ///   - shared: keys of rows all of which are left out but one.
    init(_ keys: [RecordKey], shared: [RecordKey]) {
        self.keys = Self.sorted(keys)
        self.shared = Self.sorted(shared)
        staying = Array(repeating: nil, count: self.shared.count)
        isMet = Array(repeating: false, count: self.keys.count + self.shared.count)
    }

    var count: Int { isMet.count }

    /// How many of them no row had so far.
    var unmatched: Int { lock.locked { isMet.count { !$0 } } }

    /// Whether a row is left out. It is so in every pass over the dataset.
    func leavesOut(_ key: RecordKey, at place: RecordLocation) -> Bool {
        if let found = Self.place(of: key, in: keys) {
            meet(found)
            return true
        }
        guard let found = Self.place(of: key, in: shared) else { return false }
        meet(keys.count + found)
        guard let staying = staying[found] else { return false }
        return (staying.input, staying.record) != (place.input, place.record)
    }

    private func meet(_ place: Int) { lock.locked { isMet[place] = true } }

    private static func sorted(_ keys: [RecordKey]) -> [RecordKey] {
        var result = keys.sorted()
        var last: RecordKey?
        result.removeAll { key in
            defer { last = key }
            return key == last
        }
        return result
    }

    private static func place(of key: RecordKey, in keys: [RecordKey]) -> Int? {
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low < keys.count && keys[low] == key ? low : nil
    }

    /// Finds out which rows of the shared keys stay: those with the smallest hashes, which differ only where `id` has given different
    /// rows one key; of equal ones the first. Must be done before the dataset is read for anything else.
    package func resolve(_ dataset: PreparedDataset, jobs: Int) throws(Diagnostics) {
        guard !shared.isEmpty else { return }
        var best: [(hash: UInt64, place: RecordLocation)?] = shared.map { _ in nil }
        let map = RowPipeline(inputs: dataset.inputs, jobs: jobs)
        // What is wrong with rows is told by the passes that follow.
        _ = try map.run(
            rejects: RejectSink(BadRowPolicy(.skip)), makeHandler: { SharedKeyRows(dataset, self.shared) }
        ) { (batch: [SharedKeyRows.Found]) throws(Diagnostics) in
            for found in batch {
                // Batches come in the order of the input.
                if let known = best[found.key], known.hash <= found.hash { continue }
                best[found.key] = (found.hash, found.place)
            }
        }
        staying = best.map { $0?.place }
    }

    /// Finds the rows with shared keys.
    private final class SharedKeyRows: RowHandler {
        struct Found: Sendable {
            var key: Int
            /// XXH3 (seed 0) of the row's text.
            var hash: UInt64
            var place: RecordLocation
        }

        private let shared: [RecordKey]
        private let prompter: Prompter
        private let rowKeys: RowKeys
        private var place = RecordLocation(input: 0, line: 0)
        private var result: [Found] = []

        init(_ dataset: PreparedDataset, _ shared: [RecordKey]) {
            self.shared = shared
            prompter = Prompter(dataset.task)
            rowKeys = RowKeys(idField: dataset.recipe.id)
        }

        func willHandle(_ rows: RowCursor) { place = rows.place }

        func handle(_ row: Row) throws(PromptError) {
            guard let found = ExcludedRows.place(of: try rowKeys.key(of: row), in: shared),
                try prompter.load(row.bytes, row.fields)
            else { return }
            result.append(Found(key: found, hash: XXH3.hash(row.bytes), place: place))
        }

        func finishBatch() -> [Found] {
            defer { result = [] }
            return result
        }
    }
}

extension PreparedDataset {
    /// Whether the recipe's list of duplicates leaves a row out. Rows without a key are none of it: they are told of elsewhere.
    package func leavesOut(_ row: Row, _ rowKeys: RowKeys, at place: RecordLocation) -> Bool {
        guard let excluded, let key = try? rowKeys.key(of: row) else { return false }
        return excluded.leavesOut(key, at: place)
    }
}
