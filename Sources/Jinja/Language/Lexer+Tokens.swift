import BigInt

/// The tokens inside tags: names, numbers, texts, operators.
extension Lexer {
    mutating func readToken(_ brackets: inout [(UInt8, Int)]) throws(JinjaError) {
        let start = position
        let spaceEnd = skipSpace(from: start)
        if spaceEnd > start {
            position = spaceEnd
            return
        }
        let byte = source[start]
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): try readNumber()
        case UInt8(ascii: "'"), UInt8(ascii: "\""): try readString(byte)
        default:
            if try readName() { return }
            try readOperator(&brackets)
        }
    }

    private static func isNamePart(_ byte: UInt8, isFirst: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): !isFirst
        default: false
        }
    }

    mutating func readName() throws(JinjaError) -> Bool {
        let start = position
        var index = start
        var isValid = true
        while index < source.count {
            // ASCII needs no look at Unicode's tables.
            if source[index] < 0x80 {
                guard Self.isNamePart(source[index], isFirst: index == start) else { break }
                index += 1
                continue
            }
            guard let (scalar, length) = decodeScalar(at: index) else { break }
            let properties = scalar.properties
            if index == start ? properties.isXIDStart : properties.isXIDContinue {
                index += length
            } else if scalar.value == 0xB7 || (index == start && properties.isXIDContinue) {
                isValid = false
                index += length
            } else {
                break
            }
        }
        guard index > start else { return false }
        guard isValid else { throw failure("Invalid character in identifier", at: start) }
        position = index
        tokens.append(Token(kind: .name(String(decoding: source[start..<index], as: UTF8.self)), offset: start))
        return true
    }

    mutating func readNumber() throws(JinjaError) {
        let start = position
        if source[start] == UInt8(ascii: "0"), start + 1 < source.count {
            let radix: Int? =
                switch source[start + 1] | 0x20 {
                case UInt8(ascii: "x"): 16
                case UInt8(ascii: "o"): 8
                case UInt8(ascii: "b"): 2
                default: nil
                }
            if let radix {
                let digits = scanDigits(from: start + 2, radix: radix, mayStartWithUnderscore: true)
                if digits > start + 2 {
                    position = digits
                    addInteger(start + 2..<digits, radix: radix, at: start)
                    return
                }
            }
        }
        let whole = scanDigits(from: start, radix: 10)
        var end = whole
        var isFloat = false
        if end + 1 < source.count, source[end] == UInt8(ascii: "."), isDigit(source[end + 1]) {
            end = scanDigits(from: end + 1, radix: 10)
            isFloat = true
        }
        if end < source.count, source[end] | 0x20 == UInt8(ascii: "e") {
            var exponent = end + 1
            if exponent < source.count, source[exponent] == UInt8(ascii: "+") || source[exponent] == UInt8(ascii: "-") {
                exponent += 1
            }
            if exponent < source.count, isDigit(source[exponent]) {
                end = scanDigits(from: exponent, radix: 10)
                isFloat = true
            }
        }
        if isFloat, !isPrecededByDot(start) {
            position = end
            let text = String(decoding: source[start..<end].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
            tokens.append(Token(kind: .float(Double(text) ?? 0), offset: start))
            return
        }
        // A leading zero is a number of its own unless only zeros follow.
        var integerEnd = whole
        if source[start] == UInt8(ascii: "0") {
            integerEnd = start + 1
            while integerEnd < whole, source[integerEnd] == UInt8(ascii: "0") || source[integerEnd] == UInt8(ascii: "_")
            { integerEnd += 1 }
        }
        position = integerEnd
        addInteger(start..<integerEnd, radix: 10, at: start)
    }

    func isPrecededByDot(_ index: Int) -> Bool { index > 0 && source[index - 1] == UInt8(ascii: ".") }

    func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    /// The end of a run of digits in which single underscores may stand between digits.
    func scanDigits(from start: Int, radix: Int, mayStartWithUnderscore: Bool = false) -> Int {
        func isDigit(_ index: Int) -> Bool {
            guard index < source.count else { return false }
            return Character(Unicode.Scalar(source[index])).hexDigitValue.map { $0 < radix } ?? false
        }
        var index = start
        while true {
            if isDigit(index) {
                index += 1
            } else if index < source.count, source[index] == UInt8(ascii: "_"), isDigit(index + 1),
                index > start || mayStartWithUnderscore
            {
                index += 2
            } else {
                return index
            }
        }
    }

    mutating func addInteger(_ range: Range<Int>, radix: Int, at offset: Int) {
        let digits = String(decoding: source[range].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
        tokens.append(Token(kind: .integer(BigInt(digits, radix: radix) ?? 0), offset: offset))
    }

    mutating func readString(_ quote: UInt8) throws(JinjaError) {
        let start = position
        var index = start + 1
        while index < source.count, source[index] != quote {
            index += source[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard index < source.count else {
            throw failure("unexpected char \(quote == UInt8(ascii: "'") ? "\"'\"" : "'\"'") at \(start)", at: start)
        }
        position = index + 1
        let text = normalised(source[start + 1..<index])
        do {
            tokens.append(Token(kind: .string(try unescapePython(text)), offset: start))
        } catch {
            throw failure(error.message, at: start)
        }
    }

    static let operators: [[UInt8]] = [
        "**", "//", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=",
        ".",
        ":", "|", ",", ";",
    ].map { Array($0.utf8) }

    mutating func readOperator(_ brackets: inout [(UInt8, Int)]) throws(JinjaError) {
        let start = position
        guard let text = Self.operators.first(where: { starts($0, at: start) }) else {
            let scalar = decodeScalar(at: start)?.0 ?? "\u{FFFD}"
            let column = String(decoding: source[..<start], as: UTF8.self).unicodeScalars.count
            throw failure("unexpected char '\(scalar)' at \(column)", at: start)
        }
        switch text[0] {
        case UInt8(ascii: "("): brackets.append((UInt8(ascii: ")"), start))
        case UInt8(ascii: "["): brackets.append((UInt8(ascii: "]"), start))
        case UInt8(ascii: "{"): brackets.append((UInt8(ascii: "}"), start))
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
            let closing = Unicode.Scalar(text[0])
            guard let (expected, _) = brackets.popLast() else { throw failure("unexpected '\(closing)'", at: start) }
            guard expected == text[0] else {
                throw failure("unexpected '\(closing)', expected '\(Unicode.Scalar(expected))'", at: start)
            }
        default: break
        }
        position = start + text.count
        tokens.append(Token(kind: .op(String(decoding: text, as: UTF8.self)), offset: start))
    }
}
