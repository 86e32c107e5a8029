import Reports

/// What is known of an input file once it has been read.
package struct InputSummary: Sendable {
    /// The name that manifests show.
    package var name: String
    /// The file's size in bytes, as it stands on the disk.
    package var bytes: Int
    /// The SHA-256 of the file as it stands on the disk; empty where it was not asked for.
    package var hash: String
    /// The checksum of the same: enough to tell whether the file has changed.
    package var checksum: UInt64
    /// How many records it holds.
    package var records: Int
}

extension FileRecord {
    /// An input as a manifest tells it.
    package init(_ summary: InputSummary) {
        self.init(name: summary.name, bytes: summary.bytes, hash: summary.hash, records: summary.records)
    }
}
