import Conversations
import JSON
import Prompting
import Records

/// A task of a pool, or a candidate for one: an instruction with its instances.
package struct InstructionTask: Sendable, Equatable {
    package var instruction: String
    /// What it is to be done to, and the answers; nil of a row that has neither field, an instruction alone.
    package var instances: [Instance]?

    /// One input with its answer.
    package struct Instance: Sendable, Equatable {
        /// Empty where the instruction says all.
        package var input: String
        /// Nil where there is none yet.
        package var output: String?

        package init(input: String, output: String?) { (self.input, self.output) = (input, output) }
    }

    package init(instruction: String, instances: [Instance]? = nil) {
        (self.instruction, self.instances) = (instruction, instances)
    }
}

/// Finds the task in a row, by its fields.
package struct TaskFields: Sendable {
    /// The field of the instruction; nil: one of the usual names.
    package var instruction: String?
    /// The field of the input, which every row must have then; nil: one of the usual names, or none.
    package var input: String?
    /// The field of the output, which every row must have then; nil: one of the usual names, or none.
    package var output: String?

    /// The usual names: Alpaca's, Dolly's and Self-Instruct's fields, and pairs of question and answer.
    package init() {}

    /// - Throws: that a field is missing or no text.
    package func task(of row: Row) throws(PromptError) -> InstructionTask {
        let form = try form(of: row)
        guard let field = row.value(of: form.question), let instruction = try text(of: field, form.question, row)
        else { throw Self.error("the row has no text in `\(form.question)`", field: form.question) }
        if output == nil, let instances = row.value(of: "instances") {
            return InstructionTask(
                instruction: instruction,
                instances: try Self.instances(row.slice(instances.value)))
        }
        let input = try first(form.inputs, in: row, isNamed: input != nil)
        let output = try first(form.answers, in: row, isNamed: output != nil)
        if input == nil, output == nil { return InstructionTask(instruction: instruction) }
        return InstructionTask(
            instruction: instruction, instances: [InstructionTask.Instance(input: input ?? "", output: output)])
    }

    private func form(of row: Row) throws(PromptError) -> PairForm {
        var form: PairForm
        if instruction == nil, input == nil, output == nil {
            guard let found = PairForm.known.first(where: { row.value(of: $0.question) != nil }) else {
                throw Self.error(
                    "the row has no instruction: none of the fields "
                        + PairForm.known.map { "`\($0.question)`" }.joined(separator: ", ")
                        + "; --instruction-field names another",
                    field: nil)
            }
            form = found
        } else {
            form = PairForm.known[0]
        }
        if let instruction { form.question = instruction }
        if let input { form.inputs = [input] }
        if let output { form.answers = [output] }
        return form
    }

    /// The text of the first field that a row has; a null is an empty text.
    private func first(_ names: [String], in row: Row, isNamed: Bool) throws(PromptError) -> String? {
        for name in names {
            if let field = row.value(of: name) { return try text(of: field, name, row) ?? "" }
        }
        if isNamed { throw Self.error("the row has no field `\(names[0])`", field: names[0]) }
        return nil
    }

    /// A field's text; nil of a null.
    private func text(of field: JSONField, _ name: String, _ row: Row) throws(PromptError) -> String? {
        switch field.kind {
        case .string, .escapedString: return row.text(of: field)
        case .null: return nil
        default: throw Self.error("`\(name)` is no text", field: name)
        }
    }

    /// Self-Instruct's list of inputs and outputs.
    private static func instances(
        _ list: UnsafeRawBufferPointer
    ) throws(PromptError) -> [InstructionTask.Instance] {
        guard case .array(let items)? = try? JSONValue(parsing: list) else {
            throw error("`instances` is no list", field: "instances")
        }
        var instances: [InstructionTask.Instance] = []
        for (index, item) in items.enumerated() {
            func text(_ name: String) throws(PromptError) -> String? {
                switch item[name] {
                case .string(let text)?: return text
                case .null?: return ""
                case nil: return nil
                default: throw error("`\(name)` of instance \(index + 1) is no text", field: "instances")
                }
            }
            guard case .object = item else {
                throw error("instance \(index + 1) is no object with `input` and `output`", field: "instances")
            }
            instances.append(InstructionTask.Instance(input: try text("input") ?? "", output: try text("output")))
        }
        return instances
    }

    private static func error(_ message: String, field: String?) -> PromptError {
        PromptError(.notAnInstruction, message, field: field)
    }
}
