import Diagnostics
import Formats
import Mixing
import Ordering
import Prompting
import Records
import Reports
import Running

/// The pass that makes a dataset's lines.
package struct RenderPass {
    let dataset: PreparedDataset
    /// Its position in the recipe.
    let position: Int
    let unit: MixtureUnit
    let splits: SplitRule
    let style: OutputStyle
    let jobs: Int
    let progress: Progress?
    /// What lines are ordered by, if that is not what they are made from.
    let lineOrder: LineOrder?
    /// Whether rows are formatted lines of which nothing but their places in the output is wanted.
    let takesLines: Bool
    /// Collects what a report shows; used on the caller's thread only.
    let observer: DatasetObserver
    /// Nil: they are not counted.
    let duplicates: DuplicateCounter?
    let scores: ScoreCounter
    /// What is taken of the inputs' bytes where all rows are used.
    var summaries = RowPipeline.SummaryKind.hashes
    /// Which of the records are read; nil: all.
    package var shard: RecordShard?
    /// Called with what each batch gives, whether it is taken or not.
    package var look: ((RenderHandler.BatchResult) throws(Diagnostics) -> Void)?

    /// - Parameters:
    ///   - dataset: the dataset at the position, perhaps with other files.
    ///   - scores: counts the scores of what is taken, where the output has stages.
    package init(
        _ build: Build, _ dataset: PreparedDataset, at position: Int, observer: DatasetObserver,
        duplicates: DuplicateCounter? = nil, scores: ScoreCounter = ScoreCounter(nil)
    ) {
        (self.dataset, self.position, self.observer) = (dataset, position, observer)
        (self.duplicates, self.scores) = (duplicates, scores)
        (unit, splits, style) = (build.recipe.unit, build.splits, build.style)
        (jobs, progress, lineOrder) = (build.jobs, build.progress, build.lineOrder)
        takesLines = !build.measuresLines && dataset.isPlainLines && build.splits.names.count == 1
    }

    /// Makes the lines of all rows, of which nothing is known yet.
    ///
    /// - Parameter sink: gets the lines.
    /// - Returns: what became of the rows, and what is known of the inputs.
    func runAll(
        into sink: any LineSink, rejects: RejectSink
    ) throws(Diagnostics) -> (ledger: DatasetLedger, inputs: [InputSummary]) {
        var ledger = DatasetLedger(dataset)
        let before = rejects.codes
        rejects.observer = observer.add(_:)
        defer { rejects.observer = nil }
        let map = RowPipeline(inputs: dataset.inputs, jobs: jobs, summaries: summaries, progress: progress)
        let summary = try run(map, .all, &ledger, countsDrops: true, into: sink, rejects)
        ledger.rows = summary.records
        ledger.addRejects(of: rejects, since: before)
        (ledger.available, ledger.availableAmount) = (ledger.instances, ledger.amount)
        ledger.availableCharacters = ledger.characters
        return (ledger, summary.inputs)
    }

    /// Makes the lines of what a plan takes.
    ///
    /// - Parameters:
    ///   - ledger: the scan's; gets the exact counts of what is taken.
    ///   - kept: the records that matter, if the scan has kept them.
    /// - Returns: what is known of the inputs, if they were read.
    package func run(
        _ selection: DatasetSelection, _ ledger: inout DatasetLedger, kept: [KeptRecords]?, into sink: any LineSink
    ) throws(Diagnostics) -> [InputSummary] {
        var counts = ledger
        (counts.taken, counts.amount) = (0, 0)
        defer { ledger = counts }
        if selection.isEmpty { return [] }
        var map = RowPipeline(inputs: dataset.inputs, jobs: jobs, summaries: .checksums, progress: progress)
        (map.kept, map.shard) = (kept, shard)
        if dataset.hasOneInstancePerRow, dataset.recipe.id == nil { map.screen = selection.screen(dataset.task.hasher) }
        // The scan has told of the rejects and counted what was dropped; this pass meets the same again.
        let summary = try run(
            map, selection, &counts, countsDrops: false, into: sink, RejectSink(BadRowPolicy(.skip)))
        return summary.inputs
    }

    private func run(
        _ map: RowPipeline, _ selection: DatasetSelection, _ ledger: inout DatasetLedger, countsDrops: Bool,
        into sink: any LineSink, _ rejects: RejectSink
    ) throws(Diagnostics) -> RowPipeline.Summary {
        var selector = Selector(selection.threshold)
        var counts = ledger
        var tally = RenderTally(templates: dataset.task.prompts.prompts.count, splits: splits.names.count)
        let summary = try map.run(
            rejects: rejects,
            makeHandler: { [dataset, style, splits, lineOrder, takesLines] in
                RenderHandler(dataset, style, splits, selection, lineOrder, takesLines: takesLines)
            }
        ) { (batch: RenderHandler.BatchResult) throws(Diagnostics) in
            try look?(batch)
            if countsDrops {
                counts.add(batch.drops)
                batch.readings.add(to: &counts)
                observer.add(batch.drops)
            }
            observer.add(batch.samples, labels: batch.labels)
            var chosen = Array(repeating: [(key: UInt64, range: Range<Int>)](), count: splits.names.count)
            for row in batch.rows {
                var taken = 0
                for index in row.instances {
                    let instance = batch.instances[index]
                    // Of instances that equal the last key taken, only so many are taken; they are equal in content.
                    let copies = selection.passes + (selector.takes(instance.selection) ? 1 : 0)
                    guard copies > 0 else { continue }
                    taken += copies
                    for pass in 0..<copies {
                        chosen[row.split].append((sink.key(instance.order, pass: pass), instance.range))
                    }
                    tally.count(instance, copies, split: row.split)
                    counts.amount += copies * instance.size.amount(in: unit)
                    if takesLines { continue }
                    observer.add(instance, copies)
                    duplicates?.add(instance.content, split: row.split)
                    if dataset.scorer != nil {
                        batch.bytes.withUnsafeBytes { bytes in
                            scores.add(UnsafeRawBufferPointer(rebasing: bytes[instance.range]), times: copies)
                        }
                    }
                }
                guard taken > 0 else { continue }
                counts.taken += 1
                if let label = row.label { observer.add(label: label, taken) }
            }
            for (split, found) in chosen.enumerated() { try sink.add(batch.bytes, found, dataset: position, to: split) }
        }
        tally.merge(into: &counts, dataset.task, splits)
        ledger = counts
        return summary
    }
}
