import JSON

/// Which answers of a conversation are to be learnt.
package enum LearnRule: String, Sendable, CaseIterable {
    /// The last one.
    case last
    /// Each of them.
    case all
    /// As the messages' own flags say; an answer without one is learnt.
    case marked
}

/// The flags by which messages tell whether they are to be learnt.
package enum LearnedFlag {
    /// `weight` of OpenAI, `train` of axolotl, and what others call it: numbers, of which 0 means no, or truth values.
    package static let fieldNames = ["weight", "train", "training", "loss", "loss_weight", "loss_mask"]
}

extension Message {
    /// Its flag: how much it counts, 0 for nothing; nil if it has none.
    package func learnedFlag() throws(ConversationError) -> (name: String, weight: Double)? {
        var found: (name: String, weight: Double)?
        for name in LearnedFlag.fieldNames {
            guard let value = self[name], value != .null else { continue }
            let weight: Double? =
                switch value {
                case .bool(let flag): flag ? 1 : 0
                case .number(let text): Double(text)
                default: nil
                }
            guard let weight else {
                throw ConversationError(
                    .wrongType,
                    "`\(name)` of a message is neither a number nor a truth value; `ignore: [\(name)]` leaves it out",
                    field: name)
            }
            if let found, (found.weight > 0) != (weight > 0) {
                throw ConversationError(
                    .wrongType,
                    "`\(found.name)` and `\(name)` of a message contradict each other; `ignore: [\(name)]` leaves one out",
                    field: name)
            }
            found = (name, weight)
        }
        return found
    }
}

extension Conversation {
    /// Decides which answers are learnt.
    ///
    /// - Parameter rule: nil: by flags where there are some, else all but those of a prompt, which are no targets already.
    /// - Throws: that no answer would be learnt.
    mutating func mark(_ rule: LearnRule?) throws(ConversationError) {
        let last = messages.lastIndex { $0.role == .assistant }
        var learns = false
        for index in messages.indices where messages[index].role == .assistant {
            // The other rules do not heed flags, whatever they say.
            let flag = rule == nil || rule == .marked ? try messages[index].learnedFlag() : nil
            messages[index].isTarget =
                switch rule ?? .marked {
                case .last: index == last
                case .all: true
                case .marked: flag.map { $0.weight > 0 } ?? messages[index].isTarget
                }
            learns = learns || messages[index].isTarget
        }
        guard learns else {
            throw ConversationError(
                .nothingLearnt,
                "by its flags no answer of the conversation is to be learnt; `learn: last` or `all` does not heed them")
        }
    }
}
