import Mixing

/// Draws the rows that a request shows from all, by hashes of the seed, the request's number and the rows themselves.
package struct SeedDraw: Sendable {
    /// A row: from the pool of people's rows or of machine-written ones.
    package struct Choice: Sendable, Equatable {
        package var isMachine: Bool
        /// Its position in its pool.
        package var index: Int
    }

    private let kind: RequestKind
    private let hasher: RowHasher

    package init(_ kind: RequestKind, seed: UInt64) {
        self.kind = kind
        hasher = RowHasher(seed: seed, dataset: kind.rawValue)
    }

    /// The rows of a request, in the order in which it shows them; fewer where there are not enough.
    ///
    /// Each pool gives those with the smallest ranks, so that a row's coming or going changes only draws that it is in.
    ///
    /// - Parameters:
    ///   - people: the keys of rows that people have written, each once.
    ///   - machine: those of the others.
    package func draw(_ request: Int, people: [UInt64], machine: [UInt64]) -> [Choice] {
        let base = hasher.hash(.draw, UInt64(request))
        let shown = kind.shown ?? 0
        let fromMachine = smallest(min(kind.maxMachineWritten, shown), of: machine, base)
        let fromPeople = smallest(shown - fromMachine.count, of: people, base)
        let all =
            fromPeople.map { (rank: $0.rank, choice: Choice(isMachine: false, index: $0.index)) }
            + fromMachine.map { (rank: $0.rank, choice: Choice(isMachine: true, index: $0.index)) }
        return all.sorted { ($0.rank, $0.choice.isMachine ? 1 : 0) < ($1.rank, $1.choice.isMachine ? 1 : 0) }
            .map(\.choice)
    }

    private func smallest(_ count: Int, of keys: [UInt64], _ base: UInt64) -> [(rank: UInt64, index: Int)] {
        guard count > 0 else { return [] }
        var found: [(rank: UInt64, index: Int)] = []
        for (index, key) in keys.enumerated() {
            let rank = base.rank(of: key)
            if found.count == count, rank >= found[count - 1].rank { continue }
            found.insert((rank, index), at: found.firstIndex { rank < $0.rank } ?? found.count)
            if found.count > count { found.removeLast() }
        }
        return found
    }
}
