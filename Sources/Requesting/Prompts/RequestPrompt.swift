import JSON
import Jinja
import Mixing

/// The template that makes the text of requests, compiled. Threads may share one.
package struct RequestPrompt: Sendable {
    /// What messages call it.
    package let name: String
    package let source: String
    package let kind: RequestKind
    /// The longest text that a request may have.
    package static let maxBytes = 16 << 20
    let template: Template
    let environment: Environment

    /// - Parameter source: the template's text; nil: the kind's own.
    /// - Throws: that it does not compile.
    package init(_ kind: RequestKind, source: String? = nil, name: String? = nil) throws(JinjaError) {
        self.kind = kind
        self.source = source ?? kind.prompt
        self.name = name ?? kind.rawValue
        environment = Environment()
        environment.undefined = .strict
        environment.limits.allowOutput(Self.maxBytes)
        template = try environment.compile(self.source, name: self.name)
    }
}

/// Makes requests. One per thread.
package final class RequestMaker {
    private let prompt: RequestPrompt
    private let settings: RequestSettings
    private let machine: Machine
    private let text = ByteBuffer()
    /// What the identifier of each request is derived from, beside its text.
    private let prefix: [UInt8]

    package init(_ prompt: RequestPrompt, _ settings: RequestSettings) {
        (self.prompt, self.settings) = (prompt, settings)
        machine = Machine(prompt.environment)
        prefix = Array(prompt.kind.rawValue.utf8) + [0] + Array(prompt.source.utf8) + [0]
    }

    /// Writes a request as a line for OpenAI's Batch API.
    ///
    /// Its identifier is XXH3 (seed 0) of the kind's name, a zero byte, the template's text, a zero byte and what the template
    /// gives for the rows: so it stays what it is when rows are reordered, and equal requests have the same.
    ///
    /// - Parameters:
    ///   - names: what the template sees.
    ///   - output: what the line is appended to, with its end.
    /// - Returns: the identifier; nil if the text is blank, and then nothing is written.
    /// - Throws: that the template fails; then nothing is written.
    package func write(_ names: Dict, to output: ByteBuffer) throws(JinjaError) -> UInt64? {
        text.removeAll()
        text.append(prefix)
        try machine.render(prompt.template, names, to: text)
        let said = text.string(from: prefix.count, to: text.count)
        guard said.contains(where: { !$0.isWhitespace }) else { return nil }
        let id = XXH3.hash(text.bytes)
        let line = JSONValue.object([
            "custom_id": .string(prompt.kind.customID(id)), "method": "POST", "url": "/v1/chat/completions",
            "body": .object([
                "model": .string(settings.model),
                "messages": .array([.object(["role": "user", "content": .string(said)])]),
                "temperature": settings.temperature.map { .double($0) },
                "max_completion_tokens": settings.maxTokens.map { .int($0) },
            ]),
        ])
        line.write(to: output)
        output.append("\n")
        return id
    }
}

/// What all requests of a run share.
package struct RequestSettings: Sendable {
    package var model: String
    /// The temperature that answers are drawn at, 0 ... 2; nil: the model's own.
    package var temperature: Double?
    /// How long an answer may get; nil: the model's own.
    package var maxTokens: Int?

    package init(model: String) { self.model = model }
}
