/// Rows that need no templates: conversations and plain text.
extension Prompter {
    /// Makes an instance of a row that is a conversation, plain text, or a formatted line.
    ///
    /// - Parameter piece: of plain text that is cut, which piece.
    func fill(_ instance: Instance, _ piece: Int) throws(PromptError) {
        instance.isEscaped = false
        if task.kind == .lines { return instance.setLine(row.text) }
        if task.kind == .text {
            instance.isPlainText = true
            instance.addPart("")
            if task.maxCharacters == nil { _ = try takePieces() }
            instance.addPart(piece < pieces.count ? pieces[piece] : "")
            return
        }
        let conversation = try ConversationForms(row).conversation()
        func exchange(_ pair: (question: String, answer: String)) -> Demonstration {
            Demonstration(prompt: Array(pair.question.utf8), completion: Array(pair.answer.utf8), question: [])
        }
        let last = conversation.exchanges[conversation.exchanges.count - 1]
        instance.addPart(last.question)
        instance.addPart(last.answer)
        instance.openingCount = conversation.opening?.utf8.count
        instance.history = conversation.exchanges.dropLast().map(exchange)
        // The conversation's own system message comes before that of the recipe.
        instance.system = conversation.system
        if conversation.system == nil { try addSystem(to: instance) }
    }

    /// Cuts the row's text into pieces, or leaves it whole.
    func takePieces() throws(PromptError) -> Int {
        guard let text = fieldText("text") else {
            throw PromptError(
                .undefinedField,
                "the row has no text in a field `text`, which is what plain text is taken from; `fields` can make it",
                field: "text")
        }
        pieces = TextPieces.cut(text, most: task.maxCharacters ?? Int.max)
        return pieces.count
    }
}
