import Formats
import JSON
import Mixing
import Ordering
import Prompting
import Records
import Running

/// Makes the lines of rows of which something may be taken.
package final class RenderHandler: RowHandler {
    /// Of plain numbers only: a reference would be counted for every instance.
    package struct RenderedInstance: Sendable {
        package var selection: SelectionKey
        package var order: UInt64
        package var template = 0
        package var size = InstanceSize()
        /// How much of that the prompt is.
        var promptCharacters: UInt32 = 0
        /// XXH3 of prompt and completion.
        var content: UInt64 = 0
        var isInverted = false
        /// The form in which it shows options.
        var options: OptionRules.Style?
        var demonstrations = 0
        var lacksDemonstrations = false
        var demonstratesItself = false
        /// The line in the batch's bytes; where the output is parted into stages, with what tells its score before it.
        package var range: Range<Int>
    }

    package struct RenderedRow: Sendable {
        package var split: Int
        /// The hash of its label; nil if it has none.
        var label: UInt64?
        /// Where its instances stand among the batch's.
        package var instances: Range<Int>
    }

    package struct BatchResult: Sendable {
        var drops = RowDrops()
        var readings = RowReadings()
        package var rows: [RenderedRow] = []
        package var instances: [RenderedInstance] = []
        /// Labels by their hashes, those of earlier batches of the same thread aside.
        var labels: [UInt64: String] = [:]
        var samples: [SampledInstance] = []
        package var bytes: [UInt8] = []
    }

    private let splits: SplitRule
    private let selection: DatasetSelection
    private let dataset: PreparedDataset
    private let prompter: Prompter
    private let writer: InstanceWriter
    private let lineOrder: LineOrder?
    /// Whether rows are formatted lines of which nothing but their places in the output is wanted.
    private let takesLines: Bool
    /// Whether rows are read otherwise than through templates, so that there is something to be told of that.
    private let reads: Bool
    /// Takes texts out of formatted lines, where their scores are measured.
    private let lineTexts: InstanceTexts?
    private let rowKeys: RowKeys
    private let instance = Instance()
    private let found = RowInstances()
    private let output = ByteBuffer()
    // Without checks of exclusive access, of which there would be several for each row: one thread uses it.
    @exclusivity(unchecked) private var result = BatchResult()
    @exclusivity(unchecked) private var place = RecordLocation(input: 0, line: 0)
    @exclusivity(unchecked) private var sampler: InstanceSampler
    @exclusivity(unchecked) private var labels: LabelReader

    init(
        _ dataset: PreparedDataset, _ style: OutputStyle, _ splits: SplitRule, _ selection: DatasetSelection,
        _ lineOrder: LineOrder?, takesLines: Bool
    ) {
        (self.takesLines, self.dataset, self.lineOrder) = (takesLines, dataset, lineOrder)
        lineTexts = dataset.scorer?.lineTexts
        reads = dataset.recipe.kind != .task
        (self.splits, self.selection) = (splits, selection)
        prompter = Prompter(dataset.task)
        writer = InstanceWriter(style, dataset: dataset.recipe.name)
        rowKeys = RowKeys(idField: dataset.recipe.id)
        sampler = InstanceSampler(dataset)
        labels = LabelReader(dataset.recipe)
    }

    package func willHandle(_ rows: RowCursor) { place = rows.place }

    package func handle(_ row: Row) throws(PromptError) {
        if takesLines { return takeLine(row) }
        if selection.passes == 0, dataset.hasOneInstancePerRow {
            // What is not taken need not be rendered; a row without a key was refused or rejected by the scan.
            guard let key = try? rowKeys.key(of: row),
                selection.mayTake(hash: dataset.task.hasher.hash(.selection, key))
            else { return }
        }
        if dataset.leavesOut(row, rowKeys, at: place) {
            result.drops.addDuplicate(at: place)
            return
        }
        guard try prompter.load(row.bytes, row.fields) else {
            result.drops.addFiltered(at: place)
            return
        }
        let key = try rowKeys.key(of: row)
        try found.find(prompter, row, key, instance, isSelective: selection.threshold.last != nil)
        let (start, count) = (output.count, result.instances.count)
        do throws(PromptError) {
            for (template, selection) in found.instances where self.selection.mayTake(selection) {
                // With one template a row the instance stands rendered already; else it holds what was tried last.
                if !dataset.hasOneInstancePerRow { try prompter.render(template, key: key, into: instance) }
                try write(row, key, template, selection)
            }
        } catch {
            output.truncate(to: start)
            result.instances.removeLast(result.instances.count - count)
            throw error
        }
        result.drops.add(found, at: place)
        guard result.instances.count > count else { return }
        if reads { result.readings.add(prompter.reading) }
        result.rows.append(
            RenderedRow(
                split: splits.split(of: rowKeys.content(of: row), dataset.task.hasher),
                label: labels.label(of: row, &result.labels), instances: count..<result.instances.count))
    }

    /// Takes a row that is a formatted line, of which nothing but its place in the output is wanted.
    private func takeLine(_ row: Row) {
        let key = RowHasher.recordKey(identity: row.bytes)
        let place = dataset.task.hasher.selectionKey(key)
        guard selection.mayTake(place) else { return }
        let (start, count) = (output.count, result.instances.count)
        output.append(row.bytes)
        output.append(UInt8(ascii: "\n"))
        result.instances.append(
            RenderedInstance(
                selection: place, order: dataset.task.hasher.hash(.order, key), range: start..<output.count))
        result.rows.append(RenderedRow(split: 0, label: nil, instances: count..<count + 1))
    }

    /// Writes the line of the instance that stands rendered.
    private func write(
        _ row: Row, _ key: RecordKey, _ template: Int, _ selection: SelectionKey
    ) throws(PromptError) {
        if dataset.task.demonstrations != nil {
            prompter.demonstrate(template, content: rowKeys.content(of: row), in: instance)
        }
        let start = output.count
        try dataset.scorer?.write(row, instance, lineTexts, to: output)
        let lineStart = output.count
        try writer.write(instance, to: output)
        let order = prompter.instanceHash(prompter.hash(.order, key), template)
        sampler.look(at: instance, order: order, template: template, row: row, key, place)
        let lengths = instance.lengths
        result.instances.append(
            RenderedInstance(
                selection: selection, order: lineOrder?.hash(of: output.bytes[lineStart...]) ?? order,
                template: template, size: InstanceSize(lengths),
                promptCharacters: UInt32(clamping: lengths.prompt.characters), content: instance.contentHash,
                isInverted: instance.isInverted, options: instance.optionForm?.style,
                demonstrations: instance.demonstrations.count,
                lacksDemonstrations: instance.demonstrations.count < instance.demonstrationsWanted,
                demonstratesItself: instance.demonstratesItself, range: start..<output.count))
    }

    package func finishBatch() -> BatchResult {
        defer {
            let (rows, instances) = (result.rows.count, result.instances.count)
            result = BatchResult()
            // The next batch is about as large.
            result.rows.reserveCapacity(rows + rows / 8)
            result.instances.reserveCapacity(instances + instances / 8)
            output.removeAll()
        }
        result.bytes = Array(output.bytes)
        result.samples = sampler.take()
        return result
    }
}
