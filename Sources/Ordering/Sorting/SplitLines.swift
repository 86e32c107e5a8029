import Diagnostics
import Mixing

/// The lines of a split, which come in some order and are handed on in another.
final class SplitLines {
    private enum Store {
        /// By the keys.
        case sorted(LineSorter)
        /// A bucket for each pass over each dataset, in which lines stand as they came.
        case sequential(LineBuckets)
    }

    private let store: Store
    private let order: InstanceOrder
    /// The buckets of passes over datasets, where lines stand as they came.
    private var passes: [Pass: Int] = [:]
    /// How many lines there are of each dataset, by its place.
    @exclusivity(unchecked) private var counts: [UInt32: Int] = [:]

    private struct Pass: Hashable, Comparable {
        var dataset: UInt32
        var pass: UInt64

        static func < (a: Pass, b: Pass) -> Bool { (a.dataset, a.pass) < (b.dataset, b.pass) }
    }

    init(_ order: InstanceOrder, _ spares: SpareChunks) {
        self.order = order
        store = order == .sequential ? .sequential(LineBuckets(count: 0, spares)) : .sorted(LineSorter(spares))
    }

    var count: Int { counts.values.reduce(0, +) }

    /// How many bytes of memory the lines take.
    var memory: Int {
        switch store {
        case .sorted(let sorter): sorter.memory
        case .sequential(let buckets): buckets.memory
        }
    }

    /// Adds lines of one dataset that stand in one run of bytes.
    func add(_ bytes: [UInt8], _ lines: [(key: UInt64, range: Range<Int>)], dataset: UInt32) {
        func forEach(_ add: (LineKey, UnsafeRawBufferPointer) -> Void) {
            bytes.withUnsafeBytes { bytes in
                for (key, range) in lines {
                    add(LineKey(dataset: dataset, order: key), UnsafeRawBufferPointer(rebasing: bytes[range]))
                }
            }
        }
        switch store {
        case .sorted(let sorter): forEach(sorter.add)
        case .sequential(let buckets): forEach { buckets.add($0, $1, to: bucket(of: $0, in: buckets)) }
        }
        counts[dataset, default: 0] += lines.count
    }

    private func bucket(of key: LineKey, in buckets: LineBuckets) -> Int {
        let pass = Pass(dataset: key.dataset, pass: key.order)
        if let bucket = passes[pass] { return bucket }
        passes[pass] = buckets.count
        buckets.addBucket()
        return buckets.count - 1
    }

    /// Moves all lines in memory to a file.
    func spillOver() throws(Diagnostics) {
        switch store {
        case .sorted(let sorter): try sorter.spillOver()
        case .sequential(let buckets): try buckets.spillOver()
        }
    }

    /// Hands the lines on in their order.
    ///
    /// - Parameters:
    ///   - memory: how many bytes may be taken besides the lines that are in memory.
    ///   - keepsLines: whether they can be handed on once more.
    ///   - body: gets each line.
    func forEachInOrder(
        memory: Int, keepsLines: Bool, _ body: (UnsafeRawBufferPointer) throws(Diagnostics) -> Void
    ) throws(Diagnostics) {
        func emit(_ record: LineRecord) throws(Diagnostics) { try body(record.line) }
        switch store {
        case .sorted(let sorter) where order == .interleaved:
            try interleave(sorter, memory: memory, keepsLines: keepsLines, emit)
        case .sorted(let sorter): try sorter.forEachSorted(memory: memory, keepsLines: keepsLines, emit)
        case .sequential(let buckets):
            try buckets.finish()
            for (_, bucket) in passes.sorted(by: { $0.key < $1.key }) {
                let reader = buckets.reader(of: bucket, bufferSize: Self.bufferSize(memory, readers: 1))
                while let record = try reader.next() { try emit(record) }
                if !keepsLines { buckets.release(bucket) }
            }
        }
    }

    /// Parts the sorted lines by dataset, and takes them in turns, so that every beginning has the datasets' shares.
    private func interleave(
        _ sorter: LineSorter, memory: Int, keepsLines: Bool, _ body: (LineRecord) throws(Diagnostics) -> Void
    ) throws(Diagnostics) {
        let datasets = counts.sorted { $0.key < $1.key }
        let places = Dictionary(uniqueKeysWithValues: datasets.enumerated().map { ($1.key, $0) })
        let parts = LineBuckets(
            count: datasets.count, SpareChunks(memory: memory / 2, users: datasets.count))
        try sorter.forEachSorted(memory: memory / 2, keepsLines: keepsLines) { record throws(Diagnostics) in
            parts.add(record.key, record.line, to: places[record.key.dataset]!)
            if parts.memory > memory / 2 { try parts.spillOver() }
        }
        try parts.finish()
        let readers = datasets.indices.map { index in
            parts.reader(of: index, bufferSize: Self.bufferSize(memory, readers: datasets.count))
        }
        var turns = Interleaving(datasets.map(\.value))
        while let dataset = turns.next(), let record = try readers[dataset].next() { try body(record) }
    }

    private static func bufferSize(_ memory: Int, readers: Int) -> Int {
        max(4 << 10, min(1 << 20, memory / 2 / readers))
    }
}
