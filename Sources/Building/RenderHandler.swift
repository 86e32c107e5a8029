import Formats
import JSON
import Mixing
import Prompting
import Records

/// Makes the lines of rows of which something may be taken.
final class RenderHandler: RowHandler {
    struct RenderedInstance: Sendable {
        var selection: SelectionKey
        var order: SelectionKey
        var template: Int
        var size: InstanceSize
        /// How much of that the prompt is.
        var promptCharacters: UInt32
        /// XXH64 of prompt and completion.
        var content: UInt64
        var isInverted: Bool
        /// The form in which it shows options.
        var options: String?
        var demonstrations: Int
        var lacksDemonstrations: Bool
        var demonstratesItself: Bool
        /// Its score of difficulty, where the output is parted into stages.
        var score: Double?
        /// The line in the batch's bytes, with its score before it.
        var range: Range<Int>
    }

    struct RenderedRow: Sendable {
        var split: Int
        /// The hash of its label; nil if it has none.
        var label: UInt64?
        var instances: [RenderedInstance]
    }

    struct BatchResult: Sendable {
        var drops = RowDrops()
        var rows: [RenderedRow] = []
        /// Labels by their hashes, those of earlier batches of the same thread aside.
        var labels: [UInt64: String] = [:]
        var samples: [SampledInstance] = []
        var bytes: [UInt8] = []
    }

    private let splits: SplitRule
    private let selection: DatasetSelection
    private let dataset: PreparedDataset
    private let prompter: Prompter
    private let writer: InstanceWriter
    private let rowKeys: RowKeys
    private let instance = Instance()
    private let output = ByteBuffer()
    private var result = BatchResult()
    private var place = RecordPlace(input: 0, line: 0)
    private var sampler: InstanceSampler
    private var labels: LabelReader

    init(_ dataset: PreparedDataset, _ style: OutputStyle, _ splits: SplitRule, _ selection: DatasetSelection) {
        self.dataset = dataset
        self.splits = splits
        self.selection = selection
        prompter = Prompter(dataset.task)
        writer = InstanceWriter(style, dataset: dataset.recipe.name)
        rowKeys = RowKeys(idField: dataset.recipe.id)
        sampler = InstanceSampler(dataset)
        labels = LabelReader(dataset.recipe)
    }

    func approach(_ place: RecordPlace) { self.place = place }

    func handle(_ row: Row) throws(PromptError) {
        if selection.passes == 0, dataset.givesInstanceARow {
            // What is not taken need not be rendered; a row without a key was refused or rejected by the scan.
            guard let key = try? rowKeys.key(of: row),
                selection.mayTake(hash: dataset.task.keying.hash(.selection, key))
            else { return }
        }
        guard try prompter.take(row.bytes, row.fields) else {
            result.drops.addFiltered(at: place)
            return
        }
        let key = try rowKeys.key(of: row)
        let found = try RowInstances(prompter, dataset, row, key, instance)
        guard !found.instances.isEmpty else {
            result.drops.add(found, at: place)
            return
        }
        let wanted = found.instances.filter { selection.mayTake($0.key) }
        guard !wanted.isEmpty else {
            result.drops.add(found, at: place)
            return
        }
        let start = output.count
        var instances: [RenderedInstance] = []
        let order = dataset.task.keying.hash(.order, key)
        do throws(PromptError) {
            for (template, selection) in wanted {
                // With one template a row the instance stands rendered already; else it holds what was tried last.
                if !dataset.givesInstanceARow { try prompter.render(template, key: key, into: instance) }
                if dataset.task.demonstrations != nil {
                    prompter.demonstrate(template, content: rowKeys.content(of: row), in: instance)
                }
                let start = output.count
                let score = try dataset.scorer?.score(of: row, instance)
                if let score { StagedLine.write(score: score, to: output) }
                let lineStart = output.count
                try writer.write(instance, to: output)
                let line = UnsafeRawBufferPointer(rebasing: output.bytes[lineStart...])
                let order = SelectionKey(primary: dataset.instanceHash(order, template), tie: XXH64.hash(line))
                sampler.look(at: instance, order: order, template: template, row: row, key, place)
                let lengths = instance.lengths
                instances.append(
                    RenderedInstance(
                        selection: selection, order: order, template: template, size: InstanceSize(lengths),
                        promptCharacters: UInt32(clamping: lengths.prompt.characters), content: instance.contentHash,
                        isInverted: instance.isInverted,
                        options: instance.optionForm?.name,
                        demonstrations: instance.demonstrations.count,
                        lacksDemonstrations: instance.demonstrations.count < instance.demonstrationsWanted,
                        demonstratesItself: instance.demonstratesItself,
                        score: score, range: start..<output.count))
            }
        } catch {
            output.truncate(to: start)
            throw error
        }
        result.drops.add(found, at: place)
        result.rows.append(
            RenderedRow(
                split: splits.split(of: rowKeys.content(of: row), dataset.task.keying),
                label: labels.label(of: row, &result.labels), instances: instances))
    }

    func finishBatch() -> BatchResult {
        defer {
            result = BatchResult()
            output.removeAll()
        }
        result.bytes = Array(output.bytes)
        result.samples = sampler.take()
        return result
    }
}
