import Diagnostics
import Formats
import JSON
import Jinja
import Reports
import Running

/// Writes requests to a language model into a folder, for OpenAI's Batch API, and where each comes from.
package struct Requester {
    package struct Rules: Sendable {
        package var prompt: RequestPrompt
        package var settings: RequestSettings
        package var fields = RequestFields()
        /// How many requests there are to be, where rows are drawn.
        package var count = 0
        /// What draws are derived from.
        package var seed: UInt64 = 0
        /// No more than so many requests stand in a file.
        package var maxRequests = Self.batchRequests
        /// A file is no larger.
        package var maxBytes = Self.batchBytes

        /// What the Batch API takes in a file.
        package static let batchRequests = 50_000
        /// What the Batch API takes in a file, in bytes.
        package static let batchBytes = 200_000_000

        package init(_ prompt: RequestPrompt, _ settings: RequestSettings) {
            (self.prompt, self.settings) = (prompt, settings)
        }
    }

    static let manifestName = "requests.json"
    /// The name of the file that tells where requests come from.
    static let sourcesName = "sources.jsonl"

    private let inputs: InputSet
    private let rules: Rules
    private let badRows: BadRowPolicy
    private let jobs: Int

    package init(_ inputs: InputSet, _ rules: Rules, badRows: BadRowPolicy, jobs: Int) {
        (self.inputs, self.rules, self.badRows, self.jobs) = (inputs, rules, badRows, jobs)
    }

    /// Reads the rows and writes the folder, which appears as a whole or not at all.
    package func run(to folder: String) throws(Diagnostics) -> RequestSummary {
        try badRows.refuseToOverwrite(inputs.paths.filter { $0 != "-" })
        let directory = try OutputDirectory.opening(folder, manifest: Self.manifestName)
        var writer = RequestWriter(
            RequestFiles(directory, maxRequests: rules.maxRequests, maxBytes: rules.maxBytes),
            sources: try checked { () throws(OutputError) in try directory.create(Self.sourcesName) })
        let read = try rules.prompt.kind.shown == nil ? requestRows(&writer) : drawRequests(&writer)
        var outputs = try writer.files.finish()
        let hash = try checked { () throws(OutputError) in try writer.sources.finish() } ?? ""
        outputs.append(
            FileRecord(
                name: Self.sourcesName, bytes: writer.sources.count, hash: hash, records: writer.sourceLines))
        let summary = RequestSummary(
            rows: read.records, rejected: read.rejected, requests: writer.requests, equal: writer.equal,
            files: outputs.count - 1, bytes: outputs.dropLast().reduce(0) { $0 + $1.bytes })
        try writeManifest(summary, read.inputs, outputs, to: directory)
        try directory.replace(ifChanged: false, manifest: Self.manifestName)
        return summary
    }

    private typealias Reading = (records: Int, rejected: Int, inputs: [InputSummary])

    private func read<Handler: RowHandler>(
        _ makeHandler: @escaping @Sendable () -> Handler,
        _ consume: (Handler.BatchResult) throws(Diagnostics) -> Void
    ) throws(Diagnostics) -> Reading {
        let sink = try RejectSink(badRows)
        let map = RowPipeline(inputs: inputs, jobs: jobs, summaries: .hashes)
        let summary = try map.run(rejects: sink, makeHandler: makeHandler, consume: consume)
        try sink.finish(records: summary.records)
        return (summary.records, sink.count, summary.inputs)
    }

    /// A request for each row.
    private func requestRows(_ writer: inout RequestWriter) throws(Diagnostics) -> Reading {
        let (rules, names) = (rules, inputs.names)
        return try read({ RequestRows(rules, names: names) }) { batch throws(Diagnostics) in
            let result = batch.bytes.withUnsafeBytes { bytes in
                Result { () throws(Diagnostics) in
                    for made in batch.made {
                        try writer.write(
                            made.id, UnsafeRawBufferPointer(rebasing: bytes[made.request]),
                            UnsafeRawBufferPointer(rebasing: bytes[made.source]))
                    }
                }
            }
            try result.get()
        }
    }

    /// As many requests as are wanted, of rows that are drawn.
    private func drawRequests(_ writer: inout RequestWriter) throws(Diagnostics) -> Reading {
        let (rules, names) = (rules, inputs.names)
        var pool = try RequestPool()
        let reading = try read({ PoolRows(rules, names: names) }) { entries throws(Diagnostics) in
            for entry in entries { try pool.add(entry) }
        }
        try pool.finish()
        if pool.isEmpty {
            throw Diagnostics(
                Diagnostic("there are no rows to draw from", help: "FILE holds the tasks that requests show"),
                status: .problems)
        }
        let draw = SeedDraw(rules.prompt.kind, seed: rules.seed)
        let maker = RequestMaker(rules.prompt, rules.settings)
        let (line, source) = (ByteBuffer(), ByteBuffer())
        for number in 0..<rules.count {
            let rows = try pool.draw(number, draw)
            line.removeAll()
            source.removeAll()
            let id = try write(rows, maker, to: line)
            for row in rows {
                guard
                    let place = RequestSource(
                        .object([
                            "custom_id": .string(rules.prompt.kind.customID(id)), "file": row["file"],
                            "line": row["line"], "record": row["record"], "key": row["key"],
                            "instruction": row["shown"]?["instruction"],
                        ])), let text = row["row"]?.text
                else { preconditionFailure("the pool holds what it was given") }
                Array(text.utf8).withUnsafeBytes { place.write(row: $0, to: source) }
            }
            try writer.write(id, line.bytes, source.bytes, sourceLines: rows.count, once: true)
        }
        return reading
    }

    /// Writes the request that shows some rows.
    private func write(_ rows: [JSONValue], _ maker: RequestMaker, to line: ByteBuffer) throws(Diagnostics) -> UInt64 {
        let names = Dict.names([
            JSONValue.Member(key: "examples", value: .array(rows.map { $0["shown"] ?? .null }))
        ])
        let made: UInt64?
        do throws(JinjaError) {
            made = try maker.write(names, to: line)
        } catch {
            throw Diagnostics(Diagnostic(rules.prompt.error(error).message))
        }
        guard let id = made else {
            throw Diagnostics(Diagnostic("template `\(rules.prompt.name)`: the request says nothing"))
        }
        guard line.count <= rules.maxBytes else {
            throw Diagnostics(
                Diagnostic(
                    "a request has \(line.count) bytes, more than the \(rules.maxBytes) that --max-file-bytes allows a file"
                ), status: .problems)
        }
        return id
    }

    private func writeManifest(
        _ summary: RequestSummary, _ inputs: [InputSummary], _ outputs: [FileRecord], to directory: OutputDirectory
    ) throws(Diagnostics) {
        let prompt = Array(rules.prompt.source.utf8).withUnsafeBytes { SHA256.hex(of: $0) }
        let manifest = JSONValue.object([
            "tool": "hornbook", "version": .string(programVersion), "kind": .string(rules.prompt.kind.rawValue),
            "model": .string(rules.settings.model),
            "temperature": rules.settings.temperature.map { .double($0) },
            "max_completion_tokens": rules.settings.maxTokens.map { .int($0) },
            "seed": .number(String(rules.seed)),
            "prompt": .object(["name": .string(rules.prompt.name), "sha256": .string(prompt)]),
            "rows": .int(summary.rows), "rejected": .int(summary.rejected), "requests": .int(summary.requests),
            "equal": .int(summary.equal),
            "inputs": .array(
                inputs.map { FileRecord($0).json }),
            "outputs": .array(outputs.map(\.json)),
        ])
        let text = ByteBuffer()
        manifest.write(to: text, indent: 0)
        text.append("\n")
        try checked { () throws(OutputError) in
            let file = try directory.create(Self.manifestName)
            try file.write(text.bytes)
            try file.finish()
        }
    }
}
