import Diagnostics
import Formats
import Reports

/// The files of a split or a stage: as many as asked for, but none empty; each gets the same number of lines to within one.
package struct ShardNames {
    private let name: String
    private let total: Int
    package let count: Int

    /// - Parameters:
    ///   - name: what the files' names begin with.
    ///   - lines: how many lines there are.
    ///   - shards: how many files are asked for.
    package init(_ name: String, lines: Int, shards: Int) {
        (self.name, total) = (name, lines)
        count = min(shards, lines)
    }

    /// The lines of a file, by their numbers in the split, from 0.
    package func lines(of shard: Int) -> Range<Int> { shard * total / count..<(shard + 1) * total / count }

    /// A file's name in the Hub's pattern.
    package func name(of shard: Int) -> String {
        func padded(_ number: Int) -> String {
            String(repeating: "0", count: max(0, 5 - String(number).count)) + String(number)
        }
        return "\(name)-\(padded(shard))-of-\(padded(count)).jsonl"
    }
}

/// Writes the lines of a split or a stage into its files.
package struct ShardWriter {
    private let directory: OutputDirectory
    private let shards: ShardNames
    private var records: [FileRecord] = []
    private var file: OutputFile?
    private var shard = -1
    private var written = 0
    /// The number of the line at which the next file begins.
    private var next = 0

    package init(_ directory: OutputDirectory, name: String, count: Int, shards: Int) {
        self.directory = directory
        self.shards = ShardNames(name, lines: count, shards: shards)
    }

    package mutating func write(_ line: UnsafeRawBufferPointer) throws(Diagnostics) {
        if written == next {
            try close()
            shard += 1
            next = shards.lines(of: shard).upperBound
            file = try checked { () throws(OutputError) in try directory.create(shards.name(of: shard)) }
        }
        try checked { () throws(OutputError) in try file!.write(line) }
        written += 1
    }

    /// Ends the last file.
    ///
    /// - Returns: all files.
    package mutating func finish() throws(Diagnostics) -> [FileRecord] {
        try close()
        return records
    }

    private mutating func close() throws(Diagnostics) {
        guard let open = file else { return }
        file = nil
        let hash = try checked { () throws(OutputError) in try open.finish() } ?? ""
        records.append(
            FileRecord(
                name: shards.name(of: shard), bytes: open.count, hash: hash, records: shards.lines(of: shard).count))
    }
}
