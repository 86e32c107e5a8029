import Prompting

/// Two templates to begin with, by what the fields look like.
struct TemplateDrafts {
    /// What the templates make of the rows, in one sentence.
    private(set) var guess = ""
    private(set) var templates: [PromptTemplate] = []
    /// What is to be told about them in the pack.
    private(set) var notes: [String] = []

    private static let noText = ["The answer does not look like text: take these templates for a pattern only."]

    private static let asking = ["question", "instruction", "prompt", "query", "problem", "request", "utterance"]
    private static let context = [
        "input", "context", "passage", "article", "document", "paragraph", "story", "text", "background", "premise",
    ]
    private static let replying = [
        "answer", "output", "response", "completion", "target", "solution", "summary", "answers", "answer_text",
        "reply",
        "highlights", "translation", "abstract",
    ]

    /// - Parameter fields: at least one that a template can name.
    init(_ fields: [DraftField]) {
        let fields = fields.filter { $0.isReadable && $0.name != "answer_choices" }
        let useful = fields.contains { !$0.isAside } ? fields.filter { !$0.isAside } : fields
        func named(_ names: [String]) -> DraftField? {
            names.lazy.compactMap { name in useful.first { $0.name.lowercased() == name } }.first
        }
        let texts = useful.filter(\.isText)
        let ask = named(Self.asking).flatMap { $0.isText ? $0 : nil }
        let reply = named(Self.replying)
        if let ask, let reply, LabelDraft(among: useful)?.field.name != reply.name || texts.count == 2 {
            answer(ask, named(Self.context).flatMap { $0.isText ? $0 : nil }, reply)
        } else if let label = LabelDraft(among: useful), useful.count > 1 {
            classify(Self.inputs(useful.filter { $0.name != label.field.name }), label)
        } else if let reply, let other = Self.longest(texts.filter { $0.name != reply.name }) {
            transform(other, reply)
        } else if texts.count > 1, let first = Self.longest(texts),
            let second = Self.longest(texts.filter { $0.name != first.name })
        {
            let isInOrder = texts.first { $0.name == first.name || $0.name == second.name }?.name == first.name
            transform(isInOrder ? first : second, isInOrder ? second : first)
        } else if let text = texts.first, (text.report.lengths?.median.value ?? 0) >= 20 {
            proceed(text)
        } else if let last = useful.last {
            transform(useful.dropLast().map { $0 }, last)
        }
    }

    // MARK: The kinds

    private mutating func classify(_ inputs: [DraftField], _ label: LabelDraft) {
        guess = "a classification: \(label.field.name) is the label, \(Self.list(inputs)) what it is told from."
        notes = label.notes
        let choices = label.answerChoices != nil ? "{{ answer_choices | join(\", \") }}" : nil
        let shown = Self.lines(inputs)
        let word = label.field.word
        let guards = inputs.flatMap { $0.guards() } + label.field.guards(againstEmpty: true)
        add(
            "classify",
            "\(shown)\n\nWhich \(word) fits best\(choices.map { ": \($0)" } ?? "")?\n|||\n\(label.completion)",
            guards, choices: label.answerChoices)
        add(
            "question_first",
            "What is the \(word) of the following?\(choices.map { " Choose from: \($0)." } ?? "")\n\n\(shown)\n|||\n\(label.completion)",
            guards, choices: label.answerChoices)
    }

    private mutating func answer(_ ask: DraftField, _ context: DraftField?, _ reply: DraftField) {
        guess = "questions and answers: \(reply.name) belongs to \(Self.list([ask] + (context.map { [$0] } ?? [])))."
        let (answer, tests) = Self.printed(reply)
        let guards = ask.guards() + tests
        let isTask = ["instruction", "prompt", "request"].contains(ask.name.lowercased())
        func around(_ before: String, _ after: String) -> String {
            guard let context else { return "" }
            let text = "\(before){{ \(context.name) }}\(after)"
            guard context.isOptional else { return text }
            let test = context.report.missing > 0 ? "\(context.name) is defined and \(context.name)" : context.name
            return "{% if \(test) %}\(text){% endif %}"
        }
        if isTask {
            add("follow", "{{ \(ask.name) }}\(around("\n\n", ""))\n|||\n\(answer)", guards)
            add(
                "with_headings",
                "\(ask.title): {{ \(ask.name) }}\(around("\n\(context?.title ?? ""): ", ""))\nResponse:\n|||\n\(answer)",
                guards)
        } else {
            add("answer", "\(around("", "\n\n"))Question: {{ \(ask.name) }}\nAnswer:\n|||\n\(answer)", guards)
            add(
                "question_first", "Answer this question: {{ \(ask.name) }}\(around("\n\n", ""))\n|||\n\(answer)", guards
            )
        }
    }

    private mutating func transform(_ first: DraftField, _ second: DraftField) { transform([first], second) }

    private mutating func transform(_ inputs: [DraftField], _ last: DraftField) {
        let (answer, tests) = Self.printed(last)
        guard !inputs.isEmpty else {
            guess = "a list of values: there is only \(last.name)."
            if !last.isText { notes = Self.noText }
            add("write", "Write a \(last.word).\n|||\n\(answer)", tests)
            add("give_example", "Give an example of a \(last.word).\n|||\n\(answer)", tests)
            return
        }
        let inputs = Self.inputs(inputs)
        guess = "pairs: from \(Self.list(inputs)) to \(last.name)."
        if !last.isText { notes = Self.noText }
        let guards = inputs.flatMap { $0.guards() } + tests
        add("complete", "\(Self.lines(inputs))\n\n\(last.title):\n|||\n\(answer)", guards)
        add(
            "task_first", "Write the \(last.word) that belongs to this.\n\n\(Self.lines(inputs))\n|||\n\(answer)",
            guards)
    }

    private mutating func proceed(_ text: DraftField) {
        guess = "texts to go on with: \(text.name)."
        notes = ["Words are joined with single spaces here; texts of too few words give no instance."]
        let words = "\(text.name).split()"
        add(
            "continue_half",
            "Continue this text.\n\n{{ \(words)[:\(words) | length // 2] | join(\" \") }}\n|||\n"
                + "{{ \(words)[\(words) | length // 2:] | join(\" \") }}", text.guards())
        add(
            "continue_opening",
            "Here is how a text begins: {{ \(words)[:8] | join(\" \") }}\nHow may it go on?\n|||\n{{ \(words)[8:] | join(\" \") }}",
            text.guards())
    }

    // MARK: Pieces

    private mutating func add(_ name: String, _ source: String, _ guards: [String], choices: String? = nil) {
        // A template that gives nothing for a row is no error; one that names a missing field is.
        let jinja = guards.isEmpty ? source : "{% if \(guards.joined(separator: " and ")) %}\n\(source)\n{% endif %}"
        var template = PromptTemplate(id: name, name: name, jinja: jinja, answerChoices: choices)
        template.choicesInPrompt = choices != nil
        templates.append(template)
    }

    /// What is shown of the fields beside the label: the long texts among them, else all.
    private static func inputs(_ fields: [DraftField]) -> [DraftField] {
        func length(_ field: DraftField) -> Int { field.report.lengths?.median.value ?? 0 }
        let texts = fields.filter { $0.isText && $0.isReadable }
        let longest = texts.map(length).max() ?? 0
        let chosen = texts.filter { 4 * length($0) >= longest }
        return Array((chosen.isEmpty ? fields : chosen).prefix(4))
    }

    private static func longest(_ fields: [DraftField]) -> DraftField? {
        fields.max { ($0.report.lengths?.median.value ?? 0) < ($1.report.lengths?.median.value ?? 0) }
    }

    private static func lines(_ fields: [DraftField]) -> String {
        fields.count == 1 && fields[0].isText
            ? "{{ \(fields[0].name) }}"
            : fields.map { "\($0.title): \(printed($0).text)" }.joined(separator: "\n")
    }

    /// How a value is printed, and what must be tested before. Of lists of answers, as question answering has them, the
    /// first one counts.
    private static func printed(_ field: DraftField) -> (text: String, guards: [String]) {
        let name = field.name
        switch field.type {
        case "array" where name.lowercased() == "answers": return ("{{ \(name)[0] }}", field.guards() + [name])
        case "object" where name.lowercased() == "answers":
            return ("{{ \(name).text[0] }}", field.guards() + ["\(name).text is defined", "\(name).text"])
        case "array", "object": return ("{{ \(name) | tojson }}", field.guards())
        default: return ("{{ \(name) }}", field.guards())
        }
    }

    private static func list(_ fields: [DraftField]) -> String { fields.map(\.name).joined(separator: ", ") }
}
