import JSON

/// Lists of messages, in OpenAI's form or ShareGPT's.
extension ConversationReader {
    /// What roles are called, in small letters.
    static let roles: [String: Message.Role] = [
        "system": .system, "developer": .developer, "user": .user, "human": .user, "prompter": .user,
        "assistant": .assistant, "gpt": .assistant, "bot": .assistant, "model": .assistant, "chatgpt": .assistant,
        "tool": .tool, "observation": .tool, "function": .tool, "ipython": .tool, "tool_response": .tool,
    ]
    /// Roles of an assistant whose text is a call in JSON.
    private static let callRoles: Set<String> = ["function_call", "tool_call"]

    func messages(_ list: [JSONValue], in field: String) throws(ConversationError) -> [Message] {
        var messages: [Message] = []
        for (index, value) in list.enumerated() { messages.append(try message(value, index + 1, in: field)) }
        return messages
    }

    private func message(_ value: JSONValue, _ number: Int, in field: String) throws(ConversationError) -> Message {
        func error(_ code: ConversationError.Code, _ problem: String) -> ConversationError {
            ConversationError(code, "turn \(number) in `\(field)` \(problem)", field: field)
        }
        guard case .object(let members) = value, let name = value["role"]?.text ?? value["from"]?.text
        else {
            throw error(.notAConversation, "has no role and text (role, content; or from, value)")
        }
        if let role = value["role"], role != .null, role.text == nil {
            throw error(.wrongType, "has a `role` that is \(role.typeWords)")
        }
        // Of `role` and `from`, and of `content` and `value`, one is the message's own; the other is a field like others.
        let roleKey = value["role"]?.text == nil ? "from" : "role"
        let contentKey = (value["content"] ?? .null) == .null && value["value"] != nil ? "value" : "content"
        let fields = members.filter {
            $0.key != roleKey && $0.key != contentKey && !rules.ignored.contains($0.key)
                // A merged file has both names, one of them null.
                && !($0.value == .null && ["role", "from", "content", "value"].contains($0.key))
        }
        let content = try content(value[contentKey] ?? .null, number, in: field)
        let role = name.lowercased()
        if Self.callRoles.contains(role) {
            guard let text = content.text, let (reasoning, calls) = Self.taggedCalls(text) else {
                throw error(.wrongType, "is a call of a tool, and its text is no JSON of a `name` and `arguments`")
            }
            var message = Message(.assistant, .null, fields)
            guard message["tool_calls"] == nil, reasoning == nil || message["reasoning_content"] == nil else {
                throw error(.wrongType, "is a call of a tool, and has another one, or other reasoning, in its fields")
            }
            if let reasoning { message.set("reasoning_content", to: .string(reasoning)) }
            message.set("tool_calls", to: .array(calls.map(\.message)))
            return message
        }
        guard let role = Self.roles[role] else {
            throw error(
                .notAConversation, "is that of `\(name.prefix(40))`, whom no format knows; `fields` can rename him")
        }
        let message = Message(role, content, fields)
        for name in ["tool_calls", "function_call"] {
            guard let value = message[name], value != .null else { continue }
            let calls = name == "tool_calls" ? value.elements : [value]
            guard let calls, calls.allSatisfy({ ToolCall($0) != nil }) else {
                throw error(.wrongType, "has `\(name)` without a `name` and `arguments` each")
            }
        }
        return message
    }

    /// The content, whose types are looked at, and parts that are ignored left out.
    private func content(_ value: JSONValue, _ number: Int, in field: String) throws(ConversationError) -> JSONValue {
        switch value {
        case .string, .null: return value
        case .array(let parts):
            for part in parts where part["type"]?.text == nil {
                throw ConversationError(
                    .wrongType, "turn \(number) in `\(field)` has a content part that is no object with a `type`",
                    field: field)
            }
            let kept = parts.filter { !rules.ignored.contains(ContentPart.type(of: $0)) }
            for part in kept {
                let type = ContentPart.type(of: part)
                let isCall = ContentPart.callTypes.contains(type)
                guard isCall || ContentPart.textTypes.union(ContentPart.reasoningTypes).contains(type) else { continue }
                let text = ContentPart.text(part)
                if text == nil || isCall && text.flatMap(ToolCall.calls) == nil {
                    throw ConversationError(
                        .wrongType,
                        "turn \(number) in `\(field)` has a content part of type `\(type)` without "
                            + (isCall ? "a call in JSON, of `name` and `arguments`" : "a text"), field: field)
                }
            }
            return .array(kept)
        case .bool, .number, .object:
            if rules.stringifies, let text = value.pythonText { return .string(text) }
            throw ConversationError(
                .wrongType,
                "the content of turn \(number) in `\(field)` is \(value.typeWords), and a text is wanted"
                    + (value.pythonText == nil ? "" : "; `stringify: true` makes one of it"), field: field)
        }
    }

    /// The calls that a text tells, and the reasoning that stands before them between tags.
    private static func taggedCalls(_ text: String) -> (reasoning: String?, calls: [ToolCall])? {
        if let calls = ToolCall.calls(in: text) { return (nil, calls) }
        guard let parts = Reasoning.untagged(text), let calls = ToolCall.calls(in: parts.text) else { return nil }
        return (parts.reasoning, calls)
    }
}
