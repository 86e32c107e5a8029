import Diagnostics
import JSON

/// How two outputs differ, and what may be the reason.
package struct OutputDifference: Sendable {
    /// A file that is not what it was.
    package struct FileChange: Sendable, Equatable {
        /// The file's name, with its dataset if it is an input.
        package var name: String
        /// What has become of it, such as "is new" or "has changed".
        package var change: String

        package init(name: String, change: String) { (self.name, self.change) = (name, change) }
    }

    /// A dataset whose line of the mixture table is another one.
    package struct DatasetChange: Sendable {
        package var name: String
        /// Its numbers before and after; nil where it is missing.
        package var before: JSONValue?, after: JSONValue?
    }

    /// Settings of the manifest (version, seed) that differ, as `name: before -> after`.
    package var settings: [String] = []
    /// Lines of the recipe that went (-) or came (+).
    package var recipeLines: [String] = []
    package var inputs: [FileChange] = [], packs: [FileChange] = []
    /// Datasets whose numbers differ.
    package var datasets: [DatasetChange] = []
    package var files: [FileChange] = []
    package var instances = InstanceDifference()

    package init(_ old: SavedManifest, _ new: SavedManifest) {
        for name in ["version", "key_format", "seed", "unit"] where old.json[name] != new.json[name] {
            settings.append("\(name): \(Self.text(old.json[name])) -> \(Self.text(new.json[name]))")
        }
        if old.recipe != new.recipe { recipeLines = Self.lineChanges(old.recipe, new.recipe) }
        inputs = Self.fileChanges(Self.named(old.inputs), Self.named(new.inputs))
        (packs, files) = (Self.fileChanges(old.packs, new.packs), Self.fileChanges(old.files, new.files))
        for name in old.datasets + new.datasets.filter({ !old.datasets.contains($0) }) {
            let (before, after) = (old.ledger(of: name), new.ledger(of: name))
            if before != after { datasets.append(DatasetChange(name: name, before: before, after: after)) }
        }
    }

    package var isEmpty: Bool {
        settings.isEmpty && recipeLines.isEmpty && inputs.isEmpty && packs.isEmpty && datasets.isEmpty && files.isEmpty
    }

    private static func text(_ value: JSONValue?) -> String {
        guard let value else { return "none" }
        if let text = value.text { return text }
        let buffer = ByteBuffer()
        value.write(to: buffer)
        return buffer.string
    }

    private static func named(_ inputs: [(dataset: String, files: [FileRecord])]) -> [FileRecord] {
        inputs.flatMap { input in
            input.files.map { file in
                var file = file
                file.name = "\(file.name) (\(input.dataset))"
                return file
            }
        }
    }

    private static func fileChanges(_ old: [FileRecord], _ new: [FileRecord]) -> [FileChange] {
        let before = Dictionary(old.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Dictionary(new.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var changes: [FileChange] = []
        for file in old {
            guard let now = after[file.name] else {
                changes.append(FileChange(name: file.name, change: "is gone"))
                continue
            }
            guard now.hash != file.hash else { continue }
            let sizes = sizeChange(file, now).map { " (\($0))" } ?? ""
            changes.append(FileChange(name: file.name, change: "has changed" + sizes))
        }
        return changes + new.filter { before[$0.name] == nil }.map { FileChange(name: $0.name, change: "is new") }
    }

    private static func sizeChange(_ before: FileRecord, _ after: FileRecord) -> String? {
        if let old = before.records, let new = after.records, old != new { return "\(old) -> \(new) records" }
        return before.bytes == after.bytes ? nil : "\(before.bytes) -> \(after.bytes) bytes"
    }

    /// Lines that only one of two texts has, in the order of the longest common subsequence.
    static func lineChanges(_ old: String, _ new: String) -> [String] {
        func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        var changes: [(offset: Int, text: String)] = []
        for change in lines(new).difference(from: lines(old)) {
            switch change {
            case .remove(let offset, let line, _): changes.append((offset, "-\(line)"))
            case .insert(let offset, let line, _): changes.append((offset, "+\(line)"))
            }
        }
        // What went stands before what came in its place.
        changes.sort { a, b in a.offset != b.offset ? a.offset < b.offset : a.text > b.text }
        return changes.map(\.text)
    }
}

package struct InstanceDifference: Sendable {
    /// What became of an instance.
    package enum Kind: String, Sendable, CaseIterable {
        /// The same dataset, template and row, another text.
        case changed
        /// Only in the old output.
        case went
        /// Only in the new one.
        case came
    }

    /// How many there are of each kind, by dataset; those of unknown datasets under an empty name.
    package private(set) var counts: [String: [Kind: Int]] = [:]
    /// Some of them, with their datasets and lines: of what has changed, the new ones.
    package var examples: [(kind: Kind, dataset: String, line: String)] = []

    package init() {}

    package mutating func add(_ kind: Kind, dataset: String) { counts[dataset, default: [:]][kind, default: 0] += 1 }

    package func count(_ kind: Kind) -> Int { counts.values.reduce(0) { $0 + $1[kind, default: 0] } }
}
