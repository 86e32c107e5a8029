import Conversations
import JSON
import Jinja

/// Rows that need no templates: conversations, plain text, formatted lines.
extension Prompter {
    /// Makes an instance of the row that was taken last.
    ///
    /// - Parameter piece: of plain text that is cut, which piece.
    func fill(_ instance: Instance, _ piece: Int) throws(PromptError) {
        instance.isEscaped = false
        switch task.kind {
        case .lines: instance.setLine(row.text)
        case .text: try fillText(instance, piece)
        case .instructions, .task: try fillConversation(instance)
        }
    }

    private func fillText(_ instance: Instance, _ piece: Int) throws(PromptError) {
        instance.isPlainText = true
        instance.addPart("")
        if task.maxCharacters == nil { _ = try takePieces() }
        instance.addPart(piece < pieces.count ? pieces[piece] : "")
        reading = RowReading(unread: row.ownFieldNames.filter { $0 != "text" && !task.usedFields.contains($0) })
    }

    private func fillConversation(_ instance: Instance) throws(PromptError) {
        if let instruction = NaturalInstruction(row) {
            // Their rows are long, with all examples of the task: few are worth being read for that.
            if row.value(named: "label") != nil || row.value(named: "kto_tag") != nil {
                try reader { reader throws(ConversationError) in try reader.refuseBadAnswer() }
            }
            try instruction.fill(instance)
            reading = RowReading(
                unread: row.ownFieldNames.filter {
                    !NaturalInstruction.fieldNames.contains($0) && !task.usedFields.contains($0)
                })
            return try addSystem(to: instance)
        }
        let read = try reader { reader throws(ConversationError) in try reader.read() }
        var conversation = read.conversation
        // The conversation's own system message comes before that of the recipe.
        if conversation.system == nil {
            try addSystem(to: instance)
            conversation.system = instance.system
        }
        instance.set(conversation)
        let own = Set(row.ownFieldNames)
        reading = RowReading(
            unread: read.unread.filter { name in
                (own.contains(name) || name.contains(".")) && !task.usedFields.contains(name)
            }, repairs: read.repairs,
            features: conversation.features)
    }

    private func reader<Result>(
        _ body: (ConversationReader) throws(ConversationError) -> Result
    ) throws(PromptError) -> Result {
        do throws(ConversationError) {
            return try body(ConversationReader(members(), task.reading, choose: NaturalInstruction.draw(row)))
        } catch {
            throw PromptError(error)
        }
    }

    /// The row's fields with those that the recipe has computed.
    private func members() -> [JSONValue.Member] {
        // A scanner has accepted the row, so that this is an object.
        guard case .object(var members)? = try? JSONValue(parsing: row.text) else { return [] }
        for (name, value) in row.computedFields {
            guard let value = transformMachine.json(of: value) else { continue }
            if let index = members.firstIndex(where: { $0.key == name }) {
                members[index].value = value
            } else {
                members.append(JSONValue.Member(key: name, value: value))
            }
        }
        return members
    }

    /// Cuts the row's text into pieces, or leaves it whole, white space at its ends included; there is none of a blank text.
    func takePieces() throws(PromptError) -> Int {
        guard let text = fieldText("text") else {
            throw PromptError(
                .undefinedField,
                "the row has no text in a field `text`, which is what plain text is taken from; `fields` can make it",
                field: "text")
        }
        if let most = task.maxCharacters {
            pieces = TextPieces.cut(text, most: most)
        } else {
            pieces = text.isBlank ? [] : [text]
        }
        return pieces.count
    }
}

/// What reading a row that is no task has found.
package struct RowReading: Sendable {
    /// The row's fields that nobody has read.
    package var unread: [String] = []
    package var repairs: [Repair] = []
    /// What not every output can carry.
    package var features: Set<ConversationFeature> = []
}
