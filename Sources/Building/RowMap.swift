import Diagnostics
import Formats
import JSON
import Mixing
import Prompting
import Records

/// What is done with each row; one handler a thread.
protocol RowHandler: AnyObject, SendableMetatype {
    /// What a batch of rows gives.
    associatedtype BatchResult: Sendable

    /// Tells where the row stands that is handled next; most handlers need not know.
    func approach(_ place: RecordPlace)
    /// Handles a row. What it has done for a row that throws must be undone.
    func handle(_ row: Row) throws(PromptError)
    /// Gives what the rows since the last call have given.
    func finishBatch() -> BatchResult
}

extension RowHandler {
    func approach(_ place: RecordPlace) {}
}

/// Where a record stands in the inputs of a run.
struct RecordPlace: Sendable, Comparable {
    /// The input's position among the inputs.
    var input: Int
    /// The physical line on which the record starts, from 1.
    var line: Int
    /// The record's number in its input, from 1; 0 where nobody asks for it.
    var record = 0

    static func < (a: RecordPlace, b: RecordPlace) -> Bool { (a.input, a.line) < (b.input, b.line) }
}

/// Runs over the rows of several inputs, on several threads, in bounded memory.
struct RowMap {
    var inputs: InputSet
    var jobs: Int
    /// How many bytes are read at a time; any number gives the same result. Nil: what suits the number of threads, to which
    /// handing on a block costs something.
    var blockSize: Int?
    /// What is taken of the inputs' bytes.
    var summaries = SummaryKind.none
    /// Is told how much has been read.
    var progress: Progress?

    /// What is taken of the inputs' bytes.
    enum SummaryKind {
        case none
        /// What tells whether a file has changed since it was read before.
        case fingerprints
        /// The SHA-256 as well, which takes longer than all the rest of reading.
        case hashes
    }

    private struct Work: Sendable {
        let batch: RecordBatch
        let decoder: RowDecoder
        let input: Int
        let source: String
    }

    private struct Outcome<BatchResult: Sendable>: Sendable {
        let result: BatchResult
        let rejects: [Reject]
        let equalKeyRows: Int
    }

    /// What is known when all has been read.
    struct Summary {
        var records = 0
        /// How many rows held a key twice.
        var equalKeyRows = 0
        /// What is known of the inputs, if that was asked for.
        var inputs: [InputSummary] = []
    }

    /// Runs.
    ///
    /// - Parameters:
    ///   - rejects: takes the rows that failed.
    ///   - makeHandler: makes a thread's handler.
    ///   - consume: takes the results of the batches, in the order of the input.
    func run<Handler: RowHandler>(
        rejects: RejectSink, makeHandler: @escaping @Sendable () -> Handler,
        consume: (Handler.BatchResult) throws(Diagnostics) -> Void
    ) throws(Diagnostics) -> Summary {
        var summary = Summary()
        let feed = BatchFeed(inputs, blockSize: blockSize ?? (jobs > 1 ? 512 << 10 : 64 << 10), summaries: summaries)
        progress?.beginInputs()
        do {
            try mapInOrder(
                jobs: jobs,
                next: {
                    progress?.read(rows: feed.records, bytes: feed.bytes)
                    return try feed.next().map {
                        Work(batch: $0, decoder: feed.decoder!, input: feed.index, source: feed.name)
                    }
                },
                mayReadAhead: { feed.isReady },
                makeWorker: {
                    let handler = makeHandler()
                    let row = Row()
                    return { work in Self.process(work, handler, row) }
                },
                consume: { outcome in
                    for reject in outcome.rejects { try rejects.add(reject) }
                    summary.equalKeyRows += outcome.equalKeyRows
                    try consume(outcome.result)
                })
        } catch let error as Diagnostics {
            throw error
        } catch let error as InputError {
            throw Diagnostics(error.diagnostic, status: error.status)
        } catch {
            throw Diagnostics(Diagnostic("\(error)"), status: .bug)
        }
        (summary.records, summary.inputs) = (feed.records, feed.summaries)
        return summary
    }

    private static func process<Handler: RowHandler>(
        _ work: Work, _ handler: Handler, _ row: Row
    ) -> Outcome<Handler.BatchResult> {
        var rejects: [Reject] = []
        let equalKeyRows = row.equalKeyRows
        work.batch.bytes.withUnsafeBytes { bytes in
            for (index, span) in work.batch.records.enumerated() {
                do throws(RowError) {
                    try work.decoder.decode(span, of: bytes, into: row)
                } catch {
                    rejects.append(
                        reject(
                            work, index, bytes, offset: error.offset, code: error.code.rawValue, message: error.message)
                    )
                    continue
                }
                handler.approach(
                    RecordPlace(input: work.input, line: span.line, record: work.batch.firstRecord + index))
                do throws(PromptError) {
                    try handler.handle(row)
                } catch {
                    var reject = reject(
                        work, index, bytes, offset: nil, code: error.code.rawValue, message: error.message)
                    reject.template = error.template
                    reject.field = error.field
                    rejects.append(reject)
                }
            }
        }
        return Outcome(
            result: handler.finishBatch(), rejects: rejects, equalKeyRows: row.equalKeyRows - equalKeyRows)
    }

    /// - Parameter offset: of the fault, in bytes from the record's start; nil if it concerns the whole record.
    private static func reject(
        _ work: Work, _ index: Int, _ bytes: UnsafeRawBufferPointer, offset: Int?, code: String, message: String
    ) -> Reject {
        let span = work.batch.records[index]
        let place = work.batch.place(inRecord: index, offset: offset ?? 0)
        var reject = Reject(
            source: work.source, record: work.batch.firstRecord + index, line: span.line, byte: place.byte,
            column: offset == nil ? nil : place.column, code: code, message: message,
            raw: Array(bytes[span.start..<span.end]))
        reject.faultLine = place.line
        reject.excerpt = place.text.map { text in
            Excerpt(text: Array(bytes[text.bytes].prefix(Excerpt.most)), column: text.column)
        }
        return reject
    }
}

/// Reads the batches of several inputs one after the other.
private final class BatchFeed {
    private let inputs: InputSet
    private let blockSize: Int
    private let kind: RowMap.SummaryKind
    private let mostRecords: Int
    private(set) var index = -1
    private var reader: RecordReader?
    private var source: ByteSource?
    private let meter = Meter()
    private(set) var decoder: RowDecoder?
    private(set) var records = 0
    private(set) var summaries: [InputSummary] = []

    /// Hashes and counts the bytes of the input at hand.
    private final class Meter {
        var hash = SHA256()
        var fingerprint = XXH64Stream()
        var bytes = 0
        var records = 0
    }

    init(_ inputs: InputSet, blockSize: Int, summaries kind: RowMap.SummaryKind) {
        self.inputs = inputs
        self.blockSize = blockSize
        self.kind = kind
        mostRecords = inputs.mostRecords ?? .max
    }

    var name: String { inputs.names[index] }
    /// How many bytes have been read of all inputs, as they stand on the disk; 0 if no summaries are taken.
    var bytes: Int { summaries.reduce(meter.bytes) { $0 + $1.bytes } }
    var isReady: Bool { source?.isReady ?? true }

    func next() throws(InputError) -> RecordBatch? {
        while true {
            guard records < mostRecords else { return nil }
            if var batch = try reader?.nextBatch() {
                if batch.records.count > mostRecords - records {
                    batch.records.removeLast(batch.records.count - (mostRecords - records))
                }
                records += batch.records.count
                meter.records += batch.records.count
                return batch
            }
            if reader != nil, kind != .none {
                summaries.append(
                    InputSummary(
                        name: name, bytes: meter.bytes, hash: kind == .hashes ? meter.hash.finish() : "",
                        fingerprint: meter.fingerprint.hash, records: meter.records))
            }
            index += 1
            guard index < inputs.paths.count else { return nil }
            try open(inputs.paths[index])
        }
    }

    private func open(_ path: String) throws(InputError) {
        let source = try inputs.open(path)
        meter.hash = SHA256()
        meter.fingerprint = XXH64Stream()
        meter.bytes = 0
        meter.records = 0
        if kind != .none {
            source.rawBytesObserver = { [meter, kind] bytes in
                if kind == .hashes { meter.hash.add(bytes) }
                meter.fingerprint.add(bytes)
                meter.bytes += bytes.count
            }
        }
        let reader = try RecordReader(
            source: source, name: inputs.names[index], format: inputs.format(of: path), blockSize: blockSize)
        decoder = reader.makeDecoder()
        self.source = source
        self.reader = reader
    }
}
