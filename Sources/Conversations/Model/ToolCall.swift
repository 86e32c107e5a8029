import JSON

/// An assistant's call of a tool.
package struct ToolCall: Sendable, Equatable {
    package var name: String
    /// An object, or the text of one.
    package var arguments: JSONValue
    /// What else it says, such as `id`.
    package var fields: [JSONValue.Member]

    /// Reads a call: `{"function": {"name", "arguments"}}` or the inside of it; nil if it is none.
    init?(_ value: JSONValue) {
        let function = value["function"] ?? value
        guard let name = function["name"]?.text else { return nil }
        (self.name, arguments) = (name, function["arguments"] ?? function["parameters"] ?? .object([]))
        let own: Set<String> = [
            "name", "arguments", "type", "function", function["arguments"] == nil ? "parameters" : "",
        ]
        var members: [JSONValue.Member] = []
        for case .object(let found) in value["function"] == nil ? [value] : [value, function] { members += found }
        fields = members.filter { !own.contains($0.key) || $0.key == "type" && $0.value != "function" }
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
        let value = arguments.unwrapped
        return value.isObject ? value : arguments
    }

    /// In OpenAI's form.
    var message: JSONValue {
        let function = JSONValue.object(["name": .string(name), "arguments": arguments])
        let type = fields.contains { $0.key == "type" } ? [] : [JSONValue.Member(key: "type", value: "function")]
        return .object(fields + type + [JSONValue.Member(key: "function", value: function)])
    }

    /// As ShareGPT's function calls tell it.
    package var plain: JSONValue { .object(["name": .string(name), "arguments": argumentsObject]) }
}

extension Message {
    /// The calls in `tool_calls`, the older `function_call`, and parts of the content.
    package var calls: [ToolCall] {
        var calls = (self["tool_calls"]?.elements ?? []).compactMap(ToolCall.init)
        var others = [self["function_call"].flatMap(ToolCall.init)].compactMap(\.self)
        for part in content.elements ?? [] where ContentPart.callTypes.contains(ContentPart.type(of: part)) {
            others += ContentPart.text(part).flatMap(ToolCall.calls) ?? []
        }
        // Some tell the same call in two ways.
        for call in others where !calls.contains(where: { $0.plain == call.plain }) { calls.append(call) }
        return calls
    }

    /// The calls as one JSON text: an object for one, a list for several.
    package var callsText: String {
        let calls = calls.map(\.plain)
        return (calls.count == 1 ? calls[0] : .array(calls)).line
    }
}
