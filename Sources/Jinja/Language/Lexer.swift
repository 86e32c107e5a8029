import BigInt

/// Cuts a template's source into tokens, applying white space control on the way.
///
/// The rules are those of Jinja2's lexer: at each place the longest kind of opening delimiter wins, `raw` blocks before
/// all others; `-` at a delimiter strips white space on that side, `+` keeps it against `trim_blocks` and `lstrip_blocks`.
struct Lexer {
    let source: [UInt8]
    private let syntax: Syntax
    var position = 0
    var tokens: [Token] = []
    /// Whether the last tag ended with a line end, so that what follows begins a line.
    private var startsLine = true

    private enum Opening {
        case raw, variable, block, comment, lineStatement, lineComment
    }

    private let openings: [(kind: Opening, text: [UInt8])]
    private let openingStarts: [Bool]

    /// - Parameter source: UTF-8 with line ends normalised to LF.
    init(_ source: [UInt8], _ syntax: Syntax) {
        (self.source, self.syntax) = (source, syntax)
        // Of openings of one length the later in this list loses; Jinja sorts them by length and then by name.
        var openings: [(kind: Opening, text: [UInt8])] = [(.variable, Array(syntax.variableStart.utf8))]
        if let prefix = syntax.lineStatementPrefix { openings.append((.lineStatement, Array(prefix.utf8))) }
        if let prefix = syntax.lineCommentPrefix { openings.append((.lineComment, Array(prefix.utf8))) }
        openings.append((.comment, Array(syntax.commentStart.utf8)))
        openings.append((.block, Array(syntax.blockStart.utf8)))
        self.openings = openings.enumerated()
            .sorted { ($1.element.text.count, $0.offset) < ($0.element.text.count, $1.offset) }.map(\.element)
        var starts = [Bool](repeating: false, count: 256)
        for opening in openings where !opening.text.isEmpty { starts[Int(opening.text[0])] = true }
        if syntax.lineStatementPrefix != nil || syntax.lineCommentPrefix != nil {
            for byte: UInt8 in [0x20, 0x09, 0x0B, 0x0C] { starts[Int(byte)] = true }
        }
        openingStarts = starts
    }

    /// All tokens of the source, the end included.
    static func tokens(of source: [UInt8], _ syntax: Syntax) throws(JinjaError) -> [Token] {
        var lexer = Lexer(source, syntax)
        return try lexer.run()
    }

    /// An error at a byte offset, kept until the caller can tell line and column.
    func failure(_ message: String, at offset: Int) -> JinjaError {
        JinjaError(.syntax, message).located(at: offset, in: .init(bytes: source), templateName: "")
    }

    private mutating func run() throws(JinjaError) -> [Token] {
        while position < source.count {
            guard let (start, opening, afterOpening) = nextOpening() else {
                addData(position..<source.count)
                break
            }
            var contentStart = afterOpening
            var sign: UInt8 = 0
            if contentStart < source.count,
                source[contentStart] == UInt8(ascii: "-") || source[contentStart] == UInt8(ascii: "+")
            {
                sign = source[contentStart]
                contentStart += 1
            }
            addData(position..<start, sign: sign, isVariable: opening == .variable)
            position = contentStart
            switch opening {
            case .comment: try skipComment(from: start)
            case .raw: try readRaw(from: start)
            case .lineComment:
                while position < source.count, source[position] != 0x0A { position += 1 }
                startsLine = false
            case .variable: try readTag(.variableBegin, .variableEnd, from: start)
            case .block: try readTag(.blockBegin, .blockEnd, from: start)
            case .lineStatement: try readLineStatement(from: start)
            }
        }
        tokens.append(Token(kind: .endOfTemplate, offset: source.count))
        return tokens
    }

    // MARK: Openings

    private func nextOpening() -> (start: Int, kind: Opening, end: Int)? {
        var index = position
        while index < source.count {
            if openingStarts[Int(source[index])] {
                for (kind, text) in openings {
                    guard let end = match(kind, text, at: index) else { continue }
                    if kind == .block, isRaw(at: end) { return (index, .raw, end) }
                    return (index, kind, end)
                }
            }
            index += 1
        }
        return nil
    }

    private func match(_ kind: Opening, _ text: [UInt8], at index: Int) -> Int? {
        var place = index
        switch kind {
        case .lineStatement:
            guard isLineStart(index) else { return nil }
            while place < source.count, [0x20, 0x09, 0x0B].contains(source[place]) { place += 1 }
        case .lineComment:
            guard isLineStart(index) || !isSpace(source[index - 1]) else { return nil }
            while place < source.count, isSpace(source[place]), source[place] != 0x0A { place += 1 }
        default: break
        }
        return starts(text, at: place) ? place + text.count : nil
    }

    private func isLineStart(_ index: Int) -> Bool { index == 0 || source[index - 1] == 0x0A }

    func starts(_ text: some Collection<UInt8>, at index: Int) -> Bool {
        index + text.count <= source.count && source[index..<index + text.count].elementsEqual(text)
    }

    /// Whether the block whose opening ends here is `raw`.
    private func isRaw(at index: Int) -> Bool { rawTagEnd("raw", after: index) != nil }

    /// The place behind a `raw` or `endraw` tag, or nil if this is another tag.
    private func rawTagEnd(_ word: String, after index: Int) -> Int? {
        var place = index
        if place < source.count, source[place] == UInt8(ascii: "-") || source[place] == UInt8(ascii: "+") { place += 1 }
        place = skipSpace(from: place)
        guard starts(word.utf8, at: place) else { return nil }
        place = skipSpace(from: place + word.utf8.count)
        return tagEnd(syntax.blockEnd, at: place, trimming: word == "endraw")
    }

    /// The place behind an end delimiter with its sign and the white space that it takes, or nil.
    private func tagEnd(_ end: String, at index: Int, trimming: Bool) -> Int? {
        let text = end.utf8
        if index < source.count, source[index] == UInt8(ascii: "-"), starts(text, at: index + 1) {
            return skipSpace(from: index + 1 + text.count)
        }
        if trimming, index < source.count, source[index] == UInt8(ascii: "+"), starts(text, at: index + 1) {
            return index + 1 + text.count
        }
        guard starts(text, at: index) else { return nil }
        let after = index + text.count
        return trimming && syntax.trimBlocks && after < source.count && source[after] == 0x0A ? after + 1 : after
    }

    // MARK: Data

    private mutating func addData(_ range: Range<Int>, sign: UInt8 = 0, isVariable: Bool = true) {
        var end = range.upperBound
        if sign == UInt8(ascii: "-") {
            end = trimmedEnd(range)
        } else if sign != UInt8(ascii: "+"), syntax.lstripBlocks, !isVariable {
            var lineStart = end
            while lineStart > range.lowerBound, source[lineStart - 1] != 0x0A { lineStart -= 1 }
            let begins = lineStart > range.lowerBound || startsLine
            if begins, skipSpace(from: lineStart) >= end { end = lineStart }
        }
        if end > range.lowerBound {
            tokens.append(Token(kind: .data(normalised(source[range.lowerBound..<end])), offset: range.lowerBound))
        }
    }

    /// The end of a range without the white space before it.
    private func trimmedEnd(_ range: Range<Int>) -> Int {
        let scalars = String(decoding: source[range], as: UTF8.self).unicodeScalars
        var end = range.upperBound
        for scalar in scalars.reversed() {
            guard isPythonSpace(scalar) else { break }
            end -= UTF8.width(scalar)
        }
        return end
    }

    func normalised(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard syntax.newlineSequence != "\n" else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: syntax.newlineSequence)
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) || (byte >= 0x1C && byte <= 0x1F)
    }

    func skipSpace(from start: Int) -> Int {
        var index = start
        while index < source.count {
            if isSpace(source[index]) {
                index += 1
            } else if source[index] >= 0x80, let (scalar, length) = decodeScalar(at: index), isPythonSpace(scalar) {
                index += length
            } else {
                break
            }
        }
        return index
    }

    func decodeScalar(at index: Int) -> (Unicode.Scalar, Int)? {
        var iterator = source[index..<min(index + 4, source.count)].makeIterator()
        var decoder = UTF8()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
        return (scalar, UTF8.width(scalar))
    }

    // MARK: Tags

    private mutating func skipComment(from start: Int) throws(JinjaError) {
        var index = position
        while index < source.count {
            if let end = tagEnd(syntax.commentEnd, at: index, trimming: true) {
                position = end
                startsLine = source[end - 1] == 0x0A
                return
            }
            index += 1
        }
        throw failure("Missing end of comment tag", at: start)
    }

    private mutating func readRaw(from start: Int) throws(JinjaError) {
        // The sign has been passed already; `raw` and its end delimiter follow.
        let contentStart = rawTagEnd("raw", after: position)!
        startsLine = source[contentStart - 1] == 0x0A
        let blockStart = Array(syntax.blockStart.utf8)
        var index = contentStart
        while index < source.count {
            if starts(blockStart, at: index), let end = rawTagEnd("endraw", after: index + blockStart.count) {
                let sign = source[index + blockStart.count]
                addData(
                    contentStart..<index, sign: sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") ? sign : 0,
                    isVariable: false)
                position = end
                startsLine = source[end - 1] == 0x0A
                return
            }
            index += 1
        }
        throw failure("Missing end of raw directive", at: start)
    }

    private mutating func readTag(_ begin: Token.Kind, _ end: Token.Kind, from start: Int) throws(JinjaError) {
        tokens.append(Token(kind: begin, offset: start))
        var brackets: [(UInt8, Int)] = []
        let delimiter = begin == .variableBegin ? syntax.variableEnd : syntax.blockEnd
        while position < source.count {
            if brackets.isEmpty, let tagEnd = tagEnd(delimiter, at: position, trimming: begin == .blockBegin) {
                tokens.append(Token(kind: end, offset: position))
                position = tagEnd
                startsLine = source[tagEnd - 1] == 0x0A
                return
            }
            try readToken(&brackets)
        }
    }

    private mutating func readLineStatement(from start: Int) throws(JinjaError) {
        tokens.append(Token(kind: .blockBegin, offset: start))
        var brackets: [(UInt8, Int)] = []
        while true {
            if brackets.isEmpty {
                // A statement ends with its line, white space before the line end included.
                var index = position
                while index < source.count, isSpace(source[index]), source[index] != 0x0A { index += 1 }
                if index >= source.count || source[index] == 0x0A {
                    // `\s*` of the reference runs over blank lines, but leaves one line end to close with.
                    let stop = skipSpace(from: index)
                    var end = index
                    if stop >= source.count {
                        end = source.count
                    } else {
                        var last = stop
                        while last > index, source[last - 1] != 0x0A { last -= 1 }
                        end = max(last, index)
                    }
                    tokens.append(Token(kind: .blockEnd, offset: position))
                    position = end
                    startsLine = true
                    return
                }
            }
            guard position < source.count else { return }
            try readToken(&brackets)
        }
    }
}
