import JSON

/// Recognises the forms in which instructions and conversations are published, by their fields.
package struct ConversationReader {
    let rules: ReadingRules
    let row: RowFields
    /// Chooses one of several answers that are all right.
    let choose: ([String]) -> String

    /// The forms, in the order in which they are looked for, as messages tell them.
    package static let known =
        "messages or conversations (role, content; or from, value); Definition with input and output; "
        + "instruction or query with output or response; prompt and completion or response; inputs and targets; question and "
        + "answer; prompt with replies (text, role, rank); or one text of `Human:` and `Assistant:`"

    /// - Parameters:
    ///   - row: its fields in their order.
    ///   - choose: gives one of at least two texts.
    package init(_ row: [JSONValue.Member], _ rules: ReadingRules, choose: @escaping ([String]) -> String) {
        (self.rules, self.choose) = (rules, choose)
        self.row = RowFields(row, ignored: rules.ignored, stringifies: rules.stringifies)
    }

    /// The row's conversation.
    ///
    /// - Throws: that it is in none of the forms, that something in it is of a wrong type, that its turns are not in order, that
    ///   by its own label its answer is a bad one.
    package func read() throws(ConversationError) -> ReadConversation {
        var (conversation, given) = try form()
        for index in 0..<given { conversation.messages[index].isTarget = false }
        try refuseBadAnswer()
        for name in ["system", "system_prompt"] {
            guard let text = try row.text(name), !text.isEmpty else { continue }
            if let own = conversation.system, own != text {
                throw ConversationError(
                    .notAConversation,
                    "`\(name)` is another system message than the conversation's own; `ignore: [\(name)]` leaves it out",
                    field: name)
            }
            if conversation.system == nil { conversation.system = text }
        }
        try readSurroundings(of: &conversation)
        let repairs = conversation.repair(rules.repairs)
        try conversation.checkOrder()
        try conversation.mark(rules.learn)
        if let reasoning = rules.reasoning {
            for index in conversation.messages.indices { try reasoning.apply(to: &conversation.messages[index]) }
            // What was nothing but reasoning says nothing without it.
            try conversation.checkOrder()
        }
        return ReadConversation(conversation: conversation, unread: row.unread, repairs: repairs)
    }

    /// What the user says first in a list of messages, whether or not that is answered; nil if there is no such list, or no text.
    package func firstQuestion() -> String? {
        for name in Self.listNames {
            guard let list = row.value(name)?.unwrapped.elements, let messages = try? messages(list, in: name) else {
                continue
            }
            let texts = messages.filter { $0.role == .user }.map(\.text)
            if let text = texts.first(where: { !$0.isBlank }) { return text }
        }
        return nil
    }

    private static let listNames = ["messages", "conversations", "conversation"]

    /// - Returns: the conversation, and how many of its messages are only given.
    private func form() throws(ConversationError) -> (Conversation, given: Int) {
        for name in Self.listNames {
            guard let value = row.value(name) else { continue }
            if let list = value.unwrapped.elements {
                let messages = try messages(list, in: name)
                // Which answer is the better one is told beside the conversation.
                if row.has("chosen"), row.has("rejected") { throw preference }
                return (Conversation(messages), 0)
            }
            if name == "conversation", let text = value.text, let turns = DialogueText.turns(text) {
                return (Conversation(turns), 0)
            }
            throw ConversationError(
                .wrongType, "`\(name)` is \(value.typeWords), and a list of messages is wanted", field: name)
        }
        if let turns = row.value("prompt", as: { MessageTree.turns($0, of: row) }) { return (Conversation(turns), 0) }
        if let pair = try pair() { return pair }
        for name in ["chosen", "text", "transcript", "dialogue"] {
            if let turns = row.value(name, as: { $0.text.flatMap(DialogueText.turns) }) {
                return (Conversation(turns), 0)
            }
        }
        throw try noForm()
    }

    /// That a row tells a better and a worse answer, and what can be done with it.
    private var preference: ConversationError {
        let chosen = row.peek("chosen")
        let isWhole = row.peek("prompt")?.isTextOrList != true && (chosen?.elements?.count ?? 0) > 1
        let isAnswer = row.peek("prompt")?.isTextOrList == true && chosen?.isTextOrList == true
        let way =
            isWhole
            ? "; `fields: {messages: \"{{ chosen }}\"}` with `ignore: [chosen, rejected]` takes the better one"
            : isAnswer
                ? "; `fields: {completion: \"{{ chosen }}\"}` with `ignore: [chosen, rejected]` takes the better one"
                : "; `fields` can make `messages` of the better one"
        return ConversationError(
            .notAConversation, "the row is a preference, with a better and a worse answer" + way, field: "chosen")
    }

    private func noForm() throws(ConversationError) -> ConversationError {
        if ["chosen", "chosen_messages", "preferred_output"].contains(where: row.has) { return preference }
        if row.has("completions"), row.has("labels") {
            return ConversationError(
                .notAConversation, "the row is an answer in steps, each with a label, and none to be learnt as a whole",
                field: "completions")
        }
        for form in PairForm.known where row.peek(form.question)?.isTextOrList == true {
            return ConversationError(
                .noAnswer,
                "the row has `\(form.question)` and no answer to it; `fields` can make one, called `\(form.answers[0])`",
                field: form.question)
        }
        return ConversationError(
            .notAConversation,
            "the row is in none of the forms of a conversation: \(Self.known); `fields` can make one of them")
    }

    /// A row whose own label says that its answer is bad must not be learnt from.
    package func refuseBadAnswer() throws(ConversationError) {
        for name in ["kto_tag", "label"] {
            guard let isGood = row.value(name, as: \.truth), !isGood else { continue }
            let condition = row.peek(name)?.text == nil ? name : "\(name) | lower == 'true'"
            throw ConversationError(
                .badAnswer,
                "`\(name)` says that the answer is a bad one; `where: \(condition)` takes only the good ones",
                field: name)
        }
    }

    /// Reads what stands beside the messages: tools, media and the like.
    private func readSurroundings(of conversation: inout Conversation) throws(ConversationError) {
        for name in ["tools", "functions"] where conversation.tools == nil {
            guard let value = row.value(name) else { continue }
            if let text = value.text {
                if text.isBlank { continue }
                guard let parsed = try? JSONValue(parsing: text) else {
                    throw ConversationError(.wrongType, "`\(name)` is a text that is no JSON", field: name)
                }
                if parsed.elements?.isEmpty == true || parsed == .null { continue }
                guard parsed.elements != nil else {
                    throw ConversationError(
                        .wrongType, "`\(name)` is the text of \(parsed.typeWords), and that of a list is wanted",
                        field: name)
                }
            } else if value.elements == nil {
                throw ConversationError(
                    .wrongType, "`\(name)` is \(value.typeWords), and a list is wanted, or the JSON text of one",
                    field: name)
            }
            if value.elements?.isEmpty == true { continue }
            conversation.tools = value
        }
        for name in Conversation.fieldNames {
            guard let value = row.value(name)?.unwrapped, value.elements?.isEmpty != true, value != "" else { continue }
            conversation.fields.append(JSONValue.Member(key: name, value: value))
        }
    }
}

extension JSONValue {
    /// The list, object or truth value that a text tells in JSON, as cells of tables do; else the value itself.
    var unwrapped: JSONValue {
        guard let text, let value = try? JSONValue(parsing: text) else { return self }
        switch value {
        case .array, .object, .bool: return value
        default: return self
        }
    }

    var isObject: Bool { if case .object = self { true } else { false } }

    fileprivate var isTextOrList: Bool { text != nil || elements != nil }

    /// A truth value, also as CSV files have it; nil of others.
    fileprivate var truth: Bool? {
        switch self {
        case .bool(let flag): flag
        case .string(let text): ["true": true, "false": false][text.lowercased()]
        default: nil
        }
    }
}
