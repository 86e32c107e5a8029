/// Texts as YAML 1.1 scalars: in the plainest form that reads back as the same text, here and elsewhere.
enum YAMLText {
    /// A text on one line: plain, in single quotes, or in double quotes with escapes.
    static func line(_ text: String) -> String {
        if isPlain(text) { return text }
        let needsEscapes = text.unicodeScalars.contains { $0 == "\n" || $0 == "\t" || mustEscape($0) }
        return needsEscapes ? doubleQuoted(text) : "'" + text.replacing("'", with: "''") + "'"
    }

    /// A text as the value of a key: a literal block if it can stand in one, else on one line.
    ///
    /// - Parameter indent: of the block's lines, in spaces.
    static func block(_ text: String, indent: Int) -> String {
        guard let chomping = chomping(text) else { return line(text) }
        let body = chomping.isEmpty ? String(text.dropLast()) : text
        let margin = String(repeating: " ", count: indent)
        return "|" + chomping
            + body.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "\n" : "\n" + margin + $0 }.joined()
    }

    /// How the end of a literal block is marked so that it gives the text; nil if the text cannot stand in one, or only in
    /// a form that readers and people stumble over.
    private static func chomping(_ text: String) -> String? {
        guard let first = text.unicodeScalars.first, first != " ", first != "\t", first != "\n",
            !text.unicodeScalars.contains(where: mustEscape)
        else { return nil }
        var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        let endsLine = lines.count > 1 && lines.last?.isEmpty == true
        if endsLine { lines.removeLast() }
        // More line ends, and lines of white space, would depend on the fine print.
        let isOdd =
            lines.last?.isEmpty == true || lines.contains { !$0.isEmpty && $0.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
        return isOdd ? nil : endsLine ? "" : "-"
    }

    /// Words, with nothing in them that YAML or a reader could take for something else.
    private static func isPlain(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last, bytes.count <= 80, last != 0x20 else { return false }
        func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }
        func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
        if isUUID(bytes) { return true }
        guard isLetter(first) else { return false }
        let words: Set = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"]
        return !words.contains(text.lowercased())
            && bytes.allSatisfy { isLetter($0) || isDigit($0) || "_-. ()/,+".utf8.contains($0) }
            && !text.contains(", ")
    }

    private static func isUUID(_ bytes: [UInt8]) -> Bool {
        bytes.count == 36
            && bytes.enumerated().allSatisfy { index, byte in
                [8, 13, 18, 23].contains(index)
                    ? byte == UInt8(ascii: "-")
                    : byte &- UInt8(ascii: "0") < 10 || byte &- UInt8(ascii: "a") < 6
            }
    }

    /// Scalars that YAML does not take as they are, or takes for line ends, and those that nobody could see.
    private static func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x20..<0x7F: false
        case 0..<0x20, 0x7F...0xA0, 0xAD, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFF:
            true
        case 0x10000...: scalar.value & 0xFFFE == 0xFFFE || scalar.value >= 0xE0000
        default: false
        }
    }

    /// A text in double quotes, with escapes.
    static func doubleQuoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where mustEscape(scalar):
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let (mark, width) = scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
                result += "\\\(mark)" + String(repeating: "0", count: width - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
