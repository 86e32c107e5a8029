import Mixing

/// A row that may serve as a demonstration.
package struct PoolRow: Sendable {
    package var key: RecordKey
    /// XXH3 of its canonical text: equal rows are equal in it.
    package var content: UInt64
    /// Its canonical JSON text.
    package var bytes: [UInt8]

    package init(key: RecordKey, content: UInt64, bytes: [UInt8]) {
        (self.key, self.content, self.bytes) = (key, content, bytes)
    }
}

/// The rows from which demonstrations are drawn: of all that were offered, those with the smallest pool hashes, each
/// content once. Which rows these are does not depend on the order in which they came.
package struct DemonstrationPool: Sendable {
    private struct Candidate {
        var rank: SelectionKey
        var row: PoolRow
    }

    private var candidates: [Candidate] = []
    private let limit: Int

    package init(limit: Int) { self.limit = limit }

    /// The rows, by their hashes.
    package var rows: [PoolRow] { candidates.map(\.row) }

    /// The rows with their pool hashes, from the smallest.
    package var ranked: [(hash: UInt64, row: PoolRow)] { candidates.map { ($0.rank.primary, $0.row) } }

    /// Whether there are fewer rows than may be kept.
    package var isShort: Bool { candidates.count < limit }

    /// Whether a row with this hash would be kept, were it offered now.
    package func wants(hash: UInt64, content: UInt64) -> Bool {
        guard limit > 0 else { return false }
        return candidates.count < limit
            || SelectionKey(primary: hash, tie: content) < candidates[candidates.count - 1].rank
    }

    /// Offers a row.
    ///
    /// - Parameter hash: the row's pool hash.
    package mutating func offer(_ row: PoolRow, hash: UInt64) {
        guard wants(hash: hash, content: row.content) else { return }
        let rank = SelectionKey(primary: hash, tie: row.content)
        if let known = candidates.firstIndex(where: { $0.row.content == row.content }) {
            // The same content under two ids: the smaller hash stands for both.
            guard rank < candidates[known].rank else { return }
            candidates.remove(at: known)
        }
        var (low, high) = (0, candidates.count)
        while low < high {
            let middle = (low + high) / 2
            if candidates[middle].rank < rank { low = middle + 1 } else { high = middle }
        }
        candidates.insert(Candidate(rank: rank, row: row), at: low)
        if candidates.count > limit { candidates.removeLast() }
    }

    package mutating func merge(_ other: DemonstrationPool) {
        for candidate in other.candidates { offer(candidate.row, hash: candidate.rank.primary) }
    }
}
