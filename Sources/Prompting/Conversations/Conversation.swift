/// Turns between a user and an assistant, as an instance is made of: the last answer is to be learnt, what comes before it is
/// given.
struct Conversation {
    enum Role: Equatable {
        case system, user, assistant
    }

    struct Turn {
        var role: Role
        var text: String
    }

    private(set) var system: String?
    /// What the only question begins with that tells the task, and not the case at hand; nil if that cannot be told apart.
    var opening: String?
    /// Questions with their answers, at least one.
    private(set) var exchanges: [(question: String, answer: String)] = []

    /// Takes turns together.
    ///
    /// - Throws: what keeps them from being a conversation: a system message that does not come first, two turns of one
    ///   speaker, an assistant who begins, a question without an answer, an empty turn.
    init(_ turns: [Turn]) throws(PromptError) {
        var question: String?
        for (index, turn) in turns.enumerated() {
            let text = trimmedText(turn.text)
            func fail(_ code: PromptErrorCode, _ message: String) throws(PromptError) -> Never {
                throw PromptError(code, "turn \(index + 1) of the conversation \(message)")
            }
            if text.isEmpty, turn.role != .system { try fail(.emptyTurn, "is empty") }
            switch turn.role {
            case .system:
                if index > 0 { try fail(.turnOrder, "is a system message, which can only come first") }
                system = text.isEmpty ? nil : text
            case .user:
                if question != nil { try fail(.turnOrder, "is the user's, as the one before it") }
                question = text
            case .assistant:
                guard let asked = question else {
                    try fail(
                        .turnOrder,
                        exchanges.isEmpty
                            ? "is the assistant's, and nothing was asked" : "is the assistant's, as the one before it")
                }
                exchanges.append((asked, text))
                question = nil
            }
        }
        if question != nil {
            throw PromptError(.turnOrder, "the conversation ends with the user's turn, which has no answer")
        }
        if exchanges.isEmpty { throw PromptError(.notAConversation, "the conversation holds no answer") }
    }
}
