import Diagnostics
import Mixing
import Reports

/// The lines of all splits, within a bound of memory.
package final class SplitSorters: LineSink {
    private let lines: [SplitLines]
    private let limit: Int
    private let order: InstanceOrder
    /// The places of datasets by name, where their lines stand apart.
    private let places: [UInt32]

    /// - Parameters:
    ///   - datasets: the names, in the order of the recipe.
    ///   - memory: how many bytes lines may take before they go to a file.
    package init(splits: Int, datasets: [String], order: InstanceOrder, memory: Int) {
        // A tenth is for what the sorting itself takes.
        let limit = memory / 10 * 9
        let spares = SpareChunks(memory: limit, users: splits * LineSorter.fanOut)
        lines = (0..<splits).map { _ in SplitLines(order, spares) }
        (self.limit, self.order) = (limit, order)
        switch order {
        case .shuffled: places = datasets.map { _ in 0 }
        case .sequential: places = datasets.indices.map { UInt32($0) }
        case .interleaved:
            // By name, so that the order of the recipe makes no difference.
            let sorted = datasets.indices.sorted { datasets[$0].utf8.lexicographicallyPrecedes(datasets[$1].utf8) }
            var places = datasets.map { _ in UInt32(0) }
            for (place, index) in sorted.enumerated() { places[index] = UInt32(place) }
            self.places = places
        }
    }

    package func key(_ order: UInt64, pass: Int) -> UInt64 {
        self.order == .sequential ? UInt64(pass) : order.inPass(pass)
    }

    package func add(
        _ bytes: [UInt8], _ added: [(key: UInt64, range: Range<Int>)], dataset: Int, to split: Int
    ) throws(Diagnostics) {
        guard !added.isEmpty else { return }
        lines[split].add(bytes, added, dataset: places[dataset])
        while lines.reduce(0, { $0 + $1.memory }) > limit { try lines.max { $0.memory < $1.memory }!.spillOver() }
    }

    package func count(of split: Int) -> Int { lines[split].count }

    /// Hands the lines of a split on in their order.
    ///
    /// - Parameters:
    ///   - keepsLines: whether they can be handed on once more; else they give up their memory and their room in files.
    ///   - body: gets each line.
    package func forEachInOrder(
        of split: Int, keepsLines: Bool = false, _ body: (UnsafeRawBufferPointer) throws(Diagnostics) -> Void
    ) throws(Diagnostics) {
        try lines[split].forEachInOrder(memory: limit / 2, keepsLines: keepsLines, body)
    }
}

/// What takes the lines of instances, to put them in order.
package protocol LineSink: AnyObject {
    /// The key under which a line stands.
    ///
    /// - Parameters:
    ///   - order: the instance's hash for its place among those that are shuffled.
    ///   - pass: which pass over its dataset it is of, from 0.
    func key(_ order: UInt64, pass: Int) -> UInt64

    /// Adds lines of one run of bytes to a split.
    ///
    /// - Parameter dataset: its position in the recipe.
    func add(
        _ bytes: [UInt8], _ lines: [(key: UInt64, range: Range<Int>)], dataset: Int, to split: Int
    ) throws(Diagnostics)
}
