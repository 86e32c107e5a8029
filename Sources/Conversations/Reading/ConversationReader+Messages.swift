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
        guard case .object(let members) = value, let name = (value["role"] ?? value["from"])?.text else {
            throw error(.notAConversation, "has no role and text (role, content; or from, value)")
        }
        // Of `role` and `from`, and of `content` and `value`, one is the message's own; the other is a field like others.
        let roleKey = value["role"] == nil ? "from" : "role"
        let contentKey = value["content"] == nil && value["value"] != nil ? "value" : "content"
        let fields = members.filter {
            $0.key != roleKey && $0.key != contentKey && !rules.ignored.contains($0.key)
        }
        let content = try content(value[contentKey] ?? .null, number, in: field)
        let role = name.lowercased()
        if Self.callRoles.contains(role) {
            guard let text = content.text, let calls = Self.taggedCalls(text) else {
                throw error(.wrongType, "is a call of a tool, and its text is no JSON of a `name` and `arguments`")
            }
            var message = Message(
                .assistant, calls.text.isEmpty ? .null : .string(calls.text), fields)
            message.set("tool_calls", to: .array(calls.calls.map(\.message)))
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
            return .array(parts.filter { !rules.ignored.contains(ContentPart.type(of: $0)) })
        case .bool, .number, .object:
            return .string(try row.text(value, of: "content"))
        }
    }

    /// The calls that a text tells, and the reasoning that stands before them between tags.
    private static func taggedCalls(_ text: String) -> (text: String, calls: [ToolCall])? {
        if let calls = ToolCall.calls(in: text) { return ("", calls) }
        guard let parts = Reasoning.untagged(text), let calls = ToolCall.calls(in: parts.text) else { return nil }
        return (String(text.dropLast(parts.text.count)), calls)
    }
}
