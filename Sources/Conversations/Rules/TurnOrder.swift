import JSON

/// What may be done to a conversation whose turns are not in order.
package enum Repair: String, Sendable, CaseIterable {
    case systemFirst = "system-first"
    case mergeNeighbours = "merge-neighbours"
    case dropLeadingAssistant = "drop-leading-assistant"
    case dropTrailingUser = "drop-trailing-user"
}

extension Conversation {
    /// Repairs what is not in order, as far as that is asked for.
    ///
    /// - Returns: the repairs that were made.
    mutating func repair(_ repairs: [Repair]) -> [Repair] {
        // In the order of the cases: what one of them leaves may be what the next one looks for.
        Repair.allCases.filter { repair in
            guard repairs.contains(repair) else { return false }
            let before = messages.count
            switch repair {
            case .systemFirst:
                guard let index = messages.firstIndex(where: \.isSystem), index > 0 else { return false }
                messages.insert(messages.remove(at: index), at: 0)
                return true
            case .mergeNeighbours: mergeNeighbours()
            case .dropLeadingAssistant:
                let start = messages.first?.isSystem == true ? 1 : 0
                let end = messages[start...].firstIndex { $0.role != .assistant } ?? messages.count
                messages.removeSubrange(start..<end)
            case .dropTrailingUser:
                while messages.last?.role == .user { messages.removeLast() }
            }
            return messages.count < before
        }
    }

    /// Joins messages of one speaker that follow one another, and that are nothing but texts.
    private mutating func mergeNeighbours() {
        var merged: [Message] = []
        for message in messages {
            if let last = merged.last, last.canBeJoined(with: message) {
                merged[merged.count - 1].content = .string(last.text + "\n\n" + message.text)
                merged[merged.count - 1].input = nil
            } else {
                merged.append(message)
            }
        }
        messages = merged
    }

    /// Makes sure that turns alternate and end with an answer: a system message only first, then the user, then the assistant,
    /// who may call tools that answer before he does.
    func checkOrder() throws(ConversationError) {
        for (index, message) in messages.enumerated() {
            func fail(_ code: ConversationError.Code, _ problem: String) throws(ConversationError) -> Never {
                throw ConversationError(code, "turn \(index + 1) of the conversation \(problem)")
            }
            if message.isBlank, message.role == .user || message.role == .assistant { try fail(.emptyTurn, "is empty") }
            let before = index > 0 && !messages[index - 1].isSystem ? messages[index - 1].role : nil
            switch message.role {
            case .system, .developer:
                if index > 0 {
                    let isOnly = messages.filter(\.isSystem).count == 1
                    try fail(
                        .turnOrder,
                        isOnly
                            ? "is a system message, which can only come first; `repair: [system-first]` moves it there"
                            : "is another system message; there can be one, before all other turns")
                }
            case .user:
                if before == .user {
                    try fail(.turnOrder, "is the user's, as the one before it" + joining(index))
                }
                if before == .tool {
                    try fail(.turnOrder, "is the user's, and nobody has answered to the tool before it")
                }
                if index > 0, messages[index - 1].role == .assistant, !messages[index - 1].calls.isEmpty {
                    try fail(.turnOrder, "is the user's, and the call before it has no answer")
                }
            case .assistant:
                if before == nil {
                    try fail(
                        .turnOrder,
                        "is the assistant's, and nothing was asked; `repair: [drop-leading-assistant]` leaves it out")
                }
                if before == .assistant {
                    try fail(.turnOrder, "is the assistant's, as the one before it" + joining(index))
                }
            case .tool:
                if before != .assistant, before != .tool {
                    try fail(.turnOrder, "is a tool's, and nobody has called it")
                }
            }
        }
        func joining(_ index: Int) -> String {
            messages[index - 1].canBeJoined(with: messages[index])
                ? "; `repair: [merge-neighbours]` joins them"
                : ", which says other things than texts, or in other fields"
        }
        switch messages.last?.role {
        case .assistant: break
        case .user:
            throw ConversationError(
                .turnOrder,
                "the conversation ends with the user's turn, which has no answer; `repair: [drop-trailing-user]` leaves it out"
            )
        case .tool: throw ConversationError(.turnOrder, "the conversation ends with a tool's turn, which has no answer")
        default: throw ConversationError(.notAConversation, "the conversation holds no answer")
        }
    }
}

extension Message {
    fileprivate var isSystem: Bool { role == .system || role == .developer }

    /// Whether this message and the next are texts of one speaker, and nothing else tells them apart.
    fileprivate func canBeJoined(with next: Message) -> Bool {
        role == next.role && role != .tool && content.text != nil && next.content.text != nil && fields == next.fields
    }
}
