import JSON

/// A file that a build read or wrote.
package struct FileRecord: ManifestRecord {
    /// Relative to the recipe for inputs and packs, to the output folder for outputs.
    package var name = ""
    package var bytes = 0, hash = "", records: Int?, split: String?

    package init(name: String, bytes: Int, hash: String, records: Int? = nil) {
        (self.name, self.bytes, self.hash, self.records) = (name, bytes, hash, records)
    }

    /// A file of a manifest; nil if that does not say enough.
    package init?(_ value: JSONValue) {
        guard value["name"]?.text != nil, value["bytes"]?.integer != nil, value["sha256"]?.text != nil,
            let file = try? FileRecord(ManifestPart(value))
        else { return nil }
        self = file
    }

    package var json: JSONValue { object }

    init() {}

    static let fields: [Field<FileRecord>] = [
        Field("name", .text, \.name, "Relative to the recipe or, of outputs, to their folder."),
        Field("bytes", .count, \.bytes, "Its size, as it stands on the disk."),
        Field("sha256", .text, \.hash, "64 hexadecimal digits."),
        Field("records", .optional(.count), \.records, "Records of an input, lines of an output."),
        Field("split", .optional(.text), \.split, "The split that an output belongs to."),
    ]
}

struct InputFiles: ManifestRecord {
    var dataset = "", files: [FileRecord] = []

    static let fields: [Field<InputFiles>] = [
        Field("dataset", .text, \.dataset, "The dataset's name.", parts: .same),
        Field("files", .list(.record()), \.files, "Its files."),
    ]
}
