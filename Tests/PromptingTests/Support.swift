import JSON
import Mixing

@testable import Prompting

/// A task over templates made in memory.
func makeTask(
    _ templates: [PromptTemplate], inverted: Double? = nil, options: PromptOptions = PromptOptions(),
    transform: RowTransform? = nil, seed: UInt64 = 0
) throws -> PromptTask {
    PromptTask(
        dataset: "d", hasher: RowHasher(seed: seed, dataset: "d"), transform: try transform ?? RowTransform(),
        prompts: try PromptSet(templates, options: options, invertedShare: inverted), options: options)
}

func makeTemplate(_ jinja: String, id: String = "t", choices: String? = nil, inverted: Bool = false) -> PromptTemplate {
    PromptTemplate(id: id, name: id, jinja: jinja, answerChoices: choices, isInverted: inverted)
}

/// What a row gives: its parts through the first template that is chosen for it.
struct Rendered: Equatable {
    var parts: [String]
    var choices: [String]?
    var template: String
    var isInverted: Bool
    var solved: [Solved]
    var demonstrations: [String] { solved.map(\.prompt) }

    /// A demonstration.
    struct Solved: Equatable {
        var prompt: String
        var completion: String
    }
}

extension PromptTask {
    /// - Parameter content: tells the row's content; nil: all of its text does.
    func render(_ json: String, content: UInt64? = nil) throws -> Rendered? {
        try taking(json) { prompter, key in
            let instance = Instance()
            let template = prompter.templates(for: key)[0]
            try prompter.render(template, key: key, into: instance)
            prompter.demonstrate(template, content: content ?? XXH3.hash(json), in: instance)
            func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
            return Rendered(
                parts: (0..<instance.partCount).map {
                    JSONString.decode(instance.part($0), hasEscapes: instance.isEscaped)
                },
                choices: instance.answerChoices, template: instance.template, isInverted: instance.isInverted,
                solved: instance.demonstrations.map {
                    Rendered.Solved(prompt: text($0.prompt), completion: text($0.completion))
                })
        }
    }

    /// Runs something with a prompter that has taken a row; nil if the row does not pass.
    func taking<Result>(
        _ json: String, splices: Bool = true, _ body: (Prompter, RecordKey) throws -> Result
    ) throws -> Result? {
        let bytes = Array(json.utf8)
        let prompter = Prompter(self, splices: splices)
        return try bytes.withUnsafeBytes { buffer in
            let fields = JSONFields()
            var scanner = JSONScanner(buffer)
            try scanner.scanObject(into: fields)
            guard try prompter.load(buffer, fields) else { return nil }
            return try body(prompter, RowHasher.recordKey(identity: buffer))
        }
    }
}

extension PromptSet {
    /// The name of the template at a position.
    func name(_ position: Int) -> String { prompts[position].template.name }
}
