/// The items of a numbered list in a model's text.
enum NumberedList {
    /// The items, without numbers and emphasis. What stands before the first item and, behind a blank line, after one is no part of
    /// the list: models greet and take leave.
    ///
    /// An item begins with the number that follows the last one (a list inside an item does not), or, where a model numbers
    /// all alike, with the same number at the same depth.
    static func items(_ text: String) -> [String] {
        var items: [String] = []
        var last: (number: Int, indent: Int)?
        var isOpen = false
        for line in AnswerLine.unfenced(text).lines {
            let indent = line.prefix { $0.isWhitespace }.count
            if let (number, rest) = start(of: line),
                last.map({ number == $0.number + 1 || number == $0.number && indent == $0.indent }) ?? true
            {
                last = (number, indent)
                items.append(rest)
                isOpen = true
            } else if line.allSatisfy(\.isWhitespace) {
                isOpen = false
            } else if isOpen {
                items[items.count - 1] += "\n" + line.trimmed
            }
        }
        return items.map(plain).filter { !$0.isEmpty }
    }

    /// The number that a line begins with, and what stands behind it: `3.`, `3)`, `3:`, `**3.**`, `- 3.`, `Task 3:`.
    private static func start(of line: some StringProtocol) -> (number: Int, rest: String)? {
        var text = line.drop { $0.isWhitespace || "*_#>-(".contains($0) }
        if text.prefix(4).lowercased() == "task" { text = text.dropFirst(4).drop(while: \.isWhitespace) }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        // Numbers of more digits are no items'.
        guard (1...4).contains(digits.count), let number = Int(digits) else { return nil }
        let mark = text[digits.endIndex...].drop { $0 == "*" }
        guard let first = mark.first, ".):".contains(first) else { return nil }
        let behind = mark.dropFirst()
        // `3.5 litres` is no item, nor is `3:1`.
        guard behind.first.map({ $0.isWhitespace || $0 == "*" }) ?? true else { return nil }
        // Emphasis around the number ends here; what begins behind white space is the item's own.
        return (number, behind.drop { $0 == "*" }.trimmed)
    }

    /// An item without the emphasis around all of it, or the end of one that began before its number.
    private static func plain(_ item: String) -> String {
        let item = item.trimmed
        guard item.hasSuffix("**") else { return item }
        switch item.ranges(of: "**").count {
        case 1: return String(item.dropLast(2)).trimmed
        case 2 where item.hasPrefix("**"): return String(item.dropFirst(2).dropLast(2)).trimmed
        default: return item
        }
    }
}
