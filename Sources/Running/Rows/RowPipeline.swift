import Diagnostics
import Formats
import JSON
import Mixing
import Prompting
import Records

/// What is done with each row; one handler a thread.
package protocol RowHandler: AnyObject, SendableMetatype {
    /// What a batch of rows gives.
    associatedtype BatchResult: Sendable

    /// Tells where the row stands that is handled next; most handlers need not know.
    func willHandle(_ place: RecordLocation)
    /// Handles a row. What it has done for a row that throws must be undone.
    func handle(_ row: Row) throws(PromptError)
    /// Gives what the rows since the last call have given.
    func finishBatch() -> BatchResult
}

extension RowHandler {
    package func willHandle(_ place: RecordLocation) {}
}

/// Where a record stands in the inputs of a run.
package struct RecordLocation: Sendable, Comparable {
    /// The input's position among the inputs.
    package var input: Int
    /// The physical line on which the record starts, from 1.
    package var line: Int
    /// The record's number in its input, from 1; 0 where nobody asks for it.
    package var record = 0

    package init(input: Int, line: Int, record: Int = 0) {
        (self.input, self.line, self.record) = (input, line, record)
    }

    package static func < (a: RecordLocation, b: RecordLocation) -> Bool { (a.input, a.line) < (b.input, b.line) }
}

/// Runs over the rows of several inputs, on several threads, in bounded memory.
package struct RowPipeline {
    var inputs: InputSet
    var jobs: Int
    /// How many bytes are read at a time; any number gives the same result. Nil: what suits the number of threads, to which
    /// handing on a block costs something.
    var blockSize: Int?
    package var summaries = SummaryKind.none
    /// Is told how much has been read.
    var progress: Progress?
    /// Passes over rows by their records' bytes, which are not decoded then; nil: all are wanted.
    package var screen: RowPrefilter?
    /// Passes over the records of other shards; nil: all are wanted.
    package var shard: RecordShard?
    /// Batches in memory that are read in the inputs' place.
    package var kept: [InputBatch]?

    /// - Parameter jobs: the number of threads, at least 1.
    package init(
        inputs: InputSet, jobs: Int, blockSize: Int? = nil, summaries: SummaryKind = .none, progress: Progress? = nil
    ) {
        (self.inputs, self.jobs, self.blockSize, self.summaries) = (inputs, jobs, blockSize, summaries)
        self.progress = progress
    }

    /// What is taken of the inputs' bytes.
    package enum SummaryKind {
        case none
        /// What tells whether a file has changed since it was read before.
        case checksums
        /// The SHA-256 as well, which takes longer than all the rest of reading.
        case hashes
    }

    private struct Outcome<BatchResult: Sendable>: Sendable {
        let result: BatchResult
        /// Records of other shards.
        let others: Int
        let rejects: [Reject]
        let equalKeyRows: Int
    }

    /// What is known when all has been read.
    package struct Summary {
        package var records = 0
        /// How many rows held a key twice.
        package var equalKeyRows = 0
        /// What is known of the inputs, if that was asked for.
        package var inputs: [InputSummary] = []
    }

    /// - Parameter consume: takes the results of the batches, in the order of the input.
    package func run<Handler: RowHandler>(
        rejects: RejectSink, makeHandler: @escaping @Sendable () -> Handler,
        consume: (Handler.BatchResult) throws(Diagnostics) -> Void
    ) throws(Diagnostics) -> Summary {
        var summary = Summary()
        let feed = BatchReader(
            inputs, blockSize: blockSize ?? BatchReader.blockSize(jobs: jobs), summaries: summaries, kept: kept)
        progress?.beginInputs()
        let (screen, shard) = (screen, shard)
        var others = 0
        do {
            try orderedParallelMap(
                jobs: jobs,
                next: {
                    progress?.read(rows: feed.records, bytes: feed.bytes)
                    return try feed.next()
                },
                mayReadAhead: { feed.isReady },
                makeWorker: {
                    let handler = makeHandler()
                    let row = Row()
                    return { batch in Self.process(batch, screen, shard, handler, row) }
                },
                consume: { outcome in
                    for reject in outcome.rejects { try rejects.add(reject) }
                    summary.equalKeyRows += outcome.equalKeyRows
                    others += outcome.others
                    try consume(outcome.result)
                })
        } catch let error as Diagnostics {
            throw error
        } catch let error as InputError {
            throw Diagnostics(error.diagnostic, status: error.status)
        } catch {
            throw Diagnostics(Diagnostic("\(error)"), status: .bug)
        }
        (summary.records, summary.inputs) = (feed.records - others, feed.summaries)
        return summary
    }

    private static func process<Handler: RowHandler>(
        _ work: InputBatch, _ screen: RowPrefilter?, _ shard: RecordShard?, _ handler: Handler, _ row: Row
    ) -> Outcome<Handler.BatchResult> {
        var rejects: [Reject] = []
        var others = 0
        let equalKeyRows = row.equalKeyRows
        work.batch.bytes.withUnsafeBytes { bytes in
            for (index, span) in work.batch.records.enumerated() {
                if let shard, !shard.holds(UnsafeRawBufferPointer(rebasing: bytes[span.start..<span.end])) {
                    others += 1
                    continue
                }
                var use = RowPrefilter.Use.row
                if let screen, work.isLines, span.fault == nil {
                    use = screen.use(of: UnsafeRawBufferPointer(rebasing: bytes[span.start..<span.end]))
                    if use == .none { continue }
                }
                do throws(RowError) {
                    try work.decoder.decode(span, of: bytes, into: row)
                } catch {
                    if use == .trial { continue }
                    rejects.append(
                        reject(
                            work, index, bytes, offset: error.offset, code: error.code.rawValue, message: error.message)
                    )
                    continue
                }
                handler.willHandle(
                    RecordLocation(input: work.input, line: span.line, record: work.batch.firstRecord + index))
                do throws(PromptError) {
                    try handler.handle(row)
                } catch {
                    if use == .trial { continue }
                    var reject = reject(
                        work, index, bytes, offset: nil, code: error.code.rawValue, message: error.message)
                    (reject.template, reject.field) = (error.template, error.field)
                    rejects.append(reject)
                }
            }
        }
        return Outcome(
            result: handler.finishBatch(), others: others, rejects: rejects,
            equalKeyRows: row.equalKeyRows - equalKeyRows)
    }

    /// - Parameter offset: of the fault, in bytes from the record's start; nil if it concerns the whole record.
    private static func reject(
        _ work: InputBatch, _ index: Int, _ bytes: UnsafeRawBufferPointer, offset: Int?, code: String, message: String
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
