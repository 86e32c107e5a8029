import Jinja

/// Recognises the forms in which instructions and conversations are published, by their fields.
struct ConversationForms {
    private let row: RowValues

    init(_ row: RowValues) { self.row = row }

    /// The forms, in the order in which they are looked for, as messages tell them.
    static let known =
        "messages (role, content); conversations (from, value); Definition with input and output; "
        + "instruction with output, response or instances; prompt and completion or response; inputs and targets; question and answer; prompt with replies (text, role, rank); or one text of `Human:` and `Assistant:`"

    /// The row's conversation.
    ///
    /// - Throws: that it is in none of the forms, or no conversation.
    func conversation() throws(PromptError) -> Conversation {
        for name in ["messages", "conversations", "conversation"] {
            if case .list(let list)? = row.value(named: name) { return try Conversation(turns(list, in: name)) }
        }
        if let root = row.value(named: "prompt"), let turns = MessageTree.turns(root, roles: Self.roles) {
            return try Conversation(turns)
        }
        if let instruction = NaturalInstruction(row) { return try instruction.conversation() }
        if let pair = try pair() {
            let system = text("system").map { [Conversation.Turn(role: .system, text: $0)] } ?? []
            return try Conversation(
                system + [
                    Conversation.Turn(role: .user, text: pair.question),
                    Conversation.Turn(role: .assistant, text: pair.answer),
                ])
        }
        for name in ["chosen", "text", "transcript", "dialogue", "conversation"] {
            if let text = text(name), let turns = DialogueText.turns(text) { return try Conversation(turns) }
        }
        throw PromptError(
            .notAConversation,
            "the row is in none of the forms of a conversation: \(Self.known); `fields` can make one of them")
    }

    private func text(_ name: String) -> String? { row.value(named: name)?.asString }

    private func pair() throws(PromptError) -> (question: String, answer: String)? {
        if let instruction = text("instruction") {
            if case .list(let instances)? = row.value(named: "instances") {
                guard instances.items.count == 1, case .dict(let instance) = instances.items[0],
                    let answer = instance.value("output")?.asString
                else {
                    throw PromptError(
                        .notAConversation,
                        "the row has \(instances.items.count) `instances`; one with an `output` is wanted",
                        field: "instances")
                }
                return (join(instruction, instance.value("input")?.asString), answer)
            }
            for name in ["output", "response", "completion", "answer"] {
                if let answer = text(name) { return (join(instruction, text("input") ?? text("context")), answer) }
            }
        }
        let names = [
            ("prompt", "completion"), ("prompt", "response"), ("inputs", "targets"), ("question", "answer"),
            ("question", "response"),
        ]
        for (question, answer) in names {
            if let question = text(question), let answer = text(answer) { return (question, answer) }
        }
        return nil
    }

    /// An instruction with the text that it is about.
    private func join(_ instruction: String, _ input: String?) -> String {
        guard let input, input.contains(where: { !$0.isWhitespace }) else { return instruction }
        return instruction + "\n\n" + input
    }

    // MARK: Lists of turns

    private static let roles: [String: Conversation.Role] = [
        "system": .system, "user": .user, "human": .user, "prompter": .user, "assistant": .assistant, "gpt": .assistant,
        "bot": .assistant, "model": .assistant, "chatgpt": .assistant,
    ]

    private func turns(_ list: List, in field: String) throws(PromptError) -> [Conversation.Turn] {
        var turns: [Conversation.Turn] = []
        for (index, item) in list.items.enumerated() {
            guard case .dict(let turn) = item, let name = (turn.value("role") ?? turn.value("from"))?.asString,
                let text = content(turn.value("content") ?? turn.value("value"))
            else {
                throw PromptError(
                    .notAConversation,
                    "turn \(index + 1) in `\(field)` has no role and text (role, content; or from, value)",
                    field: field)
            }
            guard let role = Self.roles[name] else {
                throw PromptError(
                    .notAConversation,
                    "turn \(index + 1) in `\(field)` is that of `\(name.prefix(40))`, whom no format knows",
                    field: field)
            }
            turns.append(Conversation.Turn(role: role, text: text))
        }
        return turns
    }

    /// The text of a turn: a string, or a list of parts that are all text.
    private func content(_ value: Value?) -> String? {
        guard case .list(let parts)? = value else { return value?.asString }
        var texts: [String] = []
        for part in parts.items {
            guard case .dict(let part) = part, let text = part.value("text")?.asString else { return nil }
            texts.append(text)
        }
        return texts.joined(separator: "\n")
    }
}

/// A dialogue in one string, as Anthropic's HH-RLHF has it: turns begin with `Human:` and `Assistant:` at the start of a line.
enum DialogueText {
    private static let marks: [(mark: String, role: Conversation.Role)] = [
        ("Human:", .user), ("Assistant:", .assistant),
    ]

    /// The turns of a text; nil if it does not begin with one.
    static func turns(_ text: String) -> [Conversation.Turn]? {
        var turns: [Conversation.Turn] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let (mark, role) = marks.first(where: { line.hasPrefix($0.mark) }) {
                turns.append(Conversation.Turn(role: role, text: String(line.dropFirst(mark.count))))
            } else if !turns.isEmpty {
                turns[turns.count - 1].text += "\n" + line
            } else if line.contains(where: { !$0.isWhitespace }) {
                return nil
            }
        }
        return turns.isEmpty ? nil : turns
    }
}

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
