import JSON
import Mixing

/// A file that a build read or wrote.
package struct FileRecord: Sendable {
    /// Relative to the recipe for inputs and packs, to the output folder for outputs.
    package var name: String
    /// In bytes, as it stands on the disk.
    package var bytes: Int
    /// SHA-256 as 64 hexadecimal digits.
    package var hash: String
    /// Records of an input, lines of an output.
    package var records: Int?
    /// The split that an output belongs to.
    package var split: String?

    /// - Parameter hash: SHA-256 as 64 hexadecimal digits.
    package init(name: String, bytes: Int, hash: String, records: Int? = nil) {
        self.name = name
        self.bytes = bytes
        self.hash = hash
        self.records = records
    }

    /// As manifests tell it.
    package var json: JSONValue {
        .object([
            "name": .string(name), "bytes": .int(bytes), "sha256": .string(hash), "records": records.map { .int($0) },
            "split": split.map { .string($0) },
        ])
    }
}

/// What a build was made from and what came of it. Holds nothing that another run on the same recipe and rows would tell
/// otherwise: no time, no host, no number of threads.
package struct Manifest: Sendable {
    /// The name of the manifest's file in an output folder.
    package static let fileName = "manifest.json"

    /// The tool's.
    package var version: String
    /// The recipe's.
    package var seed: UInt64
    /// The recipe's text.
    package var recipe: String
    /// SHA-256 of the recipe's text.
    package var recipeHash: String
    /// The inputs of each dataset, in the order of the recipe.
    package var inputs: [(dataset: String, files: [FileRecord])] = []
    /// The packs that templates and system messages came from, each once.
    package var packs: [FileRecord] = []
    /// The data files, in order.
    package var outputs: [FileRecord] = []
    /// The format of the lines by its name; nil: they are of many, and went through unchanged.
    package var format: String?
    /// The keys of a line with their types, as `OutputStyle.columns` tells them.
    package var columns: JSONValue?
    /// The beginning of an instance, for the data card.
    package var example: String?
    /// Files for people that stand beside the data, such as the data card.
    package var documents: [FileRecord] = []
    /// What became of each dataset's rows.
    package var ledgers: [DatasetLedger] = []
    /// What amounts, caps and rates of the mixture count.
    package var unit = MixtureUnit.examples
    /// Names and datasets of the mixture's groups.
    package var groups: [(name: String, datasets: [String])] = []

    /// What the report shows besides; nil: nothing.
    package var statistics: BuildStatistics?
    /// The stages of a curriculum, if the output is one.
    package var stages: StageTable?

    /// A manifest without files yet.
    package init(
        version: String, seed: UInt64, recipe: String, recipeHash: String, format: String? = nil,
        columns: JSONValue? = nil
    ) {
        self.format = format
        self.columns = columns
        self.version = version
        self.seed = seed
        self.recipe = recipe
        self.recipeHash = recipeHash
    }

    /// The manifest as it stands in its file.
    package var json: JSONValue {
        .object([
            "tool": "hornbook", "version": .string(version), "key_format": .int(keyFormatVersion),
            "seed": .number(String(seed)),
            "recipe": recipe.isEmpty
                ? nil : .object(["sha256": .string(recipeHash), "text": .string(recipe)]),
            "inputs": .array(
                inputs.map { .object(["dataset": .string($0.dataset), "files": .array($0.files.map(\.json))]) }),
            "packs": .array(packs.map(\.json)), "outputs": .array(outputs.map(\.json)),
            "lines": format.map { format in
                .object(["format": .string(format), "columns": columns, "example": example.map { .string($0) }])
            },
            "documents": documents.isEmpty ? nil : .array(documents.map(\.json)),
            "unit": .string(unit.rawValue), "mixture": Self.mixture(ledgers),
            "groups": Self.groups(groups, ledgers), "stages": stages?.json,
            "report": statistics?.json,
        ])
    }

    /// What a lock file keeps: all that the output depends on but the recipe, which stands beside it.
    package var lockEntry: JSONValue {
        guard case .object(let members) = json else { return json }
        let kept = ["tool", "version", "key_format", "seed", "inputs", "packs"]
        return .object(members.filter { kept.contains($0.key) } + [JSONValue.Member(key: "outputs", value: .array([]))])
    }

    /// The groups' lines of the mixture table; nil if there are none.
    package static func groups(
        _ groups: [(name: String, datasets: [String])], _ ledgers: [DatasetLedger]
    ) -> JSONValue? {
        let total = ledgers.reduce(0) { $0 + $1.amount }
        let found = groups.map { group in
            let members = ledgers.filter { group.datasets.contains($0.name) }
            func sum(_ count: (DatasetLedger) -> Int) -> Int { members.reduce(0) { $0 + count($1) } }
            return JSONValue.object([
                "name": .string(group.name), "datasets": .array(members.map { .string($0.name) }),
                "rows": .int(sum(\.rows)), "rejected": .int(sum(\.rejectedCount)), "filtered": .int(sum(\.filtered)),
                "available": .int(sum(\.available)), "instances": .int(sum(\.instances)),
                "characters": .int(sum(\.characters)),
                "share_asked": .double(members.reduce(0) { $0 + $1.share.share }),
                "share_realised": .double(total > 0 ? Double(sum(\.amount)) / Double(total) : 0),
            ])
        }
        return found.isEmpty ? nil : .array(found)
    }

    /// The mixture table for machines: what was asked, what was realised, and every drop by reason. A plan does not know how many rows are
    /// taken, and how many lie over a cap, where a row may give several instances.
    package static func mixture(_ ledgers: [DatasetLedger]) -> JSONValue {
        let total = ledgers.reduce(0) { $0 + $1.amount }
        return .array(
            ledgers.map { ledger in
                .object([
                    "dataset": .string(ledger.name), "rows": .int(ledger.rows),
                    "taken": ledger.isClosed ? .int(ledger.taken) : nil,
                    "rejected": .int(ledger.rejectedCount), "rejected_by_code": counts(ledger.rejected),
                    "duplicates": ledger.duplicates.map { .int($0) }, "filtered": .int(ledger.filtered),
                    "blank": .int(ledger.blank), "refused": .int(ledger.refused),
                    "over_cap": ledger.isClosed ? .int(ledger.overCap) : nil, "unvalidated": .int(ledger.unvalidated),
                    "available": .int(ledger.available), "instances": .int(ledger.instances),
                    "epochs": .double(ledger.epochs), "characters": .int(ledger.characters),
                    "cap": ledger.share.cap.map { .int($0) }, "rate": .double(ledger.share.rate),
                    "share_asked": .double(ledger.share.share),
                    "share_realised": .double(total > 0 ? Double(ledger.amount) / Double(total) : 0),
                    "inverted": .int(ledger.inverted), "refused_inversions": counts(ledger.refusedInversions),
                    "templates": counts(ledger.templates), "options": counts(ledger.options),
                    "demonstrations": counts(
                        Dictionary(uniqueKeysWithValues: ledger.demonstrations.map { (String($0.key), $0.value) })),
                    "lacking_demonstrations": .int(ledger.lackingDemonstrations),
                    "self_demonstrations": .int(ledger.selfDemonstrations),
                    "splits": counts(ledger.splits), "tag": ledger.tag.map { .string($0) },
                    "licence": ledger.licence.map { .string($0) },
                ])
            })
    }

    private static func counts(_ counts: [String: Int]) -> JSONValue {
        .object(
            counts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
                JSONValue.Member(key: $0.key, value: .int($0.value))
            })
    }
}
