import JSON
import Mixing

@testable import Prompting

/// A task over templates made in memory.
func makeTask(
    _ templates: [PromptTemplate], inverted: Double? = nil, options: PromptOptions = PromptOptions(),
    transform: RowTransform? = nil, seed: UInt64 = 0
) throws -> PromptTask {
    PromptTask(
        dataset: "d", keying: Keying(seed: seed, dataset: "d"), transform: try transform ?? RowTransform(),
        prompts: try PromptSet(templates, options: options, invertedShare: inverted), options: options)
}

func makeTemplate(_ jinja: String, id: String = "t", choices: String? = nil, inverted: Bool = false) -> PromptTemplate {
    PromptTemplate(id: id, name: id, jinja: jinja, answerChoices: choices, isInverted: inverted)
}

/// What a row gives: its parts through the first template that is chosen for it.
struct Rendered: Equatable {
    var parts: [String]
    var choices: [String]?
    var demonstrations: [String]
    var template: String
}

extension PromptTask {
    func render(_ json: String) throws -> Rendered? {
        let bytes = Array(json.utf8)
        let prompter = Prompter(self)
        return try bytes.withUnsafeBytes { buffer in
            let fields = JSONFields()
            var scanner = JSONScanner(buffer)
            try scanner.scanObject(into: fields)
            guard try prompter.take(buffer, fields) else { return nil }
            let instance = Instance()
            let key = Keying.recordKey(identity: buffer)
            let template = prompter.templates(for: key)[0]
            try prompter.render(template, key: key, into: instance)
            prompter.demonstrate(template, content: XXH64.hash(buffer), in: instance)
            return Rendered(
                parts: (0..<instance.partCount).map {
                    JSONString.decode(instance.part($0), hasEscapes: instance.isEscaped)
                },
                choices: instance.answerChoices,
                demonstrations: instance.demonstrations.map { String(decoding: $0.prompt, as: UTF8.self) },
                template: instance.template)
        }
    }
}
