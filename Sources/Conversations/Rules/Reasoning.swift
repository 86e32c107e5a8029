import JSON

/// What becomes of what assistants thought before they answered.
package struct Reasoning: Sendable, Equatable {
    package enum Place: String, Sendable, CaseIterable {
        /// It is left out.
        case drop
        /// It stands in a field of its own.
        case field
        /// It stands at the beginning of the content, between `<think>` and `</think>`.
        case tags
    }

    package var place: Place
    /// The name of the field that it is moved to.
    package var fieldName: String

    package init(_ place: Place, fieldName: String = "reasoning_content") {
        (self.place, self.fieldName) = (place, fieldName)
    }

    /// The fields of messages that hold it: of Qwen, DeepSeek and vLLM; of others; of TRL and gpt-oss.
    package static let fieldNames = ["reasoning_content", "reasoning", "thinking"]

    /// Reasoning as it stands before a text.
    static func tagged(_ reasoning: String) -> String { "<think>\n\(reasoning)\n</think>\n\n" }

    /// Parts a text that begins with tagged reasoning; nil if it does not.
    static func untagged(_ text: String) -> (reasoning: String, text: String)? {
        let start = text.drop { $0.isWhitespace }
        guard start.hasPrefix("<think>"), let end = start.firstRange(of: "</think>") else { return nil }
        let reasoning = start[start.index(start.startIndex, offsetBy: 7)..<end.lowerBound]
        func withoutLineEnds(_ text: Substring) -> String {
            var text = text
            while text.first?.isNewline == true { text.removeFirst() }
            while text.last?.isNewline == true { text.removeLast() }
            return String(text)
        }
        return (withoutLineEnds(reasoning), String(start[end.upperBound...].drop { $0.isNewline }))
    }

    /// Puts a message's reasoning where the rule says.
    ///
    /// - Throws: that the message has another field of the name already.
    func apply(to message: inout Message) throws(ConversationError) {
        guard message.role == .assistant else { return }
        let tagged = message.firstText.flatMap(Self.untagged)
        let inFields = message.reasoning
        if place == .tags, inFields == nil { return }
        let found = [inFields, tagged?.reasoning].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "\n")
        guard inFields != nil || tagged != nil else { return }
        for name in Self.fieldNames where message[name]?.text != nil { message.set(name, to: nil) }
        if let parts = message.content.elements {
            let others = parts.filter { !ContentPart.reasoningTypes.contains(ContentPart.type(of: $0)) }
            message.content = others.isEmpty ? .null : .array(others)
        }
        if let tagged { message.firstText = tagged.text }
        guard !found.isEmpty else { return }
        switch place {
        case .drop: break
        case .field:
            if message[fieldName] != nil {
                throw ConversationError(
                    .wrongType,
                    "a message with reasoning has a field `\(fieldName)` already; `reasoning: {to: field, name: …}` names another",
                    field: fieldName)
            }
            message.set(fieldName, to: .string(found))
        case .tags: message.firstText = Self.tagged(found) + (message.firstText ?? "")
        }
    }

    /// Whether messages may have it in a field of a name.
    package static func canBeNamed(_ name: String) -> Bool {
        let own = ["role", "content", "name", "tool_calls", "function_call", "tool_call_id", "refusal"]
        return !name.isEmpty && !own.contains(name) && !LearnedFlag.fieldNames.contains(name)
    }
}

extension Message {
    /// The text of the content, or of its first part that is text.
    fileprivate var firstText: String? {
        get {
            if let text = content.text { return text }
            return content.elements?.first { ContentPart.textTypes.contains(ContentPart.type(of: $0)) }
                .flatMap(ContentPart.text)
        }
        set {
            let text = JSONValue.string(newValue ?? "")
            guard var parts = content.elements else {
                content = text
                return
            }
            let index = parts.firstIndex { ContentPart.textTypes.contains(ContentPart.type(of: $0)) }
            if let index, case .object(var members) = parts[index],
                let place = members.firstIndex(where: { $0.key == "text" || $0.key == "value" })
            {
                members[place].value = text
                parts[index] = .object(members)
            } else {
                parts.insert(.object(["type": "text", "text": text]), at: 0)
            }
            content = .array(parts)
        }
    }
}
