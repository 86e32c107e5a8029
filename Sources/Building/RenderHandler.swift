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
        var rows: [RenderedRow] = []
        var bytes: [UInt8] = []
    }

    private let pass: RenderPass
    private let selection: DatasetSelection
    /// Not taken out of the pass for every row, which would count references to all that it holds.
    private let dataset: PreparedDataset
    private let prompter: Prompter
    private let writer: InstanceWriter
    private let rowKeys: RowKeys
    private let instance = Instance()
    private let output = ByteBuffer()
    private var result = BatchResult()

    init(_ pass: RenderPass, _ selection: DatasetSelection) {
        self.pass = pass
        self.selection = selection
        dataset = pass.dataset
        prompter = Prompter(pass.dataset.task)
        writer = InstanceWriter(pass.style, dataset: pass.dataset.recipe.name)
        rowKeys = RowKeys(idField: pass.dataset.recipe.id)
    }

    func handle(_ row: Row) throws(PromptError) {
        if selection.passes == 0, dataset.givesInstanceARow {
            // What is not taken need not be rendered; a row without a key was refused or rejected by the scan.
            guard let key = try? rowKeys.key(of: row),
                selection.mayTake(hash: dataset.task.keying.hash(.selection, key))
            else { return }
        }
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
        let wanted = found.instances.filter { selection.mayTake($0.key) }
        guard !wanted.isEmpty else {
            result.drops.add(found)
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
