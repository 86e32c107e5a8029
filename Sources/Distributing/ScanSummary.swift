import Diagnostics
import JSON
import Mixing
import Prompting
import Reports

/// What a scan of a part of a dataset tells: as much as the plan of a build needs to know of it. Summaries of parts add up to that of
/// all of it, whatever the parts and their order.
package struct ScanSummary: Sendable {
    static let kind = "a scan"

    /// What the part was read under; those of one build have the same.
    let settings: BuildSettings
    package let dataset: String
    var ledger: DatasetLedger
    /// The smallest keys of the instances that they could give, as many as can be taken of all parts.
    var keys: SmallestKeys
    /// The rows that may be demonstrations.
    var pool: DemonstrationPool

    /// The summary as one line of JSON.
    package var text: String {
        let entries = keys.kept.map { key, size in
            JSONValue.string("\(keyText(key.primary)) \(keyText(key.tie)) \(size.characters) \(size.words)")
        }
        return DistributedFile.header(
            Self.kind,
            [
                "recipe": .string(settings.recipe), "seed": .number(String(settings.seed)),
                "settings": .string(settings.hash), "dataset": .string(dataset), "counts": ledger.sums,
                "keys": .array(entries), "pool": DistributedFile.json(of: pool),
            ]
        ).line
    }

    /// Adds the summary of another part of the dataset.
    ///
    /// - Parameter file: holds what `text` gives.
    /// - Throws: that it is not a summary of the same dataset and settings, with status 65.
    mutating func add(_ file: DistributedFile) throws(Diagnostics) {
        try settings.check(file)
        guard ledger.add(sums: file.json["counts"] ?? .null) else { throw file.fault("`counts` cannot be read") }
        for entry in try file.elements("keys", in: file.json) {
            let words = (entry.text ?? "").split(separator: " ", omittingEmptySubsequences: false)
            guard words.count == 4, let primary = DistributedFile.hash(words[0]),
                let tie = DistributedFile.hash(words[1]), let characters = UInt32(words[2]),
                let count = UInt32(words[3])
            else { throw file.fault("a key cannot be read") }
            keys.add(SelectionKey(primary: primary, tie: tie), InstanceSize(characters: characters, words: count))
        }
        try file.offer(try file.elements("pool", in: file.json), to: &pool)
    }
}

/// What all steps of a build must agree on, wherever they run.
struct BuildSettings: Sendable {
    /// The recipe's path, as it was given.
    let recipe: String
    let seed: UInt64
    /// SHA-256 of seed, recipe and packs.
    let hash: String

    /// - Throws: that a file was made under other settings, with status 65.
    func check(_ file: DistributedFile) throws(Diagnostics) {
        guard try file.text("settings") != hash else { return }
        throw file.fault(
            "was made by another recipe, seed or pack than this run's",
            help: "run all steps with the same ones: \(recipe), seed \(seed)")
    }
}
