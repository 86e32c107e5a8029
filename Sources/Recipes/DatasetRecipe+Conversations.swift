import Conversations
import Prompting
import Yams

/// What a dataset's recipe says about how its conversations are read.
extension DatasetRecipe {
    static let conversationKeys = ["ignore", "stringify", "learn", "reasoning", "repair"]

    mutating func readConversationRules(_ entries: [String: Node], _ reader: YAMLReader) {
        if let node = entries["ignore"] { reading.ignored = Set(reader.texts(node, of: "`ignore`")) }
        if let node = entries["stringify"], let flag = reader.bool(node, of: "`stringify`") {
            reading.stringifies = flag
        }
        reading.learn = entries["learn"].flatMap { reader.choice($0, of: "`learn`", LearnRule.self) }
        if let node = entries["reasoning"] { reading.reasoning = reasoning(node, reader) }
        if let node = entries["repair"], let repairs = reader.choices(node, of: "`repair`", Repair.self) {
            reading.repairs = repairs
        }
    }

    /// The fields of its rows that the recipe uses or speaks of; that others stay behind must be told.
    ///
    /// - Parameter transform: what the recipe does to its rows.
    package func usedFields(_ transform: RowTransform) -> Set<String> {
        let fields = [id, labels.isEmpty ? nil : label].compactMap(\.self)
        return transform.usedNames.union(keep).union(reading.ignored).union(fields)
    }

    /// Reads `reasoning`: a word, or `{to: field, name: thinking}`.
    private func reasoning(_ node: Node, _ reader: YAMLReader) -> Reasoning? {
        guard node.mapping != nil else {
            return reader.choice(node, of: "`reasoning`", Reasoning.Place.self).map { Reasoning($0) }
        }
        let entries = reader.entries(node, of: "`reasoning`", known: ["to", "name"])
        guard let to = entries["to"] else {
            reader.report("`reasoning` needs `to`: drop, field or tags", at: node)
            return nil
        }
        guard let place = reader.choice(to, of: "`to`", Reasoning.Place.self) else { return nil }
        guard let name = entries["name"] else { return Reasoning(place) }
        if place != .field { reader.report("`name` goes with `to: field`", at: name) }
        guard let text = reader.text(name, of: "`name`") else { return nil }
        guard Reasoning.canBeNamed(text) else {
            reader.report("`name` cannot be `\(text)`, which says something else in messages", at: name)
            return nil
        }
        return Reasoning(place, fieldName: text)
    }
}
