/// A template's source cut into literal text, separators and tags; what stands in the tags is not parsed.
///
/// Places are offsets in Unicode scalars. What the white space marks of neighbouring tags (`{{-`, `-%}`) strip is no part
/// of a text.
package struct TemplatePieces {
    package enum Kind: Equatable {
        /// Text that is written as it stands.
        case text
        /// `|||` in the text.
        case separator
        /// `{{ … }}`
        case print
        /// `{% … %}`
        case statement
        /// `{# … #}`
        case comment
    }

    package struct Piece {
        package let kind: Kind
        /// The text itself, or what stands inside the tag, without white space at its ends.
        package let content: String
        /// Where the content of texts, else the tag, begins.
        package let start: Int
    }

    /// In the order of the source.
    package private(set) var pieces: [Piece] = []
    private let scalars: [Unicode.Scalar]

    package init(_ source: String) {
        scalars = Array(source.unicodeScalars)
        var position = 0
        var stripsStart = false
        while position < scalars.count {
            let textEnd = nextTag(from: position)
            let stripsEnd = textEnd + 2 < scalars.count && scalars[textEnd + 2] == "-"
            addText(position..<textEnd, stripsStart: stripsStart, stripsEnd: stripsEnd)
            guard textEnd < scalars.count else { break }
            (position, stripsStart) = addTag(at: textEnd)
        }
    }

    private func nextTag(from start: Int) -> Int {
        var index = start
        while index + 1 < scalars.count {
            if scalars[index] == "{", ["{", "%", "#"].contains(scalars[index + 1]) { return index }
            index += 1
        }
        return scalars.count
    }

    private mutating func addText(_ range: Range<Int>, stripsStart: Bool, stripsEnd: Bool) {
        var (start, end) = (range.lowerBound, range.upperBound)
        if stripsStart { while start < end, scalars[start].properties.isWhitespace { start += 1 } }
        if stripsEnd { while end > start, scalars[end - 1].properties.isWhitespace { end -= 1 } }
        var textStart = start
        var index = start
        func text(_ end: Int) {
            if textStart < end { pieces.append(Piece(kind: .text, content: string(textStart..<end), start: textStart)) }
        }
        while index < end {
            if index + 3 <= end, scalars[index..<index + 3].allSatisfy({ $0 == "|" }) {
                text(index)
                pieces.append(Piece(kind: .separator, content: "|||", start: index))
                index += 3
                textStart = index
            } else {
                index += 1
            }
        }
        text(end)
    }

    /// Adds the tag that begins at a place.
    ///
    /// - Returns: the place behind it, and whether it strips the text there.
    private mutating func addTag(at start: Int) -> (end: Int, strips: Bool) {
        let mark = scalars[start + 1]
        let closing: Unicode.Scalar = mark == "{" ? "}" : mark
        var index = start + 2
        var quote: Unicode.Scalar?
        var depth = 0
        while index < scalars.count {
            let scalar = scalars[index]
            if let open = quote {
                if scalar == "\\" { index += 1 } else if scalar == open { quote = nil }
            } else if mark != "#", scalar == "\"" || scalar == "'" {
                quote = scalar
            } else if depth == 0, scalar == closing, index + 1 < scalars.count, scalars[index + 1] == "}" {
                break
            } else if mark == "{", scalar == "{" || scalar == "}" {
                // Braces of a dictionary inside.
                depth = max(0, depth + (scalar == "{" ? 1 : -1))
            }
            index += 1
        }
        let end = min(index, scalars.count)
        var inner = string(start + 2..<max(start + 2, end))
        let strips = inner.hasSuffix("-")
        if strips { inner.removeLast() }
        if inner.hasPrefix("-") || inner.hasPrefix("+") { inner.removeFirst() }
        let kind: Kind = mark == "{" ? .print : mark == "%" ? .statement : .comment
        let content = inner.split(omittingEmptySubsequences: true, whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        pieces.append(Piece(kind: kind, content: content, start: start))
        return (min(end + 2, scalars.count), strips)
    }

    private func string(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }

    /// Line and column, both from 1, of a place.
    package func position(_ offset: Int) -> (line: Int, column: Int) {
        var (line, column) = (1, 1)
        for scalar in scalars.prefix(offset) {
            if scalar == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
        }
        return (line, column)
    }
}

extension TemplatePieces {
    /// The pieces on both sides of the separator, if exactly one stands in the text.
    package var sides: (prompt: ArraySlice<Piece>, completion: ArraySlice<Piece>)? {
        let places = pieces.indices.filter { pieces[$0].kind == .separator }
        guard places.count == 1 else { return nil }
        return (pieces[..<places[0]], pieces[(places[0] + 1)...])
    }

    /// The pieces that make the prompt, as far as that can be told.
    package var promptPieces: ArraySlice<Piece> { sides?.prompt ?? pieces[...] }

    /// The names that tags of the prompt mention.
    package var promptNames: [String] {
        promptPieces.filter { $0.kind == .print || $0.kind == .statement }.flatMap { TagContent.names($0.content) }
    }

    /// Whether other templates stand in it, whose names are not known here.
    var includesOthers: Bool {
        pieces.contains { piece in
            piece.kind == .statement
                && ["include", "import", "from", "extends"].contains(
                    piece.content.prefix { !$0.isWhitespace }.trimmingPrefix("-"))
        }
    }
}
