import JSON
import Jinja
import Mixing

/// Renders the templates of a task for a row by Jinja's machine. One per thread.
final class PromptRenderer {
    private let task: PromptTask
    private let row: RowValues
    private let machine: Machine
    /// Templates compiled for rows that hold the usual separator mark.
    private var variants: [Int: (machine: Machine, prompts: [Int: CompiledPrompt])] = [:]
    private let mark = Array(Separator(variant: 0).mark.utf8)
    private let choicesText = ByteBuffer()
    private let inversionGuard = InversionGuard()
    /// The pair that is turned around, as wordings see it.
    private lazy var pair = RowValues(hasher: task.hasher)

    init(_ task: PromptTask, _ row: RowValues) {
        (self.task, self.row) = (task, row)
        machine = Machine(task.options.environment(variant: 0))
    }

    /// Renders the row through a template.
    ///
    /// - Parameter position: the template's among those of the task.
    func render(_ position: Int, _ form: OptionFormChoice, into instance: Instance) throws(PromptError) {
        let prompt = task.prompts.prompts[position]
        let variant = row.freeSeparatorVariant()
        if variant == 0 {
            try render(prompt, form, machine, mark: mark, into: instance)
        } else if let variant {
            let (other, compiled) = try alternative(variant, position)
            try render(compiled, form, other, mark: Array(Separator(variant: variant).mark.utf8), into: instance)
        } else {
            throw PromptError(
                .separatorInRow, "the row holds all noncharacters U+FDD0 to U+FDEF, which mark the parts of prompts")
        }
    }

    /// Renders the system message that is drawn for the row and its template; nil if none is.
    func system(_ messages: SystemMessages) throws(PromptError) -> String? {
        guard let system = messages.message(for: row.hash(.system, template: row.draw?.template ?? 0)) else {
            return nil
        }
        return try run(system.name) { () throws(JinjaError) in
            choicesText.removeAll()
            try machine.render(system, row, to: choicesText)
            return choicesText.string
        }
    }

    private func render(
        _ prompt: CompiledPrompt, _ form: OptionFormChoice, _ machine: Machine, mark: [UInt8], into instance: Instance
    ) throws(PromptError) {
        instance.clear()
        var options: RenderedOptions?
        try run(prompt.template.name) { () throws(JinjaError) in
            let choices = try answerChoices(of: prompt, machine, mark)
            instance.answerChoices = choices
            options = shownOptions(choices, of: prompt, form, in: instance)
            row.answerOptions = prompt.optionPlan?.appended == nil ? options.map { .string($0.list) } : nil
            try machine.render(prompt.prompt, row, to: instance.text)
        }
        splitParts(instance.text.bytes, mark: mark) { instance.addPart($0) }
        if let options { try show(options, of: prompt, in: instance) }
        if !prompt.wordings.isEmpty { try turnAround(prompt, machine, mark: mark, instance) }
    }

    /// Gives the row the answer choices of a template.
    private func answerChoices(
        of prompt: CompiledPrompt, _ machine: Machine, _ mark: [UInt8]
    ) throws(JinjaError) -> [String]? {
        row.answerChoices = nil
        if let plain = prompt.plainChoices {
            // A list of its own: a template may change it.
            row.answerChoices = .list(plain.values)
            return plain.texts
        }
        guard let choices = prompt.choices else {
            row.answerChoices = Value.none
            return nil
        }
        choicesText.removeAll()
        try machine.render(choices, row, to: choicesText)
        let texts = splitParts(choicesText.bytes, mark: mark).map {
            choicesText.string(from: $0.lowerBound, to: $0.upperBound)
        }
        row.answerChoices = .list(ContiguousArray(texts.map { .string($0) }))
        return texts
    }

    // MARK: Options

    private func shownOptions(
        _ choices: [String]?, of prompt: CompiledPrompt, _ choice: OptionFormChoice, in instance: Instance
    ) -> RenderedOptions? {
        guard let plan = prompt.optionPlan else { return nil }
        let hash = row.hash(.options, template: prompt.hash)
        let form: OptionForm? = if case .given(let form) = choice { form } else { plan.form(for: hash) }
        instance.optionForm = form
        return form.map { RenderedOptions(choices ?? plan.labelWords, $0, plan.rules.order ?? .given, hash: hash) }
    }

    /// Appends options to the prompt, unless the template has printed them, and puts the answer into their form.
    private func show(
        _ options: RenderedOptions, of prompt: CompiledPrompt, in instance: Instance
    ) throws(PromptError) {
        guard instance.partCount == 2, !instance.isBlank else { return }
        let word = String(decoding: instance.completion, as: UTF8.self)
        let answer = options.answer(word)
        if prompt.optionPlan?.appended != nil {
            guard let answer, options.texts.count > 1 else {
                // The template does not answer with a choice: there is nothing to choose from.
                instance.optionForm = nil
                return
            }
            instance.replacePart(0, by: options.appended(to: String(decoding: instance.prompt, as: UTF8.self)))
            instance.replacePart(1, by: answer)
            instance.optionText = options.appendix
        } else if let answer {
            instance.replacePart(1, by: answer)
            instance.optionText = options.list
        } else if !prompt.template.isInverted {
            throw PromptError(
                .answerNotAnOption,
                "template `\(prompt.template.name)`: the completion `\(word.prefix(60))` is none of the options shown "
                    + "(\(options.texts.prefix(8).joined(separator: ", "))\(options.texts.count > 8 ? ", …" : ""))",
                template: prompt.template.name)
        }
    }

    // MARK: Turning around

    /// Makes the answer what is asked from, and the task what is asked for, under a wording that is drawn for the row.
    private func turnAround(
        _ prompt: CompiledPrompt, _ machine: Machine, mark: [UInt8], _ instance: Instance
    ) throws(PromptError) {
        guard instance.partCount == 2, !instance.isBlank else { return }
        let hash = row.hash(.inverted, template: prompt.hash)
        let wording = prompt.wordings.min { hash.rank(of: $0.hash) < hash.rank(of: $1.hash) }!
        let answer = String(decoding: instance.completion, as: UTF8.self)
        instance.turnedAnswer = answer
        pair.setComputed([
            ("prompt", .string(String(decoding: instance.prompt, as: UTF8.self))), ("completion", .string(answer)),
        ])
        pair.draw = row.draw
        instance.clearParts()
        try run(wording.template.name) { () throws(JinjaError) in
            try machine.render(wording.prompt, pair, to: instance.text)
        }
        splitParts(instance.text.bytes, mark: mark) { instance.addPart($0) }
    }

    /// Whether an instance of the row, just rendered through an inverted template, is refused.
    func refusal(of instance: Instance, _ position: Int) -> InversionRefusal? {
        let names = task.prompts.prompts[position].promptNames
        guard instance.turnedAnswer != nil || names != nil else { return nil }
        func text(_ value: Value) -> String? { try? machine.plainText(of: value) }
        return inversionGuard.refusal(
            target: instance.completion,
            anyInput: { tells in
                if let answer = instance.turnedAnswer { return tells(answer) }
                return names!.contains { name in
                    if name == "answer_choices" {
                        return instance.answerChoices.map { tells($0.joined(separator: " ")) } ?? false
                    }
                    return row.value(named: name).flatMap(text).map(tells) ?? false
                }
            },
            anyText: { isWanted in
                func isTextWanted(_ text: String) -> Bool {
                    var text = text
                    return text.withUTF8 { isWanted(UnsafeRawBufferPointer($0)) }
                }
                return row.anyText(isWanted)
                    || row.computedValues.contains { text($0).map(isTextWanted) ?? false }
                    // Answer choices are the words for what stands in the row as a number.
                    || instance.answerChoices?.contains(where: isTextWanted) ?? false
            })
    }

    // MARK: Running

    /// The template compiled with another separator mark.
    private func alternative(_ variant: Int, _ template: Int) throws(PromptError) -> (Machine, CompiledPrompt) {
        let environment = variants[variant]?.machine.environment ?? task.options.environment(variant: variant)
        if variants[variant] == nil { variants[variant] = (Machine(environment), [:]) }
        if let compiled = variants[variant]!.prompts[template] { return (variants[variant]!.machine, compiled) }
        let source = task.prompts.prompts[template].template
        do {
            let compiled = try CompiledPrompt(source, in: environment, task.options)
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
