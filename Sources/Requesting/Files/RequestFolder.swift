import Diagnostics
import Formats
import JSON
import Prompting
import Recipes
import Records
import Running

/// A folder that `hornbook request` has written.
struct RequestFolder {
    let kind: RequestKind
    let path: String
    /// How many requests the manifest tells.
    private let count: Int
    let requestPaths: [String]
    let sourcesPath: String

    /// - Throws: that it is none, with status 66 or 65.
    init(_ path: String) throws(Diagnostics) {
        let manifestPath = path + "/" + Requester.manifestName
        let text = try readTextFile(manifestPath)
        guard let manifest = try? JSONValue(parsing: text), manifest["tool"]?.text == "hornbook",
            let name = manifest["kind"]?.text, let count = manifest["requests"]?.integer,
            let outputs = manifest["outputs"]?.elements
        else { throw Diagnostics(Diagnostic("\(manifestPath): is not what `hornbook request` writes")) }
        guard let kind = RequestKind(rawValue: name) else {
            throw Diagnostics(
                Diagnostic("\(manifestPath): this version does not know requests of the kind `\(name)`"))
        }
        (self.path, self.kind, self.count) = (path, kind, count)
        let names = outputs.compactMap { $0["name"]?.text }.filter { !$0.contains("/") }
        requestPaths = names.filter { $0.hasPrefix("requests-") }.map { path + "/" + $0 }
        sourcesPath = path + "/" + Requester.sourcesName
    }

    /// The positions of the requests by their identifiers, in their order.
    func positions(jobs: Int) throws(Diagnostics) -> [UInt64: Int] {
        var positions: [UInt64: Int] = [:]
        try forEachRequest(jobs: jobs) { id, _ in positions[id] = positions.count }
        guard positions.count == count else {
            throw damaged("its files hold \(positions.count) requests, its manifest tells of \(count)")
        }
        return positions
    }

    /// Reads the requests, in their order, each as a line.
    func forEachRequest(
        jobs: Int, _ body: (UInt64, UnsafeRawBufferPointer) throws(Diagnostics) -> Void
    ) throws(Diagnostics) {
        guard !requestPaths.isEmpty else { return }
        let kind = kind
        try read(requestPaths, jobs: jobs, { RequestLines(kind) }) { batch throws(Diagnostics) in
            let result = batch.bytes.withUnsafeBytes { bytes in
                Result { () throws(Diagnostics) in
                    for line in batch.lines {
                        guard let id = line.id else { throw damaged("it holds a request without its `custom_id`") }
                        try body(id, UnsafeRawBufferPointer(rebasing: bytes[line.range]))
                    }
                }
            }
            try result.get()
        }
    }

    /// Reads where the requests come from, in the order of the rows.
    func forEachSource(
        jobs: Int, _ body: (UInt64, RequestSource) throws(Diagnostics) -> Void
    ) throws(Diagnostics) {
        try read([sourcesPath], jobs: jobs, { SourceLines() }) { batch throws(Diagnostics) in
            for source in batch {
                guard let source, let id = kind.id(source.customID) else {
                    throw damaged("\(Requester.sourcesName) holds a line that tells of no request")
                }
                try body(id, source)
            }
        }
    }

    private func read<Handler: RowHandler>(
        _ paths: [String], jobs: Int, _ makeHandler: @escaping @Sendable () -> Handler,
        _ consume: (Handler.BatchResult) throws(Diagnostics) -> Void
    ) throws(Diagnostics) {
        let sink = try RejectSink(BadRowPolicy(.skip))
        let map = RowPipeline(inputs: InputSet(paths: paths, format: RecordFormat(.jsonl)), jobs: jobs)
        _ = try map.run(rejects: sink, makeHandler: makeHandler, consume: consume)
        if sink.count > 0 { throw damaged("\(sink.count) of its lines cannot be read") }
    }

    private func damaged(_ how: String) -> Diagnostics {
        Diagnostics(
            Diagnostic(
                "\(path): \(how)", help: "write the folder again with `hornbook request`: the identifiers stay the same"
            ))
    }
}

/// Takes the identifiers of requests.
private final class RequestLines: RowHandler {
    struct BatchResult: Sendable {
        var lines: [(id: UInt64?, range: Range<Int>)] = []
        var bytes: [UInt8] = []
    }

    private let kind: RequestKind
    private let output = ByteBuffer()
    private var result = BatchResult()

    init(_ kind: RequestKind) { self.kind = kind }

    func handle(_ row: Row) throws(PromptError) {
        let start = output.count
        output.append(row.bytes)
        output.append("\n")
        result.lines.append((row.text(at: ["custom_id"]).flatMap(kind.id), start..<output.count))
    }

    func finishBatch() -> BatchResult {
        defer {
            result = BatchResult()
            output.removeAll()
        }
        result.bytes = Array(output.bytes)
        return result
    }
}

/// Takes lines on where requests come from; nil: it is none.
private final class SourceLines: RowHandler {
    private var sources: [RequestSource?] = []

    func handle(_ row: Row) throws(PromptError) {
        sources.append((try? JSONValue(parsing: row.bytes)).flatMap { RequestSource($0) })
    }

    func finishBatch() -> [RequestSource?] {
        defer { sources = [] }
        return sources
    }
}
