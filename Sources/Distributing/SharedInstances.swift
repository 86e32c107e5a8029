import Building
import Diagnostics
import Reports
import Running

/// The instances whose key equals the last one that a plan takes. The plan takes a given number of these, and other parts may hold some
/// of them. So each is written by itself, with what it adds to the counts.
final class SharedInstances {
    private let build: Build
    private let dataset: PreparedDataset
    private let selection: DatasetSelection
    /// How many more are wanted: no part needs to write more than are taken in all.
    private var left: Int

    init(_ build: Build, _ dataset: PreparedDataset, _ selection: DatasetSelection) {
        (self.build, self.dataset, self.selection) = (build, dataset, selection)
        left = selection.threshold.lastCount
    }

    func write(_ batch: RenderHandler.BatchResult, to lines: KeyedLines) throws(Diagnostics) {
        guard let last = selection.threshold.last else { return }
        for row in batch.rows where left > 0 {
            let instances = batch.instances[row.instances]
            guard let instance = instances.first(where: { $0.selection == last }) else { continue }
            left -= 1
            // Whether no other instance of its row is taken.
            let isOnly = selection.passes == 0 && !instances.contains { $0.selection < last }
            let counts = counts(of: instance, in: row, isOnly: isOnly)
            let line = Array(batch.bytes[instance.range])
            let result = line.withUnsafeBytes { line in
                Result { () throws(Diagnostics) in
                    try lines.addShared(
                        line, lines.key(instance.order, pass: selection.passes), to: row.split,
                        most: selection.threshold.lastCount, counts: counts)
                }
            }
            try result.get()
        }
    }

    private func counts(
        of instance: RenderHandler.RenderedInstance, in row: RenderHandler.RenderedRow, isOnly: Bool
    ) -> DatasetLedger {
        var counts = DatasetLedger(name: dataset.recipe.name)
        var tally = RenderTally(templates: dataset.task.prompts.prompts.count, splits: build.splits.names.count)
        tally.count(instance, 1, split: row.split)
        tally.merge(into: &counts, dataset.task, build.splits)
        counts.amount = instance.size.amount(in: build.recipe.unit)
        counts.taken = isOnly ? 1 : 0
        return counts
    }
}
