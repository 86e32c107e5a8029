import JSON

/// A file that a build read or wrote.
package struct FileRecord: Sendable {
    /// Relative to the recipe for inputs and packs, to the output folder for outputs.
    package var name = ""
    /// In bytes, as it stands on the disk.
    package var bytes = 0
    /// SHA-256 as 64 hexadecimal digits.
    package var hash = ""
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

    /// A file of a manifest; nil if that does not say enough.
    package init?(_ value: JSONValue) {
        guard value["name"]?.text != nil, value["bytes"]?.integer != nil, value["sha256"]?.text != nil,
            let file = try? FileRecord(ManifestPart(value))
        else { return nil }
        self = file
    }

    /// As manifests tell it.
    package var json: JSONValue { .object(members()) }
}

extension FileRecord: ManifestRecord {
    init() {}

    static let fields: [Field<FileRecord>] = [
        Field("name", .text, \.name, "Relative to the recipe or, of outputs, to their folder."),
        Field("bytes", .count, \.bytes, "Its size, as it stands on the disk."),
        Field("sha256", .text, \.hash, "64 hexadecimal digits."),
        Field("records", .count, optional: \.records, "Records of an input, lines of an output."),
        Field("split", .text, optional: \.split, "The split that an output belongs to."),
    ]
}

/// The files of a dataset.
struct InputFiles: ManifestRecord {
    var dataset = ""
    var files: [FileRecord] = []

    static let fields: [Field<InputFiles>] = [
        Field("dataset", .text, \.dataset, "The dataset's name.", parts: .same),
        Field("files", .list(.record()), \.files, "Its files."),
    ]
}
