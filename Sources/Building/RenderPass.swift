import Diagnostics
import Formats
import JSON
import Mixing
import Prompting
import Records
import Reports

/// The pass that makes a dataset's lines, once it is known which of its instances are taken.
struct RenderPass {
    let dataset: PreparedDataset
    let splits: SplitRule
    let threshold: SelectionThreshold
    let style: OutputStyle
    let jobs: Int

    /// Runs over the dataset.
    ///
    /// - Parameters:
    ///   - ledger: gets the exact counts of this pass.
    ///   - sorters: one for each split; get the lines.
    func run(_ ledger: inout DatasetLedger, into sorters: inout [LineSorter], badRows: BadRowPolicy) throws(Diagnostics)
        -> [InputSummary]
    {
        let rejects = try RejectSink(badRows)
        var selector = Selector(threshold)
        var counts = ledger
        counts.clearDrops()
        var lines = sorters
        sorters = []
        let map = RowMap(inputs: dataset.inputs, jobs: jobs, summarises: true)
        let result = try map.run(rejects: rejects, makeHandler: { RenderHandler(self) }) {
            (batch: RenderHandler.BatchResult) throws(Diagnostics) in
            counts.add(batch.drops)
            counts.overCap += batch.overCap
            var chosen = Array(repeating: [(key: SelectionKey, range: Range<Int>)](), count: splits.names.count)
            for row in batch.rows {
                // Of instances that equal the last key taken, only so many are taken; they are equal in content.
                let taken = row.instances.filter { selector.takes($0.selection) }
                if taken.isEmpty { counts.overCap += 1 } else { counts.taken += 1 }
                for instance in taken {
                    counts.instances += 1
                    counts.templates[dataset.task.prompts.name(instance.template), default: 0] += 1
                    if dataset.task.demonstrations != nil {
                        counts.demonstrations[instance.demonstrations, default: 0] += 1
                        if instance.lacksDemonstrations { counts.lackingDemonstrations += 1 }
                        if instance.demonstratesItself { counts.selfDemonstrations += 1 }
                    }
                    if instance.isInverted { counts.inverted += 1 }
                    if let form = instance.options { counts.options[form, default: 0] += 1 }
                    counts.splits[splits.names[row.split], default: 0] += 1
                    chosen[row.split].append((instance.order, instance.range))
                }
            }
            for (split, found) in chosen.enumerated() { lines[split].add(batch.bytes, found) }
        }
        for code in rejects.codes { counts.rejected[code.key] = code.value }
        try rejects.finish(records: result.records)
        counts.rows = result.records
        ledger = counts
        sorters = lines
        return result.inputs
    }
}

private final class RenderHandler: RowHandler {
    struct RenderedInstance: Sendable {
        var selection: SelectionKey
        var order: SelectionKey
        var template: Int
        var isInverted: Bool
        /// The form in which it shows options.
        var options: String?
        var demonstrations: Int
        var lacksDemonstrations: Bool
        var demonstratesItself: Bool
        /// The line in the batch's bytes.
        var range: Range<Int>
    }

    struct RenderedRow: Sendable {
        var split: Int
        var instances: [RenderedInstance]
    }

    struct BatchResult: Sendable {
        var drops = RowDrops()
        var overCap = 0
        var rows: [RenderedRow] = []
        var bytes: [UInt8] = []
    }

    private let pass: RenderPass
    private let prompter: Prompter
    private let writer: InstanceWriter
    private let rowKeys: RowKeys
    private let instance = Instance()
    private let output = ByteBuffer()
    private var result = BatchResult()

    init(_ pass: RenderPass) {
        self.pass = pass
        prompter = Prompter(pass.dataset.task)
        writer = InstanceWriter(pass.style, dataset: pass.dataset.recipe.name)
        rowKeys = RowKeys(idField: pass.dataset.recipe.id)
    }

    func handle(_ row: Row) throws(PromptError) {
        let dataset = pass.dataset
        guard try prompter.take(row.bytes, row.fields) else {
            result.drops.filtered += 1
            return
        }
        let key = try rowKeys.key(of: row)
        let found = try RowInstances(prompter, dataset, row, key, instance)
        result.drops.add(found)
        guard !found.instances.isEmpty else { return }
        let wanted = found.instances.filter { candidate in pass.threshold.last.map { candidate.key <= $0 } ?? false }
        guard !wanted.isEmpty else {
            result.overCap += 1
            return
        }
        let start = output.count
        var instances: [RenderedInstance] = []
        let order = dataset.task.keying.hash(.order, key)
        do throws(PromptError) {
            for (template, selection) in wanted {
                // With one template a row the instance stands rendered already; else it holds what was tried last.
                if dataset.recipe.perRow > 1 { try prompter.render(template, key: key, into: instance) }
                if dataset.task.demonstrations != nil {
                    prompter.demonstrate(template, content: rowKeys.content(of: row), in: instance)
                }
                let lineStart = output.count
                try writer.write(instance, to: output)
                let line = UnsafeRawBufferPointer(rebasing: output.bytes[lineStart...])
                instances.append(
                    RenderedInstance(
                        selection: selection,
                        order: SelectionKey(primary: dataset.instanceHash(order, template), tie: XXH64.hash(line)),
                        template: template, isInverted: instance.isInverted, options: instance.optionForm?.name,
                        demonstrations: instance.demonstrations.count,
                        lacksDemonstrations: instance.demonstrations.count < instance.demonstrationsWanted,
                        demonstratesItself: instance.demonstratesItself,
                        range: lineStart..<output.count))
            }
        } catch {
            output.truncate(to: start)
            throw error
        }
        result.rows.append(RenderedRow(
                split: pass.splits.split(of: rowKeys.content(of: row), dataset.task.keying), instances: instances))
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
