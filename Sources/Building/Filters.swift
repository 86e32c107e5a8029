import Diagnostics
import Formats
import JSON
import Mixing
import Prompting
import Records

/// What a filter command has done.
public struct FilterSummary: Sendable {
    /// Records read.
    public var records = 0
    /// Lines written.
    public var written = 0
    /// Records rejected.
    public var rejected = 0
    /// Rows whose prompt or completion came out blank; they give no line.
    public var blank = 0
}

/// Commands that read rows and write lines in the order of the input.
public struct RowFilter: Sendable {
    public var inputs: InputSet
    public var badRows: BadRowPolicy
    /// How many threads work.
    public var jobs: Int
    /// How many bytes are read at a time.
    public var blockSize = 256 << 10

    public init(inputs: InputSet, badRows: BadRowPolicy, jobs: Int) {
        self.inputs = inputs
        self.badRows = badRows
        self.jobs = jobs
    }

    /// Writes every row as one JSON object a line, in canonical form.
    ///
    /// - Parameter keyed: whether each line tells the row's key: `{"key", "row"}`.
    public func rows(to output: OutputFile, keyed: Bool = false) throws(Diagnostics) -> FilterSummary {
        try run(to: output) { RowLines(keyed: keyed) }
    }

    /// Writes the instances that rows give, as lines of a format.
    ///
    /// - Parameters:
    ///   - task: what is done to each row.
    ///   - metadata: whether lines carry a `meta` object.
    public func render(
        _ task: PromptTask, as format: OutputFormat, metadata: Bool, to output: OutputFile
    ) throws(Diagnostics) -> FilterSummary {
        try run(to: output) { InstanceLines(task, format, metadata: metadata) }
    }

    private func run<Handler: RowHandler>(
        to output: OutputFile, _ makeHandler: @escaping @Sendable () -> Handler
    ) throws(Diagnostics) -> FilterSummary where Handler.BatchResult == FilteredLines {
        let sink = try RejectSink(badRows)
        var summary = FilterSummary()
        let map = RowMap(inputs: inputs, jobs: jobs, blockSize: blockSize)
        // A reader that goes away must be noticed by and by, not only at the end of the input.
        summary.records = try map.run(rejects: sink, makeHandler: makeHandler) { lines throws(Diagnostics) in
            summary.written += lines.count
            summary.blank += lines.blank
            try checked { () throws(OutputError) in
                try output.write(lines.bytes)
                if inputs.paths.contains("-") { try output.flush() }
            }
        }.records
        try checked { () throws(OutputError) in try output.flush() }
        summary.rejected = sink.count
        try sink.finish(records: summary.records)
        return summary
    }
}

/// Runs something that writes; its error becomes one that ends the run with status 74, or quietly for a closed pipe.
func checked<Result>(_ body: () throws(OutputError) -> Result) throws(Diagnostics) -> Result {
    do {
        return try body()
    } catch {
        throw Diagnostics(
            error.isClosedPipe ? [] : [error.diagnostic], status: error.isClosedPipe ? .success : .inputOutput)
    }
}

/// The lines that a batch of rows gave.
struct FilteredLines: Sendable {
    var bytes: [UInt8]
    var count: Int
    var blank: Int
}

private final class RowLines: RowHandler {
    private let keyed: Bool
    private let output = ByteBuffer()
    private var count = 0

    init(keyed: Bool) {
        self.keyed = keyed
    }

    func handle(_ row: Row) throws(PromptError) {
        if keyed {
            output.append("{\"key\":\"")
            output.append(keyText(Keying.recordKey(identity: row.bytes)))
            output.append("\",\"row\":")
        }
        row.writeCanonical(to: output)
        output.append(keyed ? "}\n" : "\n")
        count += 1
    }

    func finishBatch() -> FilteredLines {
        defer {
            output.removeAll()
            count = 0
        }
        return FilteredLines(bytes: Array(output.bytes), count: count, blank: 0)
    }
}

private final class InstanceLines: RowHandler {
    private let prompter: Prompter
    private let writer: InstanceWriter
    private let needsPair: Bool
    private let instance = Instance()
    private let output = ByteBuffer()
    private var count = 0
    private var blank = 0

    init(_ task: PromptTask, _ format: OutputFormat, metadata: Bool) {
        prompter = Prompter(task)
        writer = InstanceWriter(format, dataset: task.dataset, metadata: metadata)
        needsPair = format.needsPair
    }

    func handle(_ row: Row) throws(PromptError) {
        let start = (bytes: output.count, count: count, blank: blank)
        do {
            guard try prompter.take(row.bytes, row.fields) else { return }
            let key = Keying.recordKey(identity: row.bytes)
            for template in prompter.templates(for: key) {
                try prompter.render(template, key: key, into: instance)
                if needsPair {
                    try instance.requirePair()
                    if instance.isBlank {
                        blank += 1
                        continue
                    }
                }
                writer.write(instance, to: output)
                count += 1
            }
        } catch {
            output.truncate(to: start.bytes)
            (count, blank) = (start.count, start.blank)
            throw error
        }
    }

    func finishBatch() -> FilteredLines {
        defer {
            output.removeAll()
            (count, blank) = (0, 0)
        }
        return FilteredLines(bytes: Array(output.bytes), count: count, blank: blank)
    }
}
