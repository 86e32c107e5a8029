import Jinja

/// A prompt with the replies that people gave to it, their replies to those and so on, as OpenAssistant publishes them: of each
/// message's replies, the best one is followed.
enum MessageTree {
    /// The turns along the best replies, up to the last answer; nil if it is no such tree.
    ///
    /// - Parameters:
    ///   - root: a message: `text`, `role` and `replies`.
    ///   - roles: what roles are called.
    static func turns(_ root: Value, roles: [String: Conversation.Role]) -> [Conversation.Turn]? {
        guard case .dict(let first) = root, case .list? = first.value("replies") else { return nil }
        var turns: [Conversation.Turn] = []
        var next: Dict? = first
        while let message = next {
            guard let text = message.value("text")?.asString, let name = message.value("role")?.asString,
                let role = roles[name]
            else { return nil }
            turns.append(Conversation.Turn(role: role, text: text))
            next = best(message.value("replies"))
        }
        // Nobody has answered what is asked last.
        if let last = turns.lastIndex(where: { $0.role == .assistant }) { turns.removeLast(turns.count - 1 - last) }
        return turns
    }

    /// The reply with the smallest rank; of those that nobody has ranked, which come behind, the first. Deleted ones are passed over.
    private static func best(_ replies: Value?) -> Dict? {
        guard case .list(let list)? = replies else { return nil }
        var found: (rank: Int, reply: Dict)?
        for item in list.items {
            guard case .dict(let reply) = item else { continue }
            if case .bool(true)? = reply.value("deleted") { continue }
            var rank = Int.max
            if case .int(let number)? = reply.value("rank") { rank = number }
            if found.map({ rank < $0.rank }) ?? true { found = (rank, reply) }
        }
        return found?.reply
    }
}
