import JSON
import Jinja
import Mixing

/// Turns rows of one dataset into instances. One per thread; the same row gives the same instance on any of them.
package final class Prompter {
    let task: PromptTask
    let prompts: [CompiledPrompt]
    let row: RowValues
    /// Whether templates that only splice are rendered by their fast form. Demonstrations are compared as plain text.
    private let splices: Bool
    /// The only template and its fast form, if it is to be used. They are held by `prompts`; here they are not counted, as
    /// counting twice a row would take a tenth of the time.
    private let single: (prompt: Unmanaged<CompiledPrompt>, splice: Unmanaged<SplicedPrompt>)?
    let renderer: PromptRenderer
    let transformMachine: Machine
    private let transforms: Bool
    /// Whether instances of tasks get more than their templates make: a system message, or fields of the row.
    private let hasMore: Bool
    private let isTask: Bool
    /// The pieces of plain text of the row at hand.
    var pieces: [String] = []
    /// What reading the row at hand has found, where it is no task.
    package var reading: RowReading?
    private lazy var demonstrator = Demonstrator(task)

    /// - Parameters:
    ///   - task: shared with other threads' prompters.
    ///   - splices: whether fast forms of templates may be used; without them the same comes out.
    package init(_ task: PromptTask, splices: Bool = true) {
        self.task = task
        prompts = task.prompts.prompts
        self.splices = splices && task.demonstrations == nil
        row = RowValues(hasher: task.hasher)
        renderer = PromptRenderer(task, row)
        let environment = Environment()
        environment.undefined = .strict
        transformMachine = Machine(environment)
        transforms = !task.transform.isIdentity
        hasMore = task.system != nil || !task.kept.isEmpty
        isTask = task.kind == .task
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
    package func load(_ bytes: UnsafeRawBufferPointer, _ fields: JSONFields) throws(PromptError) -> Bool {
        row.load(bytes, fields)
        if transforms, try !task.transform.apply(to: row, transformMachine) { return false }
        if task.kind != .lines, row.hasAnswerChoices {
            throw PromptError(
                .reservedField, "the row has a field `answer_choices`, a name that templates give to their own choices",
                field: "answer_choices")
        }
        return true
    }

    /// The text of a field of the row that was taken last, computed ones included; nil if it is no text or absent.
    package func fieldText(_ name: String) -> String? { row.text(named: name) }

    /// The whole number in a field of the row that was taken last; nil if it is none or absent.
    package func fieldInteger(_ name: String) -> Int? { row.integer(named: name) }

    /// The names of the fields of the row that was taken last, computed ones included.
    package var fieldNames: [String] { row.fieldNames }

    /// The position of the template that every row is seen through, if there is just one.
    private let singleTemplate: Int?

    /// The positions of the templates that a row with this key is seen through.
    ///
    /// - Parameter straight: whether those that turn the task around are left out, as all of them were refused.
    func templates(for key: RecordKey, straight: Bool = false) -> [Int] {
        task.prompts.choose(task.perRow, for: key, task.hasher, straight: straight)
    }

    /// Why the instance that was rendered last, of an inverted template, is refused; nil if it is not.
    package func refusal(of instance: Instance, through template: Int) -> InversionRefusal? {
        isTask && prompts[template].template.isInverted ? renderer.refusal(of: instance, template) : nil
    }

    /// The texts among the fields that the recipe has computed from the row that was taken last.
    package var computedTexts: [(field: String, text: String)] { row.computedTexts }

    /// Renders the row that was taken last through a template, without demonstrations.
    ///
    /// - Parameters:
    ///   - template: its position in the task's set.
    ///   - key: the key of the row's record; nil if only draws depend on it, which take it when they need it.
    ///   - instance: what it held before is forgotten.
    package func render(
        _ template: Int, key: RecordKey?, form: OptionFormChoice = .drawn, into instance: Instance
    ) throws(PromptError) {
        instance.clear()
        instance.key = key ?? 0
        if !isTask {
            begin(prompts[0], key, instance)
            try fill(instance, template)
            return keepFields(in: instance)
        }
        if let single {
            single.prompt._withUnsafeGuaranteedRef { begin($0, key, instance) }
            instance.isEscaped = row.isPlain && single.splice._withUnsafeGuaranteedRef { $0.write(row, into: instance) }
            if instance.isEscaped, !hasMore { return }
        } else {
            let prompt = prompts[template]
            begin(prompt, key, instance)
            instance.isEscaped = splices && row.isPlain && prompt.splice?.write(row, into: instance) ?? false
        }
        if !instance.isEscaped { try renderer.render(template, form, into: instance) }
        try addSystem(to: instance)
        keepFields(in: instance)
    }

    /// Gives an instance the system message that is drawn for it, if the recipe has some.
    func addSystem(to instance: Instance) throws(PromptError) {
        if let system = task.system { instance.system = try renderer.system(system) }
    }

    @inline(__always)
    private func begin(_ prompt: CompiledPrompt, _ key: RecordKey?, _ instance: Instance) {
        if instance.compiled !== prompt {
            instance.compiled = prompt
            instance.answerChoices = prompt.plainChoices?.texts
        }
        row.draw = (key, prompt.hash)
    }

    package func hash(_ purpose: Purpose, _ key: RecordKey) -> UInt64 { task.hasher.hash(purpose, key) }

    /// A row's hash made an instance's: with one template a row they are the same, else each template has its own.
    package func instanceHash(_ hash: UInt64, _ template: Int) -> UInt64 {
        task.perRow == 1 ? hash : hash.rank(of: task.hash(template))
    }

    /// What the templates of a row gave.
    package struct RowOutcome {
        /// How many instances there are.
        package internal(set) var given = 0
        /// How many templates gave a blank prompt or completion.
        package internal(set) var blank = 0
        package internal(set) var refusals = RefusalCounts()
    }

    /// Renders the row that was taken last through each of its templates. Where all were refused that turn the task around,
    /// it is seen through the others.
    ///
    /// - Parameters:
    ///   - key: the key of the row's record; nil if only draws depend on it.
    ///   - wantsPairs: whether only what has a prompt and a completion is an instance, and inversions are looked at.
    ///   - instance: holds each instance in turn, without demonstrations.
    ///   - take: gets the template's position.
    package func renderTemplates(
        key: RecordKey?, wantsPairs: Bool = true, into instance: Instance, _ take: (Int) throws(PromptError) -> Void
    ) throws(PromptError) -> RowOutcome {
        var outcome = RowOutcome()
        if !isTask, task.maxCharacters != nil {
            let count = try takePieces()
            for piece in 0..<count {
                if try isInstance(piece, key, wantsPairs, instance, &outcome) { try take(piece) }
            }
            return outcome
        }
        if let singleTemplate {
            if try isInstance(singleTemplate, key, wantsPairs, instance, &outcome) { try take(singleTemplate) }
            return outcome
        }
        for template in templates(for: key ?? 0) where try isInstance(template, key, wantsPairs, instance, &outcome) {
            try take(template)
        }
        if outcome.given == 0, outcome.refusals.total > 0 {
            for template in templates(for: key ?? 0, straight: true)
            where try isInstance(template, key, wantsPairs, instance, &outcome) {
                try take(template)
            }
        }
        return outcome
    }

    /// Renders the row through a template, and counts what comes of it.
    @inline(__always)
    private func isInstance(
        _ template: Int, _ key: RecordKey?, _ wantsPairs: Bool, _ instance: Instance, _ outcome: inout RowOutcome
    ) throws(PromptError) -> Bool {
        try render(template, key: key, into: instance)
        if wantsPairs {
            try instance.requirePair()
            if instance.isBlank {
                outcome.blank += 1
                return false
            }
            if let refusal = refusal(of: instance, through: template) {
                outcome.refusals[refusal] += 1
                return false
            }
        }
        outcome.given += 1
        return true
    }

    /// Puts demonstrations before an instance of the row that was taken last.
    ///
    /// - Parameters:
    ///   - template: the position of the instance's template, which the demonstrations share.
    ///   - content: XXH3 of the row's canonical text.
    package func demonstrate(_ template: Int, content: UInt64, in instance: Instance) {
        guard let rules = task.demonstrations else { return }
        guard isTask else {
            return demonstrator.demonstrate(rules, from: { NaturalInstruction(row)?.examples ?? [] }, in: instance)
        }
        demonstrator.demonstrate(
            rules, template,
            DemonstratedQuery(
                content: content, group: rules.groupField.flatMap { text(of: $0) },
                runs: rules.sharedWords.map { row.wordRuns(of: $0) } ?? []), in: instance)
    }

    /// A field of the row that was taken last, computed or its own, as text; nil if there is none.
    func text(of field: String) -> [UInt8]? {
        row.value(named: field).flatMap { value in (try? transformMachine.plainText(of: value)).map { Array($0.utf8) } }
    }
}
