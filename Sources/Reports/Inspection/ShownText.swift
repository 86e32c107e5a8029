import JSON

/// Text out of data as a table or a message shows it: on one line, with everything visible that could move a cursor,
/// turn the reading direction or hide, and not too long.
public enum ShownText {
    /// Longer texts are cut, in code points.
    public static let limit = 40

    /// A name, as it stands if it is plain; in quotes if it is empty or has white space at an end.
    public static func name(_ text: String) -> String {
        let isPlain = text.unicodeScalars.first.map { !$0.properties.isWhitespace } ?? false
        let endsPlain = text.unicodeScalars.last.map { !$0.properties.isWhitespace } ?? false
        return isPlain && endsPlain ? escaped(text, quoted: false) : "\"" + escaped(text, quoted: true) + "\""
    }

    /// A value: strings in quotes, so that `"1"` is not `1`.
    public static func value(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): "\"" + escaped(text, quoted: true) + "\""
        case .number(let text): escaped(text, quoted: false)
        case .bool(let bool): bool ? "true" : "false"
        default: "null"
        }
    }

    private static func escaped(_ text: String, quoted: Bool) -> String {
        var result = ""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            if index == limit { return result + "…" }
            switch scalar {
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "\"" where quoted: result += "\\\""
            case "\\" where quoted: result += "\\\\"
            case _ where isHidden(scalar): result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Control characters, marks and overrides of direction, separators of lines, and marks without a width that are no
    /// part of a script or an emoji.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F,
            0xFEFF,
            0xFFF9...0xFFFB, 0xE0000...0xE007F:
            true
        default: false
        }
    }
}
