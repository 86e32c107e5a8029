import JSON

extension OutputStyle {
    /// The keys of a line in their order, each with the type of its value: the name of a type ("string", "int64"), a list of
    /// one type for a list of any length, an object for an object with just these keys. All lines of an output are like this;
    /// only the `answer_choices` of `parts` may be null.
    package var columns: JSONValue {
        var members = formatColumns
        if metadata {
            let type = JSONValue.object([
                "dataset": "string", "template": "string", "key": "string", "inverted": "int64",
                "demonstrations": "int64", "stage": hasStages ? "int64" : nil,
            ])
            members.append(JSONValue.Member(key: "meta", value: type))
        }
        return .object(members)
    }

    private var formatColumns: [JSONValue.Member] {
        func columns(_ names: [String], of type: JSONValue = "string") -> [JSONValue.Member] {
            names.map { JSONValue.Member(key: $0, value: type) }
        }
        switch format {
        case .promptCompletion: return columns(["prompt", "completion"])
        case .inputsTargets: return columns(["inputs", "targets"])
        case .messages: return columns(["messages"], of: .array([.object(["role": "string", "content": "string"])]))
        case .sharegpt: return columns(["conversations"], of: .array([.object(["from": "string", "value": "string"])]))
        case .alpaca: return columns(["instruction", "input", "output"] + (hasSystem ? ["system"] : []))
        case .text: return columns(["text"])
        case .parts: return columns(["parts", "answer_choices"], of: .array(["string"]))
        }
    }
}
