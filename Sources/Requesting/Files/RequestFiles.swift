import Diagnostics
import Formats
import Reports

/// Writes requests into files that are no larger than a batch may be.
struct RequestFiles {
    private let directory: OutputDirectory
    private let maxRequests: Int
    private let maxBytes: Int
    private var file: OutputFile?
    private var requests = 0
    private var finished: [(bytes: Int, hash: String, requests: Int)] = []

    init(_ directory: OutputDirectory, maxRequests: Int, maxBytes: Int) {
        (self.directory, self.maxRequests, self.maxBytes) = (directory, maxRequests, maxBytes)
    }

    /// - Parameter line: no longer than a file may be.
    mutating func write(_ line: UnsafeRawBufferPointer) throws(Diagnostics) {
        if let file, requests == maxRequests || file.count + line.count > maxBytes { try close(file) }
        if file == nil {
            let name = Self.number(finished.count)
            file = try checked { () throws(OutputError) in try directory.create("requests-\(name)") }
        }
        let open = file!
        try checked { () throws(OutputError) in try open.write(line) }
        requests += 1
    }

    /// Ends the last file, and gives all the names that tell how many there are.
    mutating func finish() throws(Diagnostics) -> [FileRecord] {
        if let file { try close(file) }
        var records: [FileRecord] = []
        for (index, part) in finished.enumerated() {
            let name = "requests-\(Self.number(index))-of-\(Self.number(finished.count)).jsonl"
            try checked { () throws(OutputError) in
                try directory.rename("requests-\(Self.number(index))", to: name)
            }
            records.append(FileRecord(name: name, bytes: part.bytes, hash: part.hash, records: part.requests))
        }
        return records
    }

    private mutating func close(_ open: OutputFile) throws(Diagnostics) {
        let hash = try checked { () throws(OutputError) in try open.finish() } ?? ""
        finished.append((open.count, hash, requests))
        (file, requests) = (nil, 0)
    }

    private static func number(_ number: Int) -> String {
        String(repeating: "0", count: max(0, 5 - String(number).count)) + String(number)
    }
}
