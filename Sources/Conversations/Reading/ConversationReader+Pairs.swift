import JSON

/// Questions with their answers in fields of their own.
extension ConversationReader {
    /// Fields that change the question, and of which no form says how.
    private static let choices = ["options", "choices"]

    /// A question with its answer; nil if the row has none in these forms.
    func pair() throws(ConversationError) -> (Conversation, given: Int)? {
        if row.has("instruction"), let instances = row.value("instances") { return try selfInstruct(instances) }
        for form in PairForm.known where row.has(form.question) {
            let answers =
                form.answers + (form.question == "instruction" || form.question == "prompt" ? ["outputs"] : [])
            guard let name = answers.first(where: row.has) else { continue }
            for name in Self.choices where row.has(name) {
                throw ConversationError(
                    .notAConversation,
                    "`\(name)` belongs to the question, and nobody knows how it is put; `fields` can make a `\(form.question)` with it, or `ignore: [\(name)]` leaves it out",
                    field: name)
            }
            let earlier = try history()
            let question = try question(form)
            let answer = try answer(name)
            // What a prompt of messages holds is only given.
            let given = row.peek(form.question).flatMap(messageList) == nil ? 0 : earlier.count + question.count
            return (Conversation(earlier + question + answer), given)
        }
        return nil
    }

    /// A list of messages, or one that a cell of a table tells in JSON.
    private func messageList(_ value: JSONValue) -> [JSONValue]? {
        guard let list = value.unwrapped.elements else { return nil }
        let isOne = list.first?["role"] != nil || list.first?["from"] != nil
        return isOne || value.elements != nil && !list.isEmpty && list.allSatisfy(\.isObject) ? list : nil
    }

    private func question(_ form: PairForm) throws(ConversationError) -> [Message] {
        let value = row.value(form.question)!
        if let list = messageList(value) { return try messages(list, in: form.question) }
        var message = Message(.user, try row.text(value, of: form.question, isNeeded: true))
        for name in form.inputs {
            guard let input = try row.text(name), !input.isBlank else { continue }
            message.content = .string(message.text + "\n\n" + input)
            message.input = message.input.map { $0 + "\n\n" + input } ?? input
        }
        return [message]
    }

    private func answer(_ name: String) throws(ConversationError) -> [Message] {
        let value = name == "outputs" ? row.value(name)!.unwrapped : row.value(name)!
        if let list = messageList(value), name != "outputs" { return try messages(list, in: name) }
        if let list = value.elements {
            guard name == "outputs" else {
                throw ConversationError(
                    .wrongType, "`\(name)` is a list, and a text or a list of messages is wanted", field: name)
            }
            var texts: [String] = []
            for value in list { texts.append(try row.text(value, of: name, isNeeded: true)) }
            texts.removeAll(where: \.isBlank)
            guard let first = texts.first else {
                throw ConversationError(.noAnswer, "`\(name)` is an empty list", field: name)
            }
            return [Message(.assistant, texts.count > 1 ? choose(texts) : first)]
        }
        return [Message(.assistant, try row.text(value, of: name, isNeeded: true))]
    }

    /// The turns before the question: pairs of texts, or messages.
    private func history() throws(ConversationError) -> [Message] {
        // An empty cell of a table says nothing.
        guard let value = row.value("history"), value != "" else { return [] }
        let problem = ConversationError(
            .wrongType, "`history` is no list of pairs of texts, nor of messages; `ignore: [history]` leaves it out",
            field: "history")
        guard let list = value.unwrapped.elements else { throw problem }
        if list.first?["role"] != nil || list.first?["from"] != nil { return try messages(list, in: "history") }
        var messages: [Message] = []
        for pair in list {
            guard let pair = pair.elements, pair.count == 2 else { throw problem }
            messages.append(Message(.user, try row.text(pair[0], of: "history")))
            messages.append(Message(.assistant, try row.text(pair[1], of: "history")))
        }
        return messages
    }

    /// An instruction of Self-Instruct with its one instance.
    private func selfInstruct(_ value: JSONValue) throws(ConversationError) -> (Conversation, given: Int) {
        let instances = value.unwrapped.elements ?? []
        guard instances.count == 1, let output = instances[0]["output"] else {
            throw ConversationError(
                .notAConversation, "the row has \(instances.count) `instances`; one with an `output` is wanted",
                field: "instances")
        }
        let answer = try row.text(output, of: "instances", isNeeded: true)
        row.leave(instances[0], in: "instances", but: ["input", "output"])
        var message = Message(.user, try row.text(row.value("instruction")!, of: "instruction", isNeeded: true))
        let given = instances[0]["input"] ?? .null
        let input = given == .null ? "" : try row.text(given, of: "instances", isNeeded: true)
        if !input.isBlank {
            message.content = .string(message.text + "\n\n" + input)
            message.input = input
        }
        return (Conversation([message, Message(.assistant, answer)]), 0)
    }
}
