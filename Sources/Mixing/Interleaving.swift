/// The order of several datasets in which every beginning has their shares: of a dataset that is a share s of the whole, the first k
/// places hold between s k - 1 and s k + 1 instances.
///
/// Source: Tijdeman 1980, "The chairman assignment problem": of the datasets that lag by at least 1 / (2n - 2), the one comes next that
/// would be too late first. Equal ones come in the order given.
package struct Interleaving: IteratorProtocol {
    /// What a dataset waits for, or must not miss: the step for the next of its instances.
    private struct Turn: Comparable {
        var step: Double
        var dataset: Int

        static func < (a: Turn, b: Turn) -> Bool { (a.step, a.dataset) < (b.step, b.dataset) }
    }

    private let shares: [Double]
    private let counts: [Int]
    private let margin: Double
    private var given: [Int]
    private var step = 0
    private let total: Int
    /// Datasets whose next instance may not come yet, by the step from which on it may.
    private var waiting = MinHeap<Turn>()
    /// Datasets whose next instance may come, by the step by which it must.
    private var ready = MinHeap<Turn>()

    /// - Parameter counts: how many instances each dataset has, at least 0.
    package init(_ counts: [Int]) {
        let total = counts.reduce(0, +)
        (self.counts, self.total) = (counts, total)
        shares = counts.map { total > 0 ? Double($0) / Double(total) : 0 }
        let present = counts.filter { $0 > 0 }.count
        margin = present > 1 ? 1 / Double(2 * present - 2) : 0
        given = counts.map { _ in 0 }
        for (dataset, count) in counts.enumerated() where count > 0 { wait(dataset) }
    }

    private mutating func wait(_ dataset: Int) {
        waiting.insert(Turn(step: (Double(given[dataset]) + margin) / shares[dataset], dataset: dataset))
    }

    /// The dataset whose instance comes next; nil at the end.
    package mutating func next() -> Int? {
        guard step < total else { return nil }
        step += 1
        while let first = waiting.first, first.step <= Double(step) || ready.first == nil {
            _ = waiting.removeFirst()
            let dataset = first.dataset
            ready.insert(Turn(step: (Double(given[dataset]) + 1 - margin) / shares[dataset], dataset: dataset))
        }
        let dataset = ready.removeFirst()!.dataset
        given[dataset] += 1
        if given[dataset] < counts[dataset] { wait(dataset) }
        return dataset
    }
}

/// In which order instances stand in an output.
package enum InstanceOrder: String, Sendable, CaseIterable {
    /// By the hashes of their rows: a uniform shuffle.
    case shuffled
    /// So that every beginning of the output has the shares of the whole, to within one instance of each dataset.
    case interleaved
    /// As they stand in the files, one dataset after the other.
    case sequential
}
