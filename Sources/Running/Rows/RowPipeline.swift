import Diagnostics
import Formats
import JSON
import Mixing
import Prompting
import Records

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
    /// Records in memory that are read in the inputs' place.
    package var kept: [KeptRecords]?

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
        let counts: RowCursor.Counts
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
                    return { batch in
                        let counts = RowCursor.run(handler, over: batch, row, screen, shard)
                        return Outcome(result: handler.finishBatch(), counts: counts)
                    }
                },
                consume: { outcome in
                    for reject in outcome.counts.rejects { try rejects.add(reject) }
                    summary.equalKeyRows += outcome.counts.equalKeyRows
                    others += outcome.counts.others
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
}
