import JSON

/// An assistant's call of a tool.
package struct ToolCall: Sendable, Equatable {
    package var name: String
    /// An object, or the text of one.
    package var arguments: JSONValue

    /// Reads a call: `{"function": {"name", "arguments"}}` or the inside of it; nil if it is none.
    init?(_ value: JSONValue) {
        let function = value["function"] ?? value
        guard let name = function["name"]?.text else { return nil }
        (self.name, arguments) = (name, function["arguments"] ?? function["parameters"] ?? .object([]))
    }

    /// Reads the calls that a text tells in JSON: one, or a list of them; nil if it tells none.
    static func calls(in text: String) -> [ToolCall]? {
        guard let value = try? JSONValue(parsing: text) else { return nil }
        let values = value.elements ?? [value]
        let calls = values.compactMap(ToolCall.init)
        return calls.isEmpty || calls.count < values.count ? nil : calls
    }

    /// The arguments as an object, where they are the text of one.
    package var argumentsObject: JSONValue {
        guard let text = arguments.text, let value = try? JSONValue(parsing: text), case .object = value else {
            return arguments
        }
        return value
    }

    /// In OpenAI's form.
    var message: JSONValue {
        .object(["type": "function", "function": .object(["name": .string(name), "arguments": arguments])])
    }

    /// As ShareGPT's function calls tell it.
    package var plain: JSONValue { .object(["name": .string(name), "arguments": argumentsObject]) }
}

extension Message {
    /// The calls in `tool_calls`, the older `function_call`, and parts of the content.
    package var calls: [ToolCall] {
        var calls = (self["tool_calls"]?.elements ?? []).compactMap(ToolCall.init)
        if let call = self["function_call"].flatMap(ToolCall.init) { calls.append(call) }
        for part in content.elements ?? [] where ContentPart.callTypes.contains(ContentPart.type(of: part)) {
            calls += ContentPart.text(part).flatMap(ToolCall.calls) ?? []
        }
        return calls
    }

    /// The calls as one JSON text: an object for one, a list for several.
    package var callsText: String {
        let calls = calls.map(\.plain)
        return (calls.count == 1 ? calls[0] : .array(calls)).line
    }
}
