/// A dialogue in one string, as Anthropic's HH-RLHF has it: turns begin with `Human:` and `Assistant:` at the start of a line.
enum DialogueText {
    private static let marks: [(mark: String, role: Message.Role)] = [("Human:", .user), ("Assistant:", .assistant)]

    /// The turns of a text, without white space at their ends, which belongs to the form; nil if it does not begin with one.
    static func turns(_ text: String) -> [Message]? {
        var turns: [(role: Message.Role, text: String)] = []
        // By bytes: to Swift, a carriage return and a line feed are one character.
        for bytes in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let line = String(decoding: bytes, as: UTF8.self)
            if let (mark, role) = marks.first(where: { line.hasPrefix($0.mark) }) {
                turns.append((role, String(line.dropFirst(mark.count))))
            } else if !turns.isEmpty {
                turns[turns.count - 1].text += "\n" + line
            } else if !line.isBlank {
                return nil
            }
        }
        return turns.isEmpty ? nil : turns.map { Message($0.role, trimmed($0.text)) }
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
