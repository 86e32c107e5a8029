import Conversations

extension OutputFormat {
    /// Whether the format can carry something that conversations have.
    ///
    /// What trainers read of each form stands in their own documentation; `sharegpt` is LLaMA-Factory's.
    func carries(_ feature: ConversationFeature, _ style: OutputStyle) -> Bool {
        if self != .parts, feature == .learnedFlags || feature == .textParts { return true }
        return switch self {
        case .messages:
            switch feature {
            case .unlearntAnswer, .unlearntLastAnswer: style.conversations.learned != .none
            default: true
            }
        case .promptCompletionMessages: feature != .unlearntLastAnswer
        case .sharegpt:
            switch feature {
            case .system, .earlierTurns, .tools, .calls, .reasoning: true
            case .rowField(let name): Self.media.contains(name)
            default: false
            }
        case .alpaca:
            switch feature {
            case .system, .earlierTurns, .reasoning: true
            case .rowField(let name): Self.media.contains(name)
            default: false
            }
        case .promptCompletion, .inputsTargets:
            switch feature {
            case .system, .earlierTurns, .reasoning, .unlearntAnswer: true
            default: false
            }
        case .text:
            switch feature {
            case .system, .earlierTurns, .reasoning: true
            // A template sees all that a conversation has; what it makes of it is its own affair.
            case .unlearntAnswer, .unlearntLastAnswer: false
            default: style.chatTemplate != nil
            }
        case .parts: false
        }
    }

    private static let media: Set<String> = ["images", "videos", "audios"]

    /// The formats that carry something, as messages name them.
    static func formats(carrying feature: ConversationFeature) -> [String] {
        let style = OutputStyle(.messages, metadata: false)
        return [OutputFormat.messages, .promptCompletionMessages, .sharegpt, .alpaca, .promptCompletion]
            .filter { $0.carries(feature, style) }.map(\.rawValue)
    }
}

extension OutputStyle {
    /// What of some conversations the output cannot carry, and what can be done about it.
    package func refusal(of feature: ConversationFeature) -> (problem: String, help: String)? {
        guard !format.carries(feature, self) else { return nil }
        let formats = OutputFormat.formats(carrying: feature)
        var ways = formats.filter { $0 != format.rawValue }.prefix(3).map { "format: \($0)" }
        if format == .messages, feature == .unlearntAnswer || feature == .unlearntLastAnswer {
            ways = ["learned: weight", "learned: train"]
        }
        if let name = feature.ignoredAs { ways.append("`ignore: [\(name)]` for the dataset, which leaves it out") }
        switch feature {
        case .reasoning: ways.append("`reasoning: drop`")
        case .unlearntAnswer, .unlearntLastAnswer: ways.append("`learn: all`, which does not heed the flags")
        default: break
        }
        return (
            "the format `\(format.rawValue)` cannot carry \(feature.words)",
            ways.isEmpty ? "leave these rows out by `where`" : ways.joined(separator: "; or ")
        )
    }

    /// Takes in what the conversations of the output have, so that all lines are made with the same keys.
    package mutating func take(_ features: Set<ConversationFeature>) {
        let names = ["tools"] + Conversation.fieldNames
        conversations.fields = names.filter { name in
            guard features.contains(name == "tools" ? .tools : .rowField(name)) else { return false }
            return format != .text && format != .promptCompletion && format != .inputsTargets
        }
        conversations.hasHistory = features.contains(.earlierTurns)
        let plain: (ConversationFeature) -> Bool = { feature in
            switch feature {
            case .system, .earlierTurns, .tools, .rowField: true
            default: false
            }
        }
        conversations.hasPlainMessages = features.allSatisfy(plain)
        if format == .alpaca { hasSystem = hasSystem || features.contains(.system) }
    }
}
