/// Text out of data as a table or a message shows it: on one line, with everything visible that could move a cursor,
/// turn the reading direction or hide, and not too long.
package enum DisplayText {
    /// Longer texts are cut, in code points.
    package static let limit = 40

    /// A name, as it stands if it is plain; in quotes if it is empty or has white space at an end.
    package static func name(_ text: String) -> String {
        let isPlain = text.unicodeScalars.first.map { !$0.properties.isWhitespace } ?? false
        let endsPlain = text.unicodeScalars.last.map { !$0.properties.isWhitespace } ?? false
        return isPlain && endsPlain
            ? escaped(text, quoted: false, limit: limit) : "\"" + escaped(text, quoted: true, limit: limit) + "\""
    }

    /// A value: strings in quotes, so that `"1"` is not `1`; arrays and objects as JSON.
    ///
    /// - Parameter limit: longer texts are cut, in code points.
    package static func value(_ value: JSONValue, limit: Int = DisplayText.limit) -> String {
        switch value {
        case .string(let text): return "\"" + escaped(text, quoted: true, limit: limit) + "\""
        case .number(let text): return escaped(text, quoted: false, limit: limit)
        case .bool(let bool): return bool ? "true" : "false"
        case .null: return "null"
        case .array, .object:
            return escaped(value.line, quoted: false, limit: limit)
        }
    }

    /// A text on one line.
    ///
    /// - Parameter limit: longer texts are cut, in code points.
    package static func line(_ text: String, limit: Int) -> String { escaped(text, quoted: false, limit: limit) }

    /// A scalar of a text over several lines: as it stands if it can do no harm, tabs included, else its escape.
    package static func visible(_ scalar: Unicode.Scalar) -> String {
        if scalar == "\t" { return "\t" }
        return isHidden(scalar) ? escape(scalar) : String(scalar)
    }

    package static func escape(_ scalar: Unicode.Scalar) -> String {
        scalar == "\r" ? "\\r" : "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    }

    private static func escaped(_ text: String, quoted: Bool, limit: Int) -> String {
        var result = ""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            if index == limit { return result + "…" }
            switch scalar {
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\"" where quoted: result += "\\\""
            case "\\" where quoted: result += "\\\\"
            case _ where isHidden(scalar): result += escape(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Control characters, marks and overrides of direction, separators of lines, marks without a width that are no part of
    /// a script or an emoji, and code points that are no characters.
    package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xFDD0...0xFDEF: true
        case let value where value & 0xFFFE == 0xFFFE: true
        case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F,
            0xFEFF,
            0xFFF9...0xFFFB, 0xE0000...0xE007F:
            true
        default: false
        }
    }
}
