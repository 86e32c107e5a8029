import Diagnostics
import JSON

/// A piece of Markdown. Literals are markup as they stand; every text that is put between them is escaped, made visible and
/// cut, so that no text out of a manifest can become a link, a picture, an element or another cell of a table.
struct Markdown: ExpressibleByStringInterpolation, Sendable {
    private(set) var text: String

    /// Longer texts are cut, in code points.
    static let limit = 300

    init(stringLiteral value: StaticString) { text = value.description }
    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    /// A text as code on lines of its own, exactly as it stands: the fence is longer than any in it.
    init(fenced code: String, _ language: StaticString) {
        var (longest, run) = (0, 0)
        for byte in code.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: max(3, longest + 1))
        text = "\(fence)\(language)\n\(code)\(code.utf8.last == UInt8(ascii: "\n") ? "" : "\n")\(fence)\n"
    }

    static func + (a: Markdown, b: Markdown) -> Markdown { Markdown(verbatim: a.text + b.text) }

    var isEmpty: Bool { text.isEmpty }

    /// What stands between the pieces of a literal.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }
        mutating func appendLiteral(_ literal: StaticString) { text += literal.description }

        /// A text on one line.
        mutating func appendInterpolation(_ text: String, limit: Int = Markdown.limit) {
            let scalars = Array(DisplayText.line(text, limit: limit).unicodeScalars)
            for place in scalars.indices { self.text += Self.escaped(scalars, place) }
        }

        /// A whole number with separators.
        mutating func appendInterpolation(_ number: Int) { text += grouped(number) }
        mutating func appendInterpolation(_ markdown: Markdown) { text += markdown.text }

        /// A scalar of a text, by what stands beside it: `e2e_nlg` and `1: one` are what they are.
        private static func escaped(_ scalars: [Unicode.Scalar], _ place: Int) -> String {
            let scalar = scalars[place]
            func isWord(_ place: Int) -> Bool {
                scalars.indices.contains(place) && scalars[place].properties.isAlphabetic
            }
            switch scalar {
            case "_" where isWord(place - 1) && isWord(place + 1): return "_"
            case ":" where place + 1 < scalars.count && scalars[place + 1] == " ": return ":"
            case ".":
                // What begins with www. would become a link.
                return String(String.UnicodeScalarView(scalars[..<place].suffix(3))).lowercased() == "www" ? "\\." : "."
            case "&": return "&amp;"
            case "<": return "&lt;"
            case ">": return "&gt;"
            // A backslash before these could mean itself in a table.
            case "|": return "&#124;"
            case "\\": return "&#92;"
            case "`": return "&#96;"
            case "*", "_", "[", "]", "#", "~", "$", ":", "@": return "\\" + String(scalar)
            default: return String(scalar)
            }
        }
    }
}

/// A table of a card: as many rows as are useful, and a sentence about the others.
struct MarkdownTable<Item> {
    /// Rows beyond that are told by their number only.
    static var limit: Int { 200 }

    /// What a row stands for, in the plural.
    let noun: Markdown
    private var columns: [(title: Markdown, rule: String, cell: (Item) -> Markdown)] = []

    init(of noun: Markdown) { self.noun = noun }

    mutating func addText(_ title: Markdown, _ cell: @escaping (Item) -> Markdown) {
        columns.append((title, "---", cell))
    }

    /// Adds a column of numbers.
    mutating func add(_ title: Markdown, _ cell: @escaping (Item) -> Markdown) { columns.append((title, "---:", cell)) }

    /// The table with its rows and an empty line behind it; nothing if there are none.
    func markdown(_ items: [Item]) -> Markdown {
        guard !items.isEmpty else { return "" }
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
        var text = line(columns.map(\.title.text)) + line(columns.map(\.rule))
        for item in items.prefix(Self.limit) { text += line(columns.map { $0.cell(item).text }) }
        let rest: Markdown =
            items.count > Self.limit
            ? "\nThe first \(Self.limit) of \(items.count) \(noun) are shown; manifest.json names all.\n" : ""
        return Markdown(verbatim: text) + rest + "\n"
    }
}

extension Markdown {
    /// Markup that was put together of others.
    fileprivate init(verbatim text: String) { self.text = text }
}
