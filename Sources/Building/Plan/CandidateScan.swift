import Diagnostics
import Mixing
import Records
import Running
import System

/// The first look at a dataset with a cap: by the hashes of its records, none of which is decoded, it finds those that matter.
package struct CandidateScan: Sendable {
    let rows: Int
    /// Tells the records that matter from the others.
    let screen: RowPrefilter
    let inputs: [InputSummary]
    /// The records that matter, so that the inputs need not be read again; nil: they would take too much memory.
    let kept: [KeptRecords]?

    /// - Parameters:
    ///   - wanted: how many of the smallest hashes for selection matter.
    ///   - pool: how many of the smallest hashes for the pool of demonstrations matter.
    ///   - memory: how many bytes may be kept.
    /// - Returns: nil where records are not what rows are known by.
    init?(
        _ inputs: InputSet, _ hasher: RowHasher, wanted: Int, pool: Int, memory: Int, _ rules: ScanRules
    ) throws(Diagnostics) {
        guard inputs.paths.allSatisfy({ inputs.format(of: $0).isPlainLines }) else { return nil }
        let feed = BatchReader(inputs, blockSize: BatchReader.blockSize(jobs: rules.jobs), summaries: rules.summaries)
        var candidates = Candidates(wanted: wanted, pool: pool, memory: memory)
        let bounds = SharedBounds(candidates.screen(hasher))
        var isPlain = true
        rules.progress?.beginInputs()
        do {
            try orderedParallelMap(
                jobs: rules.jobs,
                next: {
                    rules.progress?.read(rows: feed.records, bytes: feed.bytes)
                    return isPlain ? try feed.next() : nil
                },
                mayReadAhead: { feed.isReady },
                makeWorker: { { batch in Found(in: batch, bounds) } },
                consume: { found in
                    isPlain = isPlain && found.isPlain
                    if candidates.add(found) { bounds.value = (candidates.screen(hasher), candidates.kept != nil) }
                })
        } catch let error as InputError {
            throw Diagnostics(error.diagnostic, status: error.status)
        } catch {
            throw Diagnostics(Diagnostic("\(error)"), status: .bug)
        }
        guard isPlain else { return nil }
        candidates.cut()
        rows = feed.records
        screen = candidates.screen(hasher)
        (self.inputs, kept) = (feed.summaries, candidates.kept)
    }

    /// What a batch holds that may matter.
    private struct Found: Sendable {
        var isPlain = true
        /// The hashes of its candidates.
        var hashes: [Hashes] = []
        /// The candidates; nil if none are kept.
        var records: KeptRecords?
        /// Records that cannot be hashed: too long.
        var hasFaults = false

        init(in batch: InputBatch, _ bounds: SharedBounds) {
            guard batch.isLines else {
                isPlain = false
                return
            }
            let (screen, keeps) = bounds.value
            if keeps { records = KeptRecords(of: batch) }
            batch.batch.bytes.withUnsafeBytes { bytes in
                for index in batch.batch.records.indices {
                    guard batch.batch.records[index].fault == nil else {
                        hasFaults = true
                        continue
                    }
                    let place = batch.batch.records[index].start..<batch.batch.records[index].end
                    let key = RowHasher.recordKey(identity: UnsafeRawBufferPointer(rebasing: bytes[place]))
                    let (selection, pool) = screen.hashes(ofKey: key)
                    guard screen.selection.contains(selection) || pool <= screen.pool ?? 0 else { continue }
                    hashes.append(Hashes(selection: selection, pool: pool))
                    records?.add(index, of: batch.batch)
                }
            }
        }
    }

    /// What tells whether a record matters.
    private struct Hashes: Sendable {
        var selection: UInt64
        var pool: UInt64
    }

    /// What workers go by: what has been found by others makes it finer.
    private final class SharedBounds: @unchecked Sendable {
        private let lock = Lock()
        private var bounds: (screen: RowPrefilter, keeps: Bool)

        init(_ screen: RowPrefilter) { bounds = (screen, true) }

        var value: (screen: RowPrefilter, keeps: Bool) {
            get { lock.locked { bounds } }
            set { lock.locked { bounds = newValue } }
        }
    }

    /// The records with the smallest hashes of those that were found.
    ///
    /// Each cut gives up at least a third of what had come since the one before, so that all cuts together take a time
    /// in proportion to what was found.
    private struct Candidates {
        let wanted: Int
        let pool: Int
        private let memory: Int
        private var hashes: [Hashes] = []
        /// The candidates themselves, in the order of their hashes; nil: they take too much memory.
        private(set) var kept: [KeptRecords]? = []
        private var room: Int
        private var maxSelection = UInt64.max
        private var maxPool: UInt64?

        init(wanted: Int, pool: Int, memory: Int) {
            (self.wanted, self.pool, self.memory) = (wanted, pool, memory)
            room = 2 * (wanted + pool)
            maxPool = pool > 0 ? UInt64.max : nil
        }

        private var keptMemory: Int { kept?.reduce(0) { $0 + $1.memory } ?? 0 }

        func screen(_ hasher: RowHasher) -> RowPrefilter {
            RowPrefilter(hasher: hasher, selection: 0...maxSelection, pool: maxPool)
        }

        /// Adds what was found in a batch.
        ///
        /// - Returns: whether the bounds have changed.
        mutating func add(_ found: Found) -> Bool {
            let kept = self.kept != nil
            hashes += found.hashes
            // A record that cannot be hashed must be told of, and so the input is read again.
            if found.hasFaults { self.kept = nil }
            if let records = found.records { keep(records) }
            guard hashes.count >= room || kept != (self.kept != nil) else { return false }
            if hashes.count >= room { cut() }
            return true
        }

        private mutating func keep(_ records: KeptRecords) {
            guard let last = kept?.indices.last, kept![last].add(records) else {
                kept?.append(records)
                return
            }
            guard keptMemory > memory else { return }
            cut()
            // With little room left, it would be cut again and again.
            if keptMemory > memory / 4 * 3 { kept = nil }
        }

        /// Gives up what no longer matters.
        mutating func cut() {
            maxSelection = min(maxSelection, Self.bound(of: wanted, hashes.map(\.selection)))
            if let bound = maxPool { maxPool = min(bound, Self.bound(of: pool, hashes.map(\.pool))) }
            let matters = hashes.map { $0.selection <= maxSelection || $0.pool <= maxPool ?? 0 }
            var start = 0
            for index in kept?.indices ?? 0..<0 {
                let count = kept![index].count
                kept![index].filter { matters[start + $0] }
                start += count
            }
            var place = -1
            hashes.removeAll { _ in
                place += 1
                return !matters[place]
            }
            room = 2 * max(hashes.count, wanted + pool)
        }

        /// The hash up to which so many lie.
        private static func bound(of count: Int, _ hashes: [UInt64]) -> UInt64 {
            hashes.count > count ? hashes.smallest(max(1, count)) : .max
        }
    }
}
