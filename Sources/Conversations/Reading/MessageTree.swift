import JSON

/// A prompt with the replies that people gave to it, their replies to those and so on, as OpenAssistant publishes them: of each
/// message's replies, the best one is followed.
enum MessageTree {
    /// The turns along the best replies, up to the last answer; nil if it is no such tree.
    ///
    /// - Parameters:
    ///   - root: a message: `text`, `role` and `replies`.
    ///   - row: is told which fields of messages stay behind.
    static func turns(_ root: JSONValue, of row: RowFields) -> [Message]? {
        guard root["replies"]?.elements != nil else { return nil }
        var turns: [Message] = []
        var (next, path): (JSONValue?, [JSONValue]) = (root, [])
        while let message = next {
            guard let text = message["text"]?.text, let name = message["role"]?.text,
                let role = ConversationReader.roles[name]
            else { return nil }
            turns.append(Message(role, text))
            path.append(message)
            next = best(message["replies"])
        }
        for message in path { row.leave(message, in: "prompt", but: ["text", "role", "replies", "rank", "deleted"]) }
        // Nobody has answered what is asked last.
        if let last = turns.lastIndex(where: { $0.role == .assistant }) { turns.removeLast(turns.count - 1 - last) }
        return turns
    }

    /// The reply with the smallest rank; of those that nobody has ranked, which come behind, the first. Deleted ones are passed over.
    private static func best(_ replies: JSONValue?) -> JSONValue? {
        var found: (rank: Int, reply: JSONValue)?
        for reply in replies?.elements ?? [] {
            guard case .object = reply, reply["deleted"]?.bool != true else { continue }
            let rank = reply["rank"]?.integer ?? Int.max
            if found.map({ rank < $0.rank }) ?? true { found = (rank, reply) }
        }
        return found?.reply
    }
}
