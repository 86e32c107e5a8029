import Formats
import JSON
import Jinja
import Mixing
import Prompting
import Records
import Running

/// What rows have given.
struct LineCounts: Sendable {
    var lines = 0
    /// How many rows gave a blank prompt or completion, and no line.
    var blank = 0
    /// How many inverted instances were refused.
    var refused = 0
}

/// The lines that a batch of rows gave.
///
/// The text is given away by the thread that has written it, and never shared.
struct FilteredLines: @unchecked Sendable {
    let text: ByteBuffer
    let counts: LineCounts

    static func taking(_ output: ByteBuffer, _ counts: inout LineCounts) -> FilteredLines {
        defer { counts = LineCounts() }
        return FilteredLines(text: output.takeContents(), counts: counts)
    }
}

/// Rows in canonical form.
final class RowLines: RowHandler {
    private let keyed: Bool
    private let lineEnd: UInt8
    private let output = ByteBuffer()
    @exclusivity(unchecked) private var counts = LineCounts()

    init(keyed: Bool, lineEnd: UInt8) { (self.keyed, self.lineEnd) = (keyed, lineEnd) }

    func handle(_ row: Row) throws(PromptError) {
        if keyed {
            output.append("{\"key\":\"")
            output.append(keyText(RowHasher.recordKey(identity: row.bytes)))
            output.append("\",\"row\":")
        }
        row.writeCanonical(to: output)
        if keyed { output.append(UInt8(ascii: "}")) }
        output.append(lineEnd)
        counts.lines += 1
    }

    func finishBatch() -> FilteredLines { .taking(output, &counts) }
}

/// Instances in a format.
final class InstanceLines: RowHandler {
    private let prompter: Prompter
    private let writer: InstanceWriter
    private let needsPair: Bool
    /// Whether anything but draws in templates depends on the rows' keys.
    private let needsKeys: Bool
    private let instance = Instance()
    private let output = ByteBuffer()
    @exclusivity(unchecked) private var counts = LineCounts()

    init(_ task: PromptTask, _ style: OutputStyle) {
        prompter = Prompter(task)
        writer = InstanceWriter(style, dataset: task.dataset)
        needsPair = style.format.needsPair
        needsKeys = style.metadata || task.prompts.prompts.count > 1
    }

    func handle(_ row: Row) throws(PromptError) {
        let start = output.count
        do {
            guard try prompter.load(row.bytes, row.fields) else { return }
            let key = needsKeys ? RowHasher.recordKey(identity: row.bytes) : nil
            let outcome = try prompter.renderTemplates(key: key, wantsPairs: needsPair, into: instance) {
                _ throws(PromptError) in
                try writer.write(instance, to: output)
            }
            counts.lines += outcome.given
            counts.blank += outcome.blank
            counts.refused += outcome.refusals.total
        } catch {
            output.truncate(to: start)
            throw error
        }
    }

    func finishBatch() -> FilteredLines { .taking(output, &counts) }
}

/// What a bare template gives.
final class TemplateLines: RowHandler {
    private let template: Template
    private let machine: Machine
    private let values: RowValues
    private let lineEnd: UInt8
    private let output = ByteBuffer()
    @exclusivity(unchecked) private var counts = LineCounts()

    init(
        _ template: Template, _ environment: Environment, _ constants: [(name: String, value: JSONValue)],
        lineEnd: UInt8
    ) {
        (self.template, self.lineEnd) = (template, lineEnd)
        machine = Machine(environment)
        values = RowValues(constants: constants.map { ($0.name, Value($0.value)) })
    }

    func handle(_ row: Row) throws(PromptError) {
        let start = output.count
        values.load(row.bytes, row.fields)
        do throws(JinjaError) {
            try machine.render(template, values, to: output)
        } catch {
            throw PromptError(error, template: template.name, row: values)
        }
        // Nobody could tell where it ends.
        if lineEnd == 0, output.bytes[start...].contains(0) {
            output.truncate(to: start)
            throw PromptError(
                .templateFailed, "template `\(template.name)`: what it gives holds NUL, which ends outputs under -0",
                template: template.name)
        }
        output.append(lineEnd)
        counts.lines += 1
    }

    func finishBatch() -> FilteredLines { .taking(output, &counts) }
}
