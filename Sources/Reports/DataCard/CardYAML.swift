import JSON

/// A value of a card's front matter. Texts stand in quotes always, so that none is read as something else: YAML 1.1 takes `no`
/// for false, `1e3` for a number, `2026-08-01` for a date and `1:30` for ninety.
indirect enum CardYAML {
    /// A text out of data.
    case text(String)
    /// A word of the Hub's own, as it stands.
    case word(StaticString)
    case count(Int)
    case list([CardYAML])
    /// Keys in their order.
    case mapping([(key: StaticString, value: CardYAML)])

    /// The document: one key a line, with a line feed at its end.
    var text: String { lines.map { $0 + "\n" }.joined() }

    /// Block style; a list stands as far right as the key that holds it.
    private var lines: [String] {
        switch self {
        case .text(let text): [Self.quoted(text)]
        case .word(let word): [word.description]
        case .count(let count): [String(count)]
        case .list(let elements) where elements.isEmpty: ["[]"]
        case .list(let elements): elements.flatMap { Self.indented($0.lines, first: "- ") }
        case .mapping(let entries): entries.flatMap { Self.entry($0.key, $0.value) }
        }
    }

    private static func entry(_ key: StaticString, _ value: CardYAML) -> [String] {
        switch value {
        case .text, .word, .count: ["\(key): \(value.lines[0])"]
        case .list(let elements) where elements.isEmpty: ["\(key): []"]
        case .list: ["\(key):"] + value.lines
        case .mapping: ["\(key):"] + indented(value.lines, first: "  ")
        }
    }

    private static func indented(_ lines: [String], first: String) -> [String] {
        lines.enumerated().map { ($0 == 0 ? first : "  ") + $1 }
    }

    /// A text in double quotes on one line, with nothing hidden in it.
    static func quoted(_ text: String) -> String {
        let escaped = text.replacingScalars { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\t": "\\t"
            case "\r": "\\r"
            default: DisplayText.isHidden(scalar) ? escape(scalar) : nil
            }
        }
        return "\"" + escaped + "\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let width = scalar.value > 0xFFFF ? 8 : 4
        return (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: width - digits.count) + digits
    }
}
