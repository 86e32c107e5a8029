import Formats
import JSON
import Jinja
import Mixing
import Prompting
import Records

/// The lines that a batch of rows gave.
///
/// The buffer is given away by the thread that has filled it, and never shared.
struct FilteredLines: @unchecked Sendable {
    var bytes = ByteBuffer(capacity: 0)
    /// How many lines there are.
    var count = 0
    /// How many rows gave a blank prompt or completion, and no line.
    var blank = 0

    /// Takes what was written since the last call, with the buffer, which another one as large takes the place of.
    mutating func take(from output: inout ByteBuffer) -> FilteredLines {
        var taken = self
        taken.bytes = output
        output = ByteBuffer(capacity: output.count + output.count / 8)
        self = FilteredLines()
        return taken
    }
}

/// Rows in canonical form.
final class RowLines: RowHandler {
    private let keyed: Bool
    @exclusivity(unchecked) private var output = ByteBuffer()
    @exclusivity(unchecked) private var lines = FilteredLines()

    init(keyed: Bool) {
        self.keyed = keyed
    }

    func handle(_ row: Row) throws(PromptError) {
        if keyed {
            output.append("{\"key\":\"")
            output.append(keyText(Keying.recordKey(identity: row.bytes)))
            output.append("\",\"row\":")
        }
        row.writeCanonical(to: output)
        output.append(keyed ? "}\n" : "\n")
        lines.count += 1
    }

    func finishBatch() -> FilteredLines { lines.take(from: &output) }
}

/// Instances in a format.
final class InstanceLines: RowHandler {
    private let prompter: Prompter
    private let writer: InstanceWriter
    private let needsPair: Bool
    /// Whether anything depends on the rows' keys.
    private let needsKeys: Bool
    private let instance = Instance()
    @exclusivity(unchecked) private var output = ByteBuffer()
    @exclusivity(unchecked) private var lines = FilteredLines()

    init(_ task: PromptTask, _ format: OutputFormat, metadata: Bool) {
        prompter = Prompter(task)
        writer = InstanceWriter(format, dataset: task.dataset, metadata: metadata)
        needsPair = format.needsPair
        needsKeys = metadata || task.needsKeys
    }

    func handle(_ row: Row) throws(PromptError) {
        let start = (bytes: output.count, lines: lines)
        do {
            guard try prompter.take(row.bytes, row.fields) else { return }
            let key = needsKeys ? Keying.recordKey(identity: row.bytes) : 0
            for template in prompter.templates(for: key) {
                try prompter.render(template, key: key, into: instance)
                if needsPair {
                    try instance.requirePair()
                    if instance.isBlank {
                        lines.blank += 1
                        continue
                    }
                }
                writer.write(instance, to: output)
                lines.count += 1
            }
        } catch {
            output.truncate(to: start.bytes)
            lines = start.lines
            throw error
        }
    }

    func finishBatch() -> FilteredLines { lines.take(from: &output) }
}

/// What a bare template gives.
final class TemplateLines: RowHandler {
    private let template: Template
    private let machine: Machine
    private let values: RowValues
    private let terminator: UInt8
    @exclusivity(unchecked) private var output = ByteBuffer()
    @exclusivity(unchecked) private var lines = FilteredLines()

    init(
        _ template: Template, _ environment: Environment, _ constants: [(name: String, value: JSONValue)],
        terminator: UInt8
    ) {
        self.template = template
        self.terminator = terminator
        machine = Machine(environment)
        values = RowValues(constants: constants.map { ($0.name, Value($0.value)) })
    }

    func handle(_ row: Row) throws(PromptError) {
        values.load(row.bytes, row.fields)
        do throws(JinjaError) {
            try machine.render(template, values, to: output)
        } catch {
            throw PromptError(error, template: template.name, row: values)
        }
        output.append(terminator)
        lines.count += 1
    }

    func finishBatch() -> FilteredLines { lines.take(from: &output) }
}
