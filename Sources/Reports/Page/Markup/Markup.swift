import Diagnostics
import JSON

/// A piece of XHTML. Literals are markup as they stand; every text that is put between them is escaped, made visible and
/// cut, so that no text out of a manifest can become an element or an attribute.
///
/// The same escapes hold in elements, in quoted attributes and in SVG.
struct Markup: ExpressibleByStringInterpolation, Sendable {
    private(set) var html: String

    /// Longer texts on one line are cut, in code points.
    static let lineLimit = 200

    static let empty: Markup = ""

    init(stringLiteral value: StaticString) { html = value.description }
    init(stringInterpolation: StringInterpolation) { html = stringInterpolation.html }

    /// A text over several lines: line feeds and tabs stay, what is hidden stands in an element of its own.
    ///
    /// - Parameter limit: longer texts are cut, in code points, and the rest is counted.
    init(block text: String, limit: Int) {
        let scalars = text.unicodeScalars
        self = Markup(scalars: scalars.prefix(limit)) + Self.rest(scalars.count - limit)
    }

    /// A part of a text over several lines.
    init(scalars: some Sequence<Unicode.Scalar>) {
        html = ""
        for scalar in scalars {
            let shown = scalar == "\n" ? "\n" : DisplayText.visible(scalar)
            if shown.unicodeScalars.count > 1 {
                html += "<span class=\"code\">" + shown + "</span>"
            } else {
                Self.append(scalar, to: &html)
            }
        }
    }

    /// What stands where a text was cut.
    static func rest(_ count: Int) -> Markup {
        count > 0 ? #" <span class="cut">… \#(count) more \#(count == 1 ? "character" : "characters")</span>"# : .empty
    }

    static func + (a: Markup, b: Markup) -> Markup {
        var result = a
        result.html += b.html
        return result
    }

    static func += (a: inout Markup, b: Markup) { a.html += b.html }

    /// How many bytes it takes.
    var count: Int { html.utf8.count }
    var isEmpty: Bool { html.isEmpty }

    fileprivate static func append(_ scalar: Unicode.Scalar, to html: inout String) {
        switch scalar {
        case "&": html += "&amp;"
        case "<": html += "&lt;"
        case ">": html += "&gt;"
        case "\"": html += "&quot;"
        case "'": html += "&#39;"
        default: html.unicodeScalars.append(scalar)
        }
    }

    /// What stands between the pieces of a literal.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var html = ""

        init(literalCapacity: Int, interpolationCount: Int) { html.reserveCapacity(literalCapacity * 2) }
        mutating func appendLiteral(_ literal: StaticString) { html += literal.description }

        /// A text on one line.
        mutating func appendInterpolation(_ text: String, limit: Int = Markup.lineLimit) {
            for scalar in DisplayText.line(text, limit: limit).unicodeScalars { Markup.append(scalar, to: &html) }
        }

        /// A whole number with separators.
        mutating func appendInterpolation(_ number: Int) { html += grouped(number) }

        mutating func appendInterpolation(_ length: ChartLength) { html += length.text }
        mutating func appendInterpolation(_ markup: Markup) { html += markup.html }
    }
}

extension Sequence where Element == Markup {
    /// All pieces one behind the other.
    func joined() -> Markup { reduce(into: Markup.empty) { $0 += $1 } }
}
