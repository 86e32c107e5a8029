import Diagnostics
import JSON
import Jinja

/// A Hugging Face chat template: turns a conversation into the one text that a model is trained on.
///
/// Rendered in the environment of transformers' `apply_chat_template`: `trim_blocks`, `lstrip_blocks`, values that cannot be
/// changed, `raise_exception`, `strftime_now`.
package struct ChatTemplate: Sendable {
    /// The text that it was read from.
    package let text: String
    let template: Template
    let now: FixedTime?
    /// The tokenizer's special tokens by the names that templates use, such as `bos_token`.
    let tokens: [(name: String, text: String)]

    /// Reads a template.
    ///
    /// - Parameters:
    ///   - file: what messages call it.
    ///   - text: the template itself, or a `tokenizer_config.json` that holds one (of several, the one called `default`).
    ///   - now: the time that templates may ask for.
    /// - Throws: that it is no template or does not compile.
    package init(file: String, text: String, now: FixedTime? = nil) throws(Diagnostics) {
        self.text = text
        var source = text
        var tokens: [(name: String, text: String)] = []
        if text.first(where: { !$0.isWhitespace }) == "{", let config = try? JSONValue(parsing: text) {
            guard let found = Self.template(of: config) else {
                throw Diagnostics(
                    Diagnostic(
                        "\(file): has no `chat_template`",
                        help: "name a .jinja file, or a tokenizer_config.json that holds a chat template"))
            }
            source = found
            tokens = Self.tokens(of: config)
        }
        do {
            template = try Self.environment(now).compile(source, name: file)
        } catch {
            throw Diagnostics(error.diagnostic)
        }
        (self.now, self.tokens) = (now, tokens)
    }

    private static func template(of config: JSONValue) -> String? {
        guard let value = config["chat_template"] else { return nil }
        if let text = value.text { return text }
        let named = value.elements ?? []
        let chosen = named.first { $0["name"]?.text == "default" } ?? named.first
        return chosen?["template"]?.text
    }

    /// The special tokens, given as texts or as objects with a `content`.
    private static func tokens(of config: JSONValue) -> [(name: String, text: String)] {
        ["bos_token", "eos_token", "unk_token", "pad_token", "sep_token", "cls_token", "mask_token"].compactMap {
            name in
            (config[name]?.text ?? config[name]?["content"]?.text).map { (name, $0) }
        }
    }

    static func environment(_ now: FixedTime?) -> Environment {
        let environment = Environment(library: .huggingFace)
        environment.isImmutable = true
        environment.syntax.trimBlocks = true
        environment.syntax.lstripBlocks = true
        environment.syntax.hasLoopControls = true
        environment.now = now
        environment.limits.allowOutput(16 << 20)
        return environment
    }
}

/// Renders conversations through a chat template. One per thread.
package final class ChatRenderer {
    private let chat: ChatTemplate
    private let machine: Machine
    private let text = ByteBuffer()

    /// - Parameter chat: shared with other threads' renderers.
    package init(_ chat: ChatTemplate) {
        self.chat = chat
        machine = Machine(ChatTemplate.environment(chat.now))
    }

    /// The text of an instance as a conversation: the system message, demonstrations as earlier turns, question and answer.
    ///
    /// - Returns: UTF-8, valid until the next call.
    package func text(of instance: Instance) throws(PromptError) -> UnsafeRawBufferPointer {
        var messages: ContiguousArray<Value> = []
        func add(_ role: String, _ content: String) {
            let message = Dict()
            message.set("role", to: .string(role))
            message.set("content", to: .string(content))
            messages.append(.dict(message))
        }
        if let system = instance.system, !system.isEmpty { add("system", system) }
        for demonstration in instance.earlierTurns {
            add("user", String(decoding: demonstration.prompt, as: UTF8.self))
            add("assistant", String(decoding: demonstration.completion, as: UTF8.self))
        }
        let question = JSONString.decode(instance.query, hasEscapes: instance.isEscaped)
        if instance.demonstrationStyle == .turns {
            add("user", question)
        } else {
            let lead = String(decoding: instance.textBeforePrompt, as: UTF8.self)
            add("user", lead + question + instance.textAfterPrompt)
        }
        add("assistant", JSONString.decode(instance.completion, hasEscapes: instance.isEscaped))
        let names = Dict()
        names.set("messages", to: .list(messages))
        names.set("add_generation_prompt", to: .bool(false))
        for (name, token) in chat.tokens { names.set(name, to: .string(token)) }
        text.removeAll()
        do {
            try machine.render(chat.template, names, to: text)
        } catch {
            throw PromptError(error, template: chat.template.name)
        }
        return text.bytes
    }
}
