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
    /// Its position in the recipe.
    let position: Int
    let unit: MixtureUnit
    let splits: SplitRule
    let selection: DatasetSelection
    let style: OutputStyle
    let jobs: Int
    let progress: Progress?

    /// Runs over the dataset.
    ///
    /// - Parameters:
    ///   - ledger: gets the exact counts of this pass.
    ///   - sorters: get the lines.
    func run(
        _ ledger: inout DatasetLedger, into sorters: SplitSorters, badRows: BadRowPolicy
    ) throws(Diagnostics) -> [InputSummary] {
        let rejects = try RejectSink(badRows)
        var selector = Selector(selection.threshold)
        var counts = ledger
        counts.clearDrops()
        var number: UInt64 = 0
        let map = RowMap(inputs: dataset.inputs, jobs: jobs, summaries: .fingerprints, progress: progress)
        let result = try map.run(rejects: rejects, makeHandler: { RenderHandler(self) }) {
            (batch: RenderHandler.BatchResult) throws(Diagnostics) in
            counts.add(batch.drops)
            counts.overCap += batch.overCap
            var chosen = Array(repeating: [(key: SelectionKey, range: Range<Int>)](), count: splits.names.count)
            for row in batch.rows {
                var isTaken = false
                for instance in row.instances {
                    // Of instances that equal the last key taken, only so many are taken; they are equal in content.
                    let copies = selection.passes + (selector.takes(instance.selection) ? 1 : 0)
                    guard copies > 0 else { continue }
                    isTaken = true
                    for pass in 0..<copies {
                        chosen[row.split].append(
                            (sorters.key(instance.order, pass: pass, number: number), instance.range))
                    }
                    number += 1
                    counts.instances += copies
                    counts.characters += copies * Int(instance.size.characters)
                    counts.amount += copies * instance.size.amount(in: unit)
                    counts.templates[dataset.task.template(at: instance.template).name, default: 0] += copies
                    if dataset.task.demonstrations != nil {
                        counts.demonstrations[instance.demonstrations, default: 0] += copies
                        if instance.lacksDemonstrations { counts.lackingDemonstrations += copies }
                        if instance.demonstratesItself { counts.selfDemonstrations += copies }
                    }
                    if instance.isInverted { counts.inverted += copies }
                    if let form = instance.options { counts.options[form, default: 0] += copies }
                    counts.splits[splits.names[row.split], default: 0] += copies
                }
                if isTaken { counts.taken += 1 } else { counts.overCap += 1 }
            }
            for (split, found) in chosen.enumerated() {
                try sorters.add(batch.bytes, found, dataset: position, to: split)
            }
        }
        for code in rejects.codes { counts.rejected[code.key] = code.value }
        try rejects.finish(records: result.records)
        counts.rows = result.records
        ledger = counts
        return result.inputs
    }
}

private final class RenderHandler: RowHandler {
    struct RenderedInstance: Sendable {
        var selection: SelectionKey
        var order: SelectionKey
        var template: Int
        var size: InstanceSize
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
    /// Not taken out of the pass for every row, which would count references to all that it holds.
    private let dataset: PreparedDataset
    private let prompter: Prompter
    private let writer: InstanceWriter
    private let rowKeys: RowKeys
    private let instance = Instance()
    private let output = ByteBuffer()
    private var result = BatchResult()

    init(_ pass: RenderPass) {
        self.pass = pass
        dataset = pass.dataset
        prompter = Prompter(pass.dataset.task)
        writer = InstanceWriter(pass.style, dataset: pass.dataset.recipe.name)
        rowKeys = RowKeys(idField: pass.dataset.recipe.id)
    }

    func handle(_ row: Row) throws(PromptError) {
        guard try prompter.take(row.bytes, row.fields) else {
            result.drops.filtered += 1
            return
        }
        let key = try rowKeys.key(of: row)
        let found = try RowInstances(prompter, dataset, row, key, instance)
        guard !found.instances.isEmpty else {
            result.drops.add(found)
            return
        }
        let wanted = found.instances.filter { pass.selection.mayTake($0.key) }
        guard !wanted.isEmpty else {
            result.drops.add(found)
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
                        template: template, size: instance.size, isInverted: instance.isInverted,
                        options: instance.optionForm?.name,
                        demonstrations: instance.demonstrations.count,
                        lacksDemonstrations: instance.demonstrations.count < instance.demonstrationsWanted,
                        demonstratesItself: instance.demonstratesItself,
                        range: lineStart..<output.count))
            }
        } catch {
            output.truncate(to: start)
            throw error
        }
        result.drops.add(found)
        result.rows.append(
            RenderedRow(
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
