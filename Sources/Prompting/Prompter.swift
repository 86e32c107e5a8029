import JSON
import Jinja
import Mixing

/// Turns rows of one dataset into instances. One per thread; the same row gives the same instance on any of them.
public final class Prompter {
    private let task: PromptTask
    private let prompts: [CompiledPrompt]
    private let row: RowValues
    /// Whether templates that only splice are rendered by their fast form. Demonstrations are compared as plain text.
    private let splices: Bool
    /// The only template and its fast form, if it is to be used. They are held by `prompts`; here they are not counted, as
    /// counting twice a row would take a tenth of the time.
    private let single: (prompt: Unmanaged<CompiledPrompt>, splice: Unmanaged<SplicedPrompt>)?
    private let machine: Machine
    private let transformMachine: Machine
    private let transforms: Bool
    private let hasSystem: Bool
    /// Templates compiled for rows that hold the usual separator mark.
    private var variants: [Int: (machine: Machine, prompts: [Int: CompiledPrompt])] = [:]
    private let mark = Array(Separator(variant: 0).mark.utf8)
    private let choicesText = ByteBuffer()
    private lazy var demonstrator = Demonstrator(task)

    /// - Parameters:
    ///   - task: shared with other threads' prompters.
    ///   - splices: whether fast forms of templates may be used; without them the same comes out.
    public init(_ task: PromptTask, splices: Bool = true) {
        self.task = task
        prompts = task.prompts.prompts
        self.splices = splices && task.demonstrations == nil
        row = RowValues(keying: task.keying)
        machine = Machine(task.options.environment(variant: 0))
        let environment = Environment()
        environment.undefined = .strict
        transformMachine = Machine(environment)
        transforms = !task.transform.isIdentity
        hasSystem = task.system != nil
        singleTemplate = prompts.count == 1 ? 0 : nil
        if self.splices, prompts.count == 1, let splice = prompts[0].splice {
            single = (.passUnretained(prompts[0]), .passUnretained(splice))
        } else {
            single = nil
        }
    }

    /// Takes a row and computes its fields.
    ///
    /// - Parameters:
    ///   - bytes: its JSON text, accepted by a scanner; must stay valid until the next row is taken.
    ///   - fields: its members; must stay as they are until then, too.
    /// - Returns: whether the row passes the recipe's `where`.
    public func take(_ bytes: UnsafeRawBufferPointer, _ fields: JSONFields) throws(PromptError) -> Bool {
        row.load(bytes, fields)
        if transforms, try !task.transform.apply(to: row, transformMachine) { return false }
        if row.hasAnswerChoices {
            throw PromptError(
                .reservedField, "the row has a field `answer_choices`, a name that templates give to their own choices",
                field: "answer_choices")
        }
        return true
    }

    /// The text of a field of the row that was taken last, computed ones included; nil if it is no text or absent.
    public func fieldText(_ name: String) -> String? { row.text(named: name) }

    /// The whole number in a field of the row that was taken last; nil if it is none or absent.
    public func fieldInteger(_ name: String) -> Int? { row.integer(named: name) }

    /// The names of the fields of the row that was taken last, computed ones included.
    public var fieldNames: [String] { row.fieldNames }

    /// The position of the template that every row is seen through, if there is just one.
    public let singleTemplate: Int?

    /// The positions of the templates that a row with this key is seen through.
    public func templates(for key: RecordKey) -> [Int] { task.prompts.choose(task.perRow, for: key, task.keying) }

    /// The texts among the fields that the recipe has computed from the row that was taken last.
    public var computedTexts: [(field: String, text: String)] { row.computedTexts }

    /// Renders the row that was taken last through a template, without demonstrations.
    ///
    /// - Parameters:
    ///   - template: its position in the task's set.
    ///   - key: the key of the row's record; nil if only draws depend on it, which take it when they need it.
    ///   - instance: what it held before is forgotten.
    public func render(_ template: Int, key: RecordKey?, into instance: Instance) throws(PromptError) {
        instance.clear()
        instance.key = key ?? 0
        if let single {
            single.prompt._withUnsafeGuaranteedRef { begin($0, key, instance) }
            instance.isEscaped = row.isPlain && single.splice._withUnsafeGuaranteedRef { $0.write(row, into: instance) }
            if instance.isEscaped, !hasSystem { return }
        } else {
            let prompt = prompts[template]
            begin(prompt, key, instance)
            instance.isEscaped = splices && row.isPlain && prompt.splice?.write(row, into: instance) ?? false
        }
        if !instance.isEscaped { try renderFully(prompts[template], template, into: instance) }
        if hasSystem { instance.system = try system(prompts[template]) }
    }

    @inline(__always)
    private func begin(_ prompt: CompiledPrompt, _ key: RecordKey?, _ instance: Instance) {
        if instance.compiled !== prompt {
            instance.compiled = prompt
            instance.answerChoices = prompt.plainChoices?.texts
        }
        row.draw = (key, prompt.hash)
    }

    private func system(_ prompt: CompiledPrompt) throws(PromptError) -> String? {
        try task.system.map { system throws(PromptError) in
            try run(prompt.template.name) { () throws(JinjaError) in
                choicesText.removeAll()
                try machine.render(system, row, to: choicesText)
                return choicesText.string
            }
        }
    }

    /// Renders a template by its machine.
    private func renderFully(
        _ prompt: CompiledPrompt, _ template: Int, into instance: Instance
    ) throws(PromptError) {
        let variant = row.freeSeparatorVariant()
        if variant == 0 {
            try render(prompt, machine, mark: mark, into: instance)
        } else if let variant {
            let (other, compiled) = try alternative(variant, template)
            try render(compiled, other, mark: Array(Separator(variant: variant).mark.utf8), into: instance)
        } else {
            throw PromptError(
                .separatorInRow, "the row holds all noncharacters U+FDD0 to U+FDEF, which mark the parts of prompts")
        }
    }

    /// Puts demonstrations before an instance of the row that was taken last.
    ///
    /// - Parameters:
    ///   - template: the position of the instance's template, which the demonstrations share.
    ///   - content: XXH64 of the row's canonical text.
    public func demonstrate(_ template: Int, content: UInt64, in instance: Instance) {
        guard let rules = task.demonstrations else { return }
        demonstrator.demonstrate(
            rules, template, content: content, group: rules.groupField.flatMap { text(of: $0) }, in: instance)
    }

    /// A field of the row that was taken last, computed or its own, as text; nil if there is none.
    func text(of field: String) -> [UInt8]? {
        row.value(named: field).flatMap { value in (try? transformMachine.plainText(of: value)).map { Array($0.utf8) } }
    }

    private func render(
        _ prompt: CompiledPrompt, _ machine: Machine, mark: [UInt8], into instance: Instance
    ) throws(PromptError) {
        instance.clear()
        try run(prompt.template.name) { () throws(JinjaError) in
            instance.answerChoices = nil
            row.answerChoices = nil
            if let plain = prompt.plainChoices {
                instance.answerChoices = plain.texts
                // A list of its own: a template may change it.
                row.answerChoices = .list(plain.values)
            } else if let choices = prompt.choices {
                choicesText.removeAll()
                try machine.render(choices, row, to: choicesText)
                let texts = splitParts(choicesText.bytes, mark: mark).map {
                    choicesText.string(from: $0.lowerBound, to: $0.upperBound)
                }
                instance.answerChoices = texts
                row.answerChoices = .list(ContiguousArray(texts.map { .string($0) }))
            } else {
                row.answerChoices = Value.none
            }
            try machine.render(prompt.prompt, row, to: instance.text)
        }
        splitParts(instance.text.bytes, mark: mark) { instance.addPart($0) }
    }

    /// The template compiled with another separator mark.
    private func alternative(_ variant: Int, _ template: Int) throws(PromptError) -> (Machine, CompiledPrompt) {
        let environment = variants[variant]?.machine.environment ?? task.options.environment(variant: variant)
        if variants[variant] == nil { variants[variant] = (Machine(environment), [:]) }
        if let compiled = variants[variant]!.prompts[template] { return (variants[variant]!.machine, compiled) }
        let source = task.prompts.prompts[template].template
        do {
            let compiled = try CompiledPrompt(source, in: environment, truncation: task.options.truncation)
            variants[variant]!.prompts[template] = compiled
            return (variants[variant]!.machine, compiled)
        } catch {
            throw PromptError(.templateFailed, error.message, template: source.name)
        }
    }

    private func run<Result>(
        _ template: String, _ body: () throws(JinjaError) -> Result
    ) throws(PromptError) -> Result {
        do {
            return try body()
        } catch {
            throw PromptError(error, template: template, row: row)
        }
    }
}
