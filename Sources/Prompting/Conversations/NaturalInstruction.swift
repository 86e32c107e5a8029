import Jinja
import Mixing

/// An instance of a task as Super-NaturalInstructions publishes them (Wang et al. 2022): `input` and `output`, and around it the
/// task's `Definition` and `Positive Examples`.
struct NaturalInstruction {
    private let row: RowValues
    private let definition: Value

    /// Nil if the row is none.
    init?(_ row: RowValues) {
        guard let definition = row.value(named: "Definition"),
            ["input", "output", "Instances"].contains(where: { row.value(named: $0) != nil }),
            // A conversation beside it is what the row is about.
            !["messages", "conversations", "conversation"].contains(where: { row.value(named: $0) != nil })
        else { return nil }
        (self.row, self.definition) = (row, definition)
    }

    /// The fields that are read of such rows.
    static let fieldNames: Set<String> = ["Definition", "input", "output", "Positive Examples"]

    /// Makes an instance: the definition and the input are the prompt, one of the outputs is the completion.
    func fill(_ instance: Instance) throws(PromptError) {
        if row.value(named: "Instances") != nil {
            throw PromptError(
                .notAConversation,
                "the row is a whole task with its `Instances`; `format: {type: json, records: Instances}` makes a row of each",
                field: "Instances")
        }
        guard let lines = Self.texts(definition) else {
            throw PromptError(
                .notAConversation, "`Definition` is neither a text nor a list of texts", field: "Definition")
        }
        let definition = trimmedText(lines.joined(separator: "\n"))
        let input = try input()
        let opening = definition.isEmpty ? "" : definition + "\n\n"
        instance.addPart(input.isEmpty ? definition : opening + input)
        instance.addPart(try output())
        if instance.isBlank { throw PromptError(.emptyTurn, "the instruction or its answer is empty") }
        // A task without inputs has no examples of how they are answered.
        if !input.isEmpty { instance.openingCount = opening.utf8.count }
    }

    private func input() throws(PromptError) -> String {
        guard let value = row.value(named: "input") else { return "" }
        guard let text = value.asString else {
            throw PromptError(.notAConversation, "`input` is no text", field: "input")
        }
        return trimmedText(text)
    }

    private func output() throws(PromptError) -> String {
        guard let value = row.value(named: "output") else {
            throw PromptError(.noAnswer, "the row has no `output`", field: "output")
        }
        guard let outputs = Self.texts(value) else {
            throw PromptError(.notAConversation, "`output` is neither a text nor a list of texts", field: "output")
        }
        guard !outputs.isEmpty else { throw PromptError(.noAnswer, "`output` is an empty list", field: "output") }
        return drawn(from: outputs)
    }

    /// The solved examples that the row brings with it; what is none is passed over.
    var examples: [(input: String, output: String)] {
        guard case .list(let list)? = row.value(named: "Positive Examples") else { return [] }
        return list.items.compactMap { item in
            guard case .dict(let example) = item, let input = example.value("input")?.asString,
                let outputs = example.value("output").flatMap(Self.texts)
            else { return nil }
            let pair = (input: trimmedText(input), output: drawn(from: outputs))
            return pair.input.isEmpty || pair.output.isEmpty ? nil : pair
        }
    }

    /// One of several outputs: that with the smallest rank, so that one which comes or goes changes no other row's choice, and
    /// their order none. Blank ones are passed over; empty if all are.
    private func drawn(from outputs: [String]) -> String {
        let texts = outputs.map { trimmedText($0) }.filter { !$0.isEmpty }
        return texts.count < 2 ? texts.first ?? "" : Self.draw(row)(texts)
    }

    /// Draws one of several answers to a row.
    static func draw(_ row: RowValues) -> ([String]) -> String {
        { texts in
            let hash = row.hash(.answer)
            return texts.min { hash.rank(of: XXH3.hash($0)) < hash.rank(of: XXH3.hash($1)) }!
        }
    }

    /// A text, or several in a list.
    private static func texts(_ value: Value) -> [String]? {
        if let text = value.asString { return [text] }
        guard case .list(let list) = value else { return nil }
        let texts = list.items.compactMap(\.asString)
        return texts.count == list.items.count ? texts : nil
    }
}
