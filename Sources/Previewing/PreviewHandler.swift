import Building
import JSON
import Mixing
import Prompting
import Records
import Reports
import Running

/// Makes previews of the instances that lie under a threshold.
final class PreviewHandler: RowHandler {
    /// An instance that was chosen; with all templates, a row.
    struct Choice: Sendable {
        var key: SelectionKey
        var previews: [InstancePreview]
    }

    private let dataset: PreparedDataset
    private let threshold: SelectionThreshold
    private let throughAllTemplates: Bool
    private let prompter: Prompter
    private let rowKeys: RowKeys
    private let instance = Instance()
    private let found = RowInstances()
    private var place = RecordLocation(input: 0, line: 0)
    private var result: [Choice] = []

    init(_ dataset: PreparedDataset, _ threshold: SelectionThreshold, throughAllTemplates: Bool) {
        (self.dataset, self.threshold, self.throughAllTemplates) = (dataset, threshold, throughAllTemplates)
        // Spliced instances are the insides of JSON strings; here their text is wanted.
        prompter = Prompter(dataset.task, splices: false)
        rowKeys = RowKeys(idField: dataset.recipe.id)
    }

    func willHandle(_ rows: RowCursor) { place = rows.place }

    func handle(_ row: Row) throws(PromptError) {
        guard let last = threshold.last, !dataset.leavesOut(row, rowKeys, at: place),
            try prompter.load(row.bytes, row.fields)
        else { return }
        let key = try rowKeys.key(of: row)
        var choices: [Choice] = []
        if throughAllTemplates {
            let selection = dataset.rowSelection(row, key)
            guard selection <= last else { return }
            let all = dataset.task.prompts.prompts.indices
            choices.append(Choice(key: selection, previews: all.map { preview(row, key, through: $0) }))
        } else {
            try found.find(prompter, row, key, instance)
            for (template, selection) in found.instances where selection <= last {
                choices.append(Choice(key: selection, previews: [preview(row, key, through: template)]))
            }
        }
        result += choices
    }

    private func preview(_ row: Row, _ key: RecordKey, through template: Int) -> InstancePreview {
        var members: [JSONValue.Member] = []
        // The row has been read already, so this cannot fail.
        if case .object(let parsed)? = try? JSONValue(parsing: row.bytes) { members = parsed }
        let source = dataset.task.template(at: template)
        var preview = InstancePreview(
            dataset: dataset.task.dataset, template: source.name, pack: source.location?.file ?? "",
            place: RowLocation(source: dataset.inputs.names[place.input], line: place.line), record: place.record,
            row: members)
        preview.computed = prompter.computedTexts
        do throws(PromptError) {
            try prompter.render(template, key: key, into: instance)
            try instance.requirePair()
        } catch {
            preview.problem = error.message
            return preview
        }
        guard !instance.isBlank else {
            preview.problem = "the template gives a blank prompt or completion for this row"
            return preview
        }
        if let refusal = prompter.refusal(of: instance, through: template) {
            preview.problem = "the inversion is refused: \(refusal.reason)"
            return preview
        }
        prompter.demonstrate(template, content: rowKeys.content(of: row), in: instance)
        preview.system = instance.system
        func texts(_ solved: [Demonstration]) -> [(prompt: String, completion: String)] {
            solved.map { (String(decoding: $0.prompt, as: UTF8.self), String(decoding: $0.completion, as: UTF8.self)) }
        }
        preview.conversation = instance.conversation
        preview.demonstrations = texts(instance.demonstrations)
        preview.prompt = MarkedText(String(decoding: instance.prompt, as: UTF8.self), values: preview.values)
        preview.completion = MarkedText(String(decoding: instance.completion, as: UTF8.self), values: preview.values)
        return preview
    }

    func finishBatch() -> [Choice] {
        defer { result = [] }
        return result
    }
}

/// Takes the selection keys of rows, whatever templates make of them.
final class RowKeyHandler: RowHandler {
    private let dataset: PreparedDataset
    private let prompter: Prompter
    private let rowKeys: RowKeys
    private var place = RecordLocation(input: 0, line: 0)
    private var result: [SelectionKey] = []

    init(_ dataset: PreparedDataset) {
        self.dataset = dataset
        prompter = Prompter(dataset.task)
        rowKeys = RowKeys(idField: dataset.recipe.id)
    }

    func willHandle(_ rows: RowCursor) { place = rows.place }

    func handle(_ row: Row) throws(PromptError) {
        guard !dataset.leavesOut(row, rowKeys, at: place), try prompter.load(row.bytes, row.fields) else { return }
        result.append(dataset.rowSelection(row, try rowKeys.key(of: row)))
    }

    func finishBatch() -> [SelectionKey] {
        defer { result = [] }
        return result
    }
}

extension PreparedDataset {
    /// Where a row stands among those of its dataset.
    fileprivate func rowSelection(_ row: Row, _ key: RecordKey) -> SelectionKey {
        SelectionKey(primary: task.hasher.hash(.selection, key), tie: RowHasher.recordKey(identity: row.bytes))
    }
}
