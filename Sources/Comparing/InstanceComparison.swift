import Diagnostics
import JSON
import Mixing
import Records
import Reports
import Running

/// Compares the instances of two outputs, whatever their order, in bounded memory: both are read again and again, each time for a
/// part of their lines.
///
/// With `meta` in the lines, an instance is known by dataset, template and key, so that one of which only the text differs has
/// changed; without, such an instance goes, and another one comes.
struct InstanceComparison {
    let old: OutputFolder
    let new: OutputFolder
    let jobs: Int
    /// How many lines are held in memory at a time, about.
    var maxLines = 2 << 20

    /// What tells an instance, and what tells its line.
    fileprivate struct Digest: Sendable, Comparable {
        var identity: UInt64
        var line: UInt64
        var dataset: UInt64

        static func < (a: Digest, b: Digest) -> Bool {
            a.identity != b.identity ? a.identity < b.identity : a.line < b.line
        }
    }

    func run(examples limit: Int) throws(Diagnostics) -> InstanceDifference {
        var result = InstanceDifference()
        let counts = [old, new].map { $0.manifest.outputs.reduce(0) { $0 + ($1.records ?? 0) } }
        let parts = UInt64(1 + (counts[0] + counts[1]) / maxLines)
        var names: [UInt64: String] = [:]
        var wanted: [(kind: InstanceDifference.Kind, digest: Digest)] = []
        for part in 0..<parts {
            var before = try digests(of: old, part, of: parts, &names)
            var after = try digests(of: new, part, of: parts, &names)
            before.sort()
            after.sort()
            Self.merge(before, after) { kind, digest in
                result.add(kind, dataset: names[digest.dataset] ?? "")
                if wanted.filter({ $0.kind == kind }).count < limit { wanted.append((kind, digest)) }
            }
        }
        // Of each kind one, before there are more of one.
        var chosen: [(kind: InstanceDifference.Kind, digest: Digest)] = []
        for turn in 0..<limit {
            for kind in InstanceDifference.Kind.allCases {
                let ofKind = wanted.filter { $0.kind == kind }
                if turn < ofKind.count, chosen.count < limit { chosen.append(ofKind[turn]) }
            }
        }
        for (folder, isNew) in [(old, false), (new, true)] {
            let digests = Set(chosen.filter { ($0.kind == .went) != isNew }.map(\.digest.line))
            guard !digests.isEmpty else { continue }
            let texts = try lines(of: folder, digests)
            for (kind, digest) in chosen where (kind == .went) != isNew {
                result.examples.append((kind, names[digest.dataset] ?? "", texts[digest.line] ?? ""))
            }
        }
        return result
    }

    /// Walks along two sorted lists.
    private static func merge(
        _ before: [Digest], _ after: [Digest], _ found: (InstanceDifference.Kind, Digest) -> Void
    ) {
        var (i, j) = (0, 0)
        while i < before.count || j < after.count {
            let identity = min(
                i < before.count ? before[i].identity : .max, j < after.count ? after[j].identity : .max)
            var (gone, come): ([Digest], [Digest]) = ([], [])
            // The lines of one identity: those that stand on both sides cancel out.
            while true {
                let left = i < before.count && before[i].identity == identity ? before[i] : nil
                let right = j < after.count && after[j].identity == identity ? after[j] : nil
                if let left, let right, left.line == right.line {
                    (i, j) = (i + 1, j + 1)
                } else if let left, right.map({ left.line < $0.line }) ?? true {
                    gone.append(left)
                    i += 1
                } else if let right {
                    come.append(right)
                    j += 1
                } else {
                    break
                }
            }
            let changed = min(gone.count, come.count)
            for digest in come.prefix(changed) { found(.changed, digest) }
            for digest in gone.dropFirst(changed) { found(.went, digest) }
            for digest in come.dropFirst(changed) { found(.came, digest) }
        }
    }

    private func digests(
        of folder: OutputFolder, _ part: UInt64, of parts: UInt64, _ names: inout [UInt64: String]
    ) throws(Diagnostics) -> [Digest] {
        var result: [Digest] = []
        var known = names
        let map = RowPipeline(inputs: InputSet(paths: folder.dataPaths, format: RecordFormat(.jsonl)), jobs: jobs)
        _ = try map.run(rejects: RejectSink(BadRowPolicy(.fail)), makeHandler: { DigestHandler(part, of: parts) }) {
            (batch: DigestHandler.BatchResult) throws(Diagnostics) in
            result += batch.digests
            known.merge(batch.names) { first, _ in first }
        }
        names = known
        return result
    }

    private func lines(of folder: OutputFolder, _ wanted: Set<UInt64>) throws(Diagnostics) -> [UInt64: String] {
        var result: [UInt64: String] = [:]
        let map = RowPipeline(inputs: InputSet(paths: folder.dataPaths, format: RecordFormat(.jsonl)), jobs: jobs)
        _ = try map.run(rejects: RejectSink(BadRowPolicy(.fail)), makeHandler: { LineFinder(wanted) }) {
            (batch: [UInt64: String]) throws(Diagnostics) in result.merge(batch) { first, _ in first }
        }
        return result
    }
}

/// Takes the digests of a part of the lines.
private final class DigestHandler: RowHandler {
    struct BatchResult: Sendable {
        var digests: [InstanceComparison.Digest] = []
        /// Of datasets, by their hashes.
        var names: [UInt64: String] = [:]
    }

    private let part: UInt64
    private let parts: UInt64
    private var result = BatchResult()

    init(_ part: UInt64, of parts: UInt64) { (self.part, self.parts) = (part, parts) }

    func handle(_ row: Row) {
        let line = XXH3.hash(row.bytes)
        var digest = InstanceComparison.Digest(identity: line, line: line, dataset: 0)
        if let meta = row.value(of: "meta"), let value = try? JSONValue(parsing: row.slice(meta.value)),
            let dataset = value["dataset"]?.text, let template = value["template"]?.text, let key = value["key"]?.text
        {
            digest.identity = XXH3.hash("\(dataset)\0\(template)\0\(key)")
            digest.dataset = XXH3.hash(dataset)
            result.names[digest.dataset] = dataset
        }
        if digest.identity % parts == part { result.digests.append(digest) }
    }

    func finishBatch() -> BatchResult {
        defer { result = BatchResult() }
        return result
    }
}

private final class LineFinder: RowHandler {
    private let wanted: Set<UInt64>
    private var found: [UInt64: String] = [:]

    init(_ wanted: Set<UInt64>) { self.wanted = wanted }

    func handle(_ row: Row) {
        let hash = XXH3.hash(row.bytes)
        if wanted.contains(hash) { found[hash] = String(decoding: row.bytes, as: UTF8.self) }
    }

    func finishBatch() -> [UInt64: String] {
        defer { found = [:] }
        return found
    }
}

extension OutputFolder {
    /// How many instances that differ are shown.
    static let maxExamples = 3

    /// Compares this folder with a newer one.
    ///
    /// - Returns: how they differ by their manifests and, where the data files do, by their instances.
    package func difference(to new: OutputFolder, jobs: Int) throws(Diagnostics) -> OutputDifference {
        var difference = OutputDifference(manifest, new.manifest)
        if !difference.files.isEmpty {
            difference.instances = try InstanceComparison(old: self, new: new, jobs: jobs)
                .run(examples: Self.maxExamples)
        }
        return difference
    }
}
