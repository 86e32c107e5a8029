import Diagnostics
import Formats
import Reports

/// Writes the lines of a split or a stage into its files: as many as asked for, but none empty; each gets the same number of lines to
/// within one.
struct ShardWriter {
    private let directory: OutputDirectory
    private let name: String
    private let count: Int
    private let shards: Int
    private var records: [FileRecord] = []
    private var file: OutputFile?
    private var shard = -1
    private var written = 0
    /// The number of the line at which the next file begins.
    private var next = 0

    /// - Parameters:
    ///   - name: what the files' names begin with.
    ///   - count: how many lines there will be.
    ///   - shards: how many files are asked for.
    init(_ directory: OutputDirectory, name: String, count: Int, shards: Int) {
        self.directory = directory
        self.name = name
        self.count = count
        self.shards = min(shards, count)
    }

    mutating func write(_ line: UnsafeRawBufferPointer) throws(Diagnostics) {
        if written == next {
            try close()
            shard += 1
            next = (shard + 1) * count / shards
            file = try checked { () throws(OutputError) in try directory.create(shardName) }
        }
        try checked { () throws(OutputError) in try file!.write(line) }
        written += 1
    }

    /// Ends the last file.
    ///
    /// - Returns: all files.
    mutating func finish() throws(Diagnostics) -> [FileRecord] {
        try close()
        return records
    }

    private mutating func close() throws(Diagnostics) {
        guard let open = file else { return }
        file = nil
        let hash = try checked { () throws(OutputError) in try open.finish() } ?? ""
        records.append(
            FileRecord(
                name: shardName, bytes: open.count, hash: hash,
                records: (shard + 1) * count / shards - shard * count / shards))
    }

    /// A file's name in the Hub's pattern.
    private var shardName: String {
        func padded(_ number: Int) -> String {
            String(repeating: "0", count: max(0, 5 - String(number).count)) + String(number)
        }
        return "\(name)-\(padded(shard))-of-\(padded(shards)).jsonl"
    }
}
