import JSON

/// One message of a conversation, in the words of OpenAI's form, whatever form it came in.
package struct Message: Sendable, Equatable {
    /// Who speaks; the raw value is the role's name in messages.
    package enum Role: String, Sendable {
        case system
        /// A system message under the name that newer models have for it.
        case developer
        case user
        case assistant
        case tool
    }

    package var role: Role
    /// What is said: a text, null (beside a call of a tool), or a list of parts.
    package var content: JSONValue
    /// All its other fields as they came, in their order.
    package var fields: [JSONValue.Member]
    /// Where an instruction came with the text that it is about: that text, which ends the content.
    package var input: String?
    /// Whether an answer is to be learnt; of the assistant's messages.
    package var isTarget = true

    package init(_ role: Role, _ content: JSONValue, _ fields: [JSONValue.Member] = []) {
        (self.role, self.content, self.fields) = (role, content, fields)
    }

    /// A message that is a text.
    package init(_ role: Role, _ text: String) { self.init(role, .string(text)) }

    package subscript(name: String) -> JSONValue? { fields.first { $0.key == name }?.value }

    package mutating func set(_ name: String, to value: JSONValue?) {
        let index = fields.firstIndex { $0.key == name }
        switch (index, value) {
        case (let index?, let value?): fields[index].value = value
        case (let index?, nil): fields.remove(at: index)
        case (nil, let value?): fields.append(JSONValue.Member(key: name, value: value))
        case (nil, nil): break
        }
    }

    // MARK: Contents

    /// The plain text of the content: the text itself, or its parts that are text, joined.
    package var text: String { content.text ?? texts(of: ContentPart.textTypes).joined() }

    /// What the assistant thought before it answered, where that does not stand in the text.
    package var reasoning: String? {
        var texts: [String] = []
        let fields = Reasoning.fieldNames.compactMap { self[$0]?.text }
        // Some write the same under two names.
        for text in fields + self.texts(of: ContentPart.reasoningTypes) where !text.isEmpty && !texts.contains(text) {
            texts.append(text)
        }
        return texts.isEmpty ? nil : texts.joined(separator: "\n")
    }

    /// The text with what was thought before it, between tags, where it stands in fields of its own.
    package var taggedText: String { reasoning.map { Reasoning.tagged($0) + text } ?? text }

    private func texts(of types: Set<String>) -> [String] {
        (content.elements ?? []).filter { types.contains(ContentPart.type(of: $0)) }.compactMap(ContentPart.text)
    }

    /// The types of its parts that plain text cannot hold: images, sounds and whatever else.
    package var otherParts: [String] {
        let known = ContentPart.textTypes.union(ContentPart.reasoningTypes).union(ContentPart.callTypes)
        return (content.elements ?? []).map(ContentPart.type).filter { !known.contains($0) }
    }

    /// Whether nothing is said: no text but white space, no other part, no call, no refusal.
    var isBlank: Bool {
        text.isBlank && otherParts.isEmpty && calls.isEmpty
            && (self["refusal"]?.text ?? "").isEmpty
    }
}

/// A part of a message's content: `{"type": "text", "text": …}` and others; some write `value` instead of `text`.
enum ContentPart {
    static let textTypes: Set<String> = ["text", "input_text", "output_text"]
    static let reasoningTypes: Set<String> = ["reasoning", "thinking"]
    static let callTypes: Set<String> = ["tool_call"]

    /// The fields of parts that are text, thought or a call, and that say no more than that.
    static let plainFields: Set<String> = ["type", "text", "value", "thinking"]

    static func type(of part: JSONValue) -> String { part["type"]?.text ?? "" }

    static func text(_ part: JSONValue) -> String? {
        ["text", "value", "thinking"].lazy.compactMap { part[$0]?.text }.first
    }
}
