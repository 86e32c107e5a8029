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
    let kept: [InputBatch]?

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
        let bounds = SharedBounds(hasher, takesPool: pool > 0)
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
                makeWorker: { { batch in Found(in: batch, bounds.screen) } },
                consume: { found in
                    isPlain = isPlain && found.isPlain
                    if candidates.add(found) { bounds.screen = candidates.screen(hasher) }
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

    /// A record that may matter.
    private struct Candidate: Sendable {
        var selection: UInt64
        var pool: UInt64
        /// Nil if it is not kept.
        var record: KeptRecord?
    }

    /// A record in a batch of its own. Behind a reference, as candidates are moved about: a batch holds many.
    private final class KeptRecord: Sendable {
        let batch: InputBatch

        init(_ batch: InputBatch) { self.batch = batch }

        var byteCount: Int { batch.batch.bytes.count }
    }

    /// What a batch holds that may matter.
    private struct Found: Sendable {
        var isPlain = true
        var candidates: [Candidate] = []
        /// Records that cannot be hashed: too long.
        var hasFaults = false

        init(in batch: InputBatch, _ screen: RowPrefilter) {
            guard batch.isLines else {
                isPlain = false
                return
            }
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
                    candidates.append(
                        Candidate(selection: selection, pool: pool, record: KeptRecord(batch.record(index))))
                }
            }
        }
    }

    /// The screen that workers go by: what has been found by others makes it finer.
    private final class SharedBounds: @unchecked Sendable {
        private let lock = Lock()
        private var value: RowPrefilter

        init(_ hasher: RowHasher, takesPool: Bool) {
            value = RowPrefilter(hasher: hasher, selection: 0...UInt64.max, pool: takesPool ? UInt64.max : nil)
        }

        var screen: RowPrefilter {
            get { lock.locked { value } }
            set { lock.locked { value = newValue } }
        }
    }

    /// The records with the smallest hashes of those that were found.
    private struct Candidates {
        let wanted: Int
        let pool: Int
        private let memory: Int
        private var found: [Candidate] = []
        private var room: Int
        private var maxSelection = UInt64.max
        private var maxPool: UInt64?
        private var keptBytes = 0
        private var keeps = true

        init(wanted: Int, pool: Int, memory: Int) {
            (self.wanted, self.pool, self.memory) = (wanted, pool, memory)
            room = 2 * (wanted + pool)
            maxPool = pool > 0 ? UInt64.max : nil
        }

        /// The records in the order of the input, if all could be kept.
        var kept: [InputBatch]? { keeps ? found.map { $0.record!.batch } : nil }

        func screen(_ hasher: RowHasher) -> RowPrefilter {
            RowPrefilter(hasher: hasher, selection: 0...maxSelection, pool: maxPool)
        }

        /// Adds what was found in a batch.
        ///
        /// - Returns: whether the bounds have become finer.
        mutating func add(_ batch: Found) -> Bool {
            // A record that cannot be hashed must be told of, and so the input is read again.
            if batch.hasFaults { forget() }
            for var candidate in batch.candidates {
                if !keeps { candidate.record = nil }
                keptBytes += candidate.record?.byteCount ?? 0
                found.append(candidate)
            }
            if keptBytes > memory { cut() }
            if keptBytes > memory { forget() }
            guard found.count >= room else { return false }
            cut()
            return true
        }

        /// Gives up what no longer matters.
        mutating func cut() {
            maxSelection = min(maxSelection, Self.bound(of: wanted, found.indices.map { found[$0].selection }))
            if let most = maxPool { maxPool = min(most, Self.bound(of: pool, found.indices.map { found[$0].pool })) }
            found.removeAll { $0.selection > maxSelection && $0.pool > maxPool ?? 0 }
            keptBytes = found.indices.reduce(0) { $0 + (found[$1].record?.byteCount ?? 0) }
            room = 2 * max(found.count, wanted + pool)
        }

        /// The hash up to which so many lie.
        private static func bound(of count: Int, _ hashes: [UInt64]) -> UInt64 {
            hashes.count > count ? hashes.sorted()[max(0, count - 1)] : .max
        }

        private mutating func forget() {
            (keeps, keptBytes) = (false, 0)
            for index in found.indices { found[index].record = nil }
        }
    }
}

extension InputBatch {
    /// A record in a batch of its own.
    fileprivate func record(_ index: Int) -> InputBatch {
        let span = batch.records[index]
        var alone = span
        (alone.start, alone.end) = (0, span.end - span.start)
        let one = RecordBatch(
            bytes: Array(batch.bytes[span.start..<span.end]), records: [alone], firstRecord: batch.firstRecord + index,
            byteOffset: batch.byteOffset + span.start)
        return InputBatch(batch: one, decoder: decoder, isLines: isLines, input: input, source: source)
    }
}
