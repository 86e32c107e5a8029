import Diagnostics
import Formats
import JSON

/// Writes each request once, and every row that asks it. Of a request it keeps the identifier, about 16 bytes.
struct RequestWriter {
    var files: RequestFiles
    let sources: OutputFile
    private var seen: Set<UInt64> = []
    /// Requests that are equal to an earlier one.
    private(set) var equal = 0
    private(set) var sourceLines = 0

    init(_ files: RequestFiles, sources: OutputFile) { (self.files, self.sources) = (files, sources) }

    var requests: Int { seen.count }

    /// - Parameters:
    ///   - source: the lines on its rows.
    ///   - once: whether those of an equal request are left out: it was drawn twice.
    mutating func write(
        _ id: UInt64, _ request: UnsafeRawBufferPointer, _ source: UnsafeRawBufferPointer, sourceLines: Int = 1,
        once: Bool = false
    ) throws(Diagnostics) {
        if seen.insert(id).inserted {
            try files.write(request)
        } else {
            equal += 1
            if once { return }
        }
        try checked { () throws(OutputError) in try sources.write(source) }
        self.sourceLines += sourceLines
    }
}

/// What `hornbook request` has done.
package struct RequestSummary: Sendable {
    package var rows: Int
    /// Those that gave no request.
    package var rejected: Int
    package var requests: Int
    /// Requests that were not written, as they are equal to another one.
    package var equal: Int
    package var files: Int
    /// Their size together.
    package var bytes: Int

    /// In one line.
    package var text: String {
        func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
        var text =
            "\(counted(requests, "request")) from \(counted(rows, "row")), \(bytes) bytes in \(counted(files, "file"))"
        if equal > 0 { text += "; \(equal) equal to one of them left out" }
        if rejected > 0 { text += "; \(counted(rejected, "row")) rejected" }
        return text
    }

    package var json: JSONValue {
        .object([
            "rows": .int(rows), "rejected": .int(rejected), "requests": .int(requests), "equal": .int(equal),
            "files": .int(files), "bytes": .int(bytes),
        ])
    }
}
