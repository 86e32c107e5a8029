/// JSON strings scalar by scalar: the definition that `JSONString` is held to.
package enum StringTwin {
    /// Text as the inside of a JSON string in the one canonical form: escaped is only what JSON does not allow as it
    /// stands, by the short escape where JSON has one, else by `\u00` and two small hexadecimal digits.
    package static func contents(_ text: some Sequence<Unicode.Scalar>) -> [UInt8] {
        var result: [UInt8] = []
        for scalar in text {
            switch scalar {
            case "\"": result += Array(#"\""#.utf8)
            case "\\": result += Array(#"\\"#.utf8)
            case "\u{8}": result += Array(#"\b"#.utf8)
            case "\u{C}": result += Array(#"\f"#.utf8)
            case "\n": result += Array(#"\n"#.utf8)
            case "\r": result += Array(#"\r"#.utf8)
            case "\t": result += Array(#"\t"#.utf8)
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                result += Array((digits.utf8.count == 1 ? #"\u000"# : #"\u00"#).utf8) + Array(digits.utf8)
            default: result += PlainUTF8.bytes(of: [scalar])
            }
        }
        return result
    }

    /// A JSON string with its quotes.
    static func quoted(_ text: some Sequence<Unicode.Scalar>) -> [UInt8] { [0x22] + contents(text) + [0x22] }

    /// What the inside of a JSON string stands for; nil if it is none.
    package static func decode(_ inside: [UInt8]) -> [Unicode.Scalar]? {
        var reader = JSONTwin([0x22] + inside + [0x22])
        guard let text = try? reader.string(), reader.isAtEnd else { return nil }
        return text
    }
}
