import JSON

/// Something that not every output can carry.
package enum ConversationFeature: Hashable, Sendable {
    case system
    /// Turns before the last question and answer.
    case earlierTurns
    case tools
    case calls
    /// A text beside a call in one message.
    case textBesideCalls
    case reasoning
    /// Several tools that answer one after the other.
    case parallelAnswers
    /// Flags by which messages tell whether they are learnt; all outputs tell that in their way, or refuse what they cannot.
    case learnedFlags
    /// Contents that are lists of texts, which all outputs can make one of.
    case textParts
    /// An earlier answer that is not to be learnt.
    case unlearntAnswer
    /// A last answer that is not to be learnt.
    case unlearntLastAnswer
    /// A field of rows, such as `images`.
    case rowField(String)
    /// A field of messages.
    case messageField(String)
    /// A content part of a type that is no text.
    case part(String)

    /// The features that have no name of their own, by what manifests call them, and in words.
    private static let plain: [(feature: ConversationFeature, name: String, words: String)] = [
        (.system, "system", "system messages"), (.earlierTurns, "earlier_turns", "earlier turns"),
        (.tools, "tools", "`tools`"), (.calls, "calls", "calls of tools"),
        (.textBesideCalls, "text_beside_calls", "text beside calls of tools"), (.reasoning, "reasoning", "reasoning"),
        (.parallelAnswers, "parallel_answers", "several answers of tools in a row"),
        (.learnedFlags, "learned_flags", "flags of what is learnt"), (.textParts, "text_parts", "lists of texts"),
        (.unlearntAnswer, "unlearnt_answers", "answers that are not to be learnt"),
        (.unlearntLastAnswer, "unlearnt_last_answers", "last answers that are not to be learnt"),
    ]

    /// What a message calls it.
    package var words: String {
        switch self {
        case .rowField(let name): "`\(name)`"
        case .messageField(let name): "`\(name)` of messages"
        case .part(let type): "content parts of type `\(type)`"
        default: Self.plain.first { $0.feature == self }!.words
        }
    }

    /// By what name `ignore` leaves it out; nil: it cannot be left out.
    package var ignoredAs: String? {
        switch self {
        case .tools: "tools"
        case .rowField(let name), .messageField(let name), .part(let name): name
        default: nil
        }
    }
}

extension ConversationFeature {
    /// What manifests call it.
    package var name: String {
        switch self {
        case .rowField(let name): "row." + name
        case .messageField(let name): "message." + name
        case .part(let type): "part." + type
        default: Self.plain.first { $0.feature == self }!.name
        }
    }

    package init?(named name: String) {
        if let found = Self.plain.first(where: { $0.name == name }) {
            self = found.feature
            return
        }
        let makers: [(prefix: String, make: (String) -> ConversationFeature)] = [
            ("row.", Self.rowField), ("message.", Self.messageField), ("part.", Self.part),
        ]
        guard let (prefix, make) = makers.first(where: { name.hasPrefix($0.prefix) }) else { return nil }
        self = make(String(name.dropFirst(prefix.count)))
    }
}

extension Conversation {
    /// What of it not every output can carry.
    package var features: Set<ConversationFeature> {
        var features: Set<ConversationFeature> = []
        if system != nil { features.insert(.system) }
        if turns.count > 2 { features.insert(.earlierTurns) }
        if tools != nil { features.insert(.tools) }
        for field in fields { features.insert(.rowField(field.key)) }
        for (index, message) in messages.enumerated() {
            let (calls, types) = (message.calls, message.otherParts)
            if !calls.isEmpty || message.role == .tool {
                features.insert(.calls)
                let text = Reasoning.untagged(message.text)?.text ?? message.text
                if !calls.isEmpty, !text.isEmpty { features.insert(.textBesideCalls) }
                // An id shows which call is answered; forms without ids rely on the order.
                for field in calls.flatMap(\.fields) where field.key != "id" && field.key != "index" {
                    features.insert(.messageField("tool_calls." + field.key))
                }
            }
            if message.role == .assistant, message.reasoning != nil { features.insert(.reasoning) }
            if message.role == .tool, index > 0, messages[index - 1].role == .tool { features.insert(.parallelAnswers) }
            if LearnedFlag.fieldNames.contains(where: { message[$0] ?? .null != .null }) {
                features.insert(.learnedFlags)
            }
            if message.content.elements != nil { features.insert(.textParts) }
            if message.role != .assistant {
                for part in message.content.elements ?? []
                where ContentPart.reasoningTypes.union(ContentPart.callTypes).contains(ContentPart.type(of: part)) {
                    features.insert(.part(ContentPart.type(of: part)))
                }
            }
            if message.role == .assistant, !message.isTarget {
                features.insert(index == messages.count - 1 ? .unlearntLastAnswer : .unlearntAnswer)
            }
            for type in types { features.insert(.part(type)) }
            for field in message.fields where !Self.says(nothing: field) && !message.interprets(field) {
                features.insert(.messageField(field.key))
            }
            for case .object(let members) in message.content.elements ?? []
            where !types.contains(ContentPart.type(of: .object(members))) {
                for member in members where !ContentPart.plainFields.contains(member.key) {
                    features.insert(.messageField("content." + member.key))
                }
            }
        }
        return features
    }

    private static func says(nothing field: JSONValue.Member) -> Bool {
        field.value == .null || field.value == .array([]) || field.value == ""
    }
}

extension Message {
    /// Whether a field has features of its own, or says what all forms tell in their way.
    fileprivate func interprets(_ field: JSONValue.Member) -> Bool {
        if field.key == "tool_call_id" { return role == .tool }
        if ["tool_calls", "function_call"].contains(field.key) { return role == .assistant }
        if Reasoning.fieldNames.contains(field.key) { return role == .assistant && field.value.text != nil }
        guard LearnedFlag.fieldNames.contains(field.key) else { return false }
        if case .bool = field.value { return true }
        if case .number(let text) = field.value { return [0, 1].contains(Double(text)) }
        return false
    }
}
