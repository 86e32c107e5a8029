import JSON
import Jinja

/// Renders conversations through a chat template. One per thread.
package final class ChatRenderer {
    private let chat: ChatTemplate
    private let machine: Machine
    private let text = ByteBuffer()
    /// What the template knows in every conversation; of equal names the last one counts.
    private let constants: [(name: String, value: Value)]

    /// - Parameter chat: shared with other threads' renderers.
    package init(_ chat: ChatTemplate) {
        self.chat = chat
        machine = Machine(ChatTemplate.environment(chat.now))
        let undefined = chat.undefinedTokens.map { name in
            (name, Value.unprintable(name, message: chat.message(undefinedToken: name)))
        }
        // `apply_chat_template` always defines these.
        let defaults: [(String, Value)] = [
            ("tools", .none), ("documents", .none), ("add_generation_prompt", .bool(false)),
        ]
        let tokens = chat.tokens.compactMap { token in token.text.map { (token.name, Value.string($0)) } }
        constants = undefined + defaults + tokens + chat.variables.map { ($0.key, Value($0.value)) }
    }

    /// The text of an instance as a conversation: the system message, demonstrations as earlier turns, question and answer.
    ///
    /// - Returns: UTF-8, valid until the next call.
    package func text(of instance: Instance) throws(PromptError) -> UnsafeRawBufferPointer {
        if let conversation = instance.conversation {
            return try text(messages: Self.messages(of: conversation), variables: Self.variables(of: conversation))
        }
        var messages: ContiguousArray<Value> = []
        func add(_ role: String, _ content: String) {
            let message = Dict()
            message.set("role", to: .string(role))
            message.set("content", to: .string(content))
            messages.append(.dict(message))
        }
        if let system = instance.system { add("system", system) }
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
        return try text(messages: .list(messages))
    }

    /// The text of a conversation.
    ///
    /// - Parameters:
    ///   - messages: the conversation, a list with a dictionary for each message, as `apply_chat_template` takes them.
    ///   - variables: what else the template knows in this conversation, such as `tools`, `documents` and what its row passes;
    ///     they come before the recipe's variables and the special tokens.
    /// - Returns: UTF-8, valid until the next call.
    /// - Throws: what the template throws, that it prints a special token that is not defined, or that it takes too long.
    package func text(
        messages: Value, variables: [(name: String, value: Value)] = []
    ) throws(PromptError) -> UnsafeRawBufferPointer {
        let names = Dict()
        for (name, value) in constants { names.set(name, to: value) }
        for (name, value) in variables { names.set(name, to: value) }
        names.set("messages", to: messages)
        allowSteps(messages, size: variables.reduce(messages.size) { $0 + $1.value.size })
        var template = chat.template
        if let toolTemplate = chat.toolTemplate, let tools = names.value("tools"), !tools.isNone {
            template = toolTemplate
        }
        text.removeAll()
        do {
            try machine.render(template, names, to: text)
        } catch {
            throw failure(error, of: template)
        }
        return text.bytes
    }

    /// Sets how long the template may run: a template may go over all messages at each of them, and over all text once.
    private func allowSteps(_ messages: Value, size: Int) {
        var count = 0
        if case .list(let list) = messages { count = min(list.items.count, Self.maxSize) }
        let work = 100 * min(count * count + size, Self.maxSize)
        let limits = machine.environment.limits
        machine.stepLimit = chat.maxSteps ?? limits.steps + work
        // Slices of the messages, too, take room for each pair of them.
        machine.memoryLimit = limits.memoryBytes + min(machine.stepLimit, 1 << 40)
    }

    /// The limit stops growing at this many pairs of messages and bytes: a billion steps take several seconds.
    private static let maxSize = 10_000_000

    private func failure(_ error: JinjaError, of template: Template) -> PromptError {
        var failure = PromptError(error, template: template.name)
        if error.kind == .undefined, let name = error.name, chat.undefinedTokens.contains(name) {
            failure.code = .undefinedToken
        }
        if error.kind == .memoryLimit { failure.message += "; --max-steps of `render` allows more" }
        if error.kind == .stepLimit || error.kind == .memoryLimit {
            failure.message += ", and so does `max-steps` of `chat-template` in a recipe"
        }
        return failure
    }
}
