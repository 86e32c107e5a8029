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
    func apply(to message: inout Message) {
        guard message.role == .assistant else { return }
        let tagged = message.content.text.flatMap(Self.untagged)
        let found = message.reasoning ?? tagged?.reasoning
        guard let found else { return }
        if place == .tags, tagged != nil, message.reasoning == nil { return }
        for name in Self.fieldNames { message.set(name, to: nil) }
        if let parts = message.content.elements {
            let others = parts.filter { !ContentPart.reasoningTypes.contains(ContentPart.type(of: $0)) }
            message.content = others.isEmpty ? .null : .array(others)
        }
        let text = tagged?.text ?? message.text
        switch place {
        case .drop: if tagged != nil { message.content = .string(text) }
        case .field:
            if tagged != nil { message.content = .string(text) }
            if !found.isEmpty { message.set(fieldName, to: .string(found)) }
        case .tags:
            guard !found.isEmpty else { return }
            if case .array(let parts) = message.content {
                let part = JSONValue.object(["type": "text", "text": .string(Self.tagged(found))])
                message.content = .array([part] + parts)
            } else {
                message.content = .string(Self.tagged(found) + text)
            }
        }
    }
}
