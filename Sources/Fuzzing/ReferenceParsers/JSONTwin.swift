import JSON

/// The rules of JSON rows, one byte at a time: slow, plain, and the definition that the scanner is held to.
///
/// What is a fault, RFC 8259 says; where it is reported, the scanner does. In words, the first fault from left to right:
/// - Text that ends where more must come: `unexpected_end` behind its last byte (but see numbers and surrogates).
/// - A byte that fits no rule: there, as `invalid_utf8` if it begins no well-formed character, else `unexpected_byte`.
///   Inside `true`, `false` and `null` it is the first byte that differs.
/// - A row that is another kind of value, going by its first byte: `not_an_object` there, whatever follows.
/// - Anything but white space behind the row: `trailing_content` at its first byte, whatever it is.
/// - Numbers, `bad_number` or `number_out_of_range`: at the first byte, minus included, even where the text ends inside.
/// - `NaN`, `Infinity` and `-Infinity` in place of a value, whatever follows: `non_json_constant` at the first byte.
/// - Strings: `control_character` and `invalid_utf8` at the byte; `bad_escape` at the backslash of its escape.
/// - Half of a surrogate pair: `lone_surrogate` at its backslash, also where the text ends behind it. If another `\u`
///   follows a high half, faults of that escape come first, at its own backslash.
/// - Arrays and objects below 512 levels, the row being the first: `depth_exceeded` at the bracket.
package struct JSONTwin {
    /// What bytes are as a row.
    package enum Answer: Equatable, Sendable {
        /// The fields in order, of equal keys the last value at the first one's place.
        case row([Field])
        /// Why they are none.
        case fault(JSONErrorCode, offset: Int)
    }

    /// A member of a row.
    package struct Field: Equatable, Sendable {
        /// The key as text.
        package var key: [Unicode.Scalar]
        /// The value as canonical JSON.
        package var value: [UInt8]
        /// The value as text, if it is a string.
        package var text: [Unicode.Scalar]?
    }

    private let bytes: [UInt8]
    private var at = 0

    private static let deepest = 512

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Reads the bytes of one record.
    package static func read(_ record: [UInt8]) -> Answer {
        var twin = JSONTwin(record)
        do throws(JSONError) {
            return .row(try twin.row())
        } catch {
            return .fault(error.code, offset: error.offset)
        }
    }

    /// A row in canonical JSON.
    package static func canonical(_ fields: [Field]) -> [UInt8] {
        [0x7B] + fields.map { StringTwin.quoted($0.key) + [0x3A] + $0.value }.joined(separator: [0x2C]) + [0x7D]
    }

    var isAtEnd: Bool { at == bytes.count }

    // MARK: Values

    private mutating func row() throws(JSONError) -> [Field] {
        skipWhiteSpace()
        if !isAtEnd, "[\"-0123456789tfn".utf8.contains(bytes[at]) { throw JSONError(.notAnObject, at: at) }
        let fields = try object(level: 1)
        skipWhiteSpace()
        if !isAtEnd { throw JSONError(.trailingContent, at: at) }
        return fields
    }

    private mutating func object(level: Int) throws(JSONError) -> [Field] {
        try open("{", level)
        var fields: [Field] = []
        var places: [[Unicode.Scalar]: Int] = [:]
        skipWhiteSpace()
        if try takes("}") { return fields }
        while true {
            let key = try string()
            skipWhiteSpace()
            try take(":")
            skipWhiteSpace()
            let (json, text) = try value(level: level)
            if let place = places[key] {
                (fields[place].value, fields[place].text) = (json, text)
            } else {
                places[key] = fields.count
                fields.append(Field(key: key, value: json, text: text))
            }
            skipWhiteSpace()
            if try takes("}") { return fields }
            try take(",")
            skipWhiteSpace()
        }
    }

    private mutating func array(level: Int) throws(JSONError) -> [[UInt8]] {
        try open("[", level)
        var elements: [[UInt8]] = []
        skipWhiteSpace()
        if try takes("]") { return elements }
        while true {
            elements.append(try value(level: level).json)
            skipWhiteSpace()
            if try takes("]") { return elements }
            try take(",")
            skipWhiteSpace()
        }
    }

    /// - Parameter level: of the array or object around it.
    private mutating func value(level: Int) throws(JSONError) -> (json: [UInt8], text: [Unicode.Scalar]?) {
        guard !isAtEnd else { throw JSONError(.unexpectedEnd, at: at) }
        switch Unicode.Scalar(bytes[at]) {
        case "{": return (Self.canonical(try object(level: level + 1)), nil)
        case "[": return ([0x5B] + (try array(level: level + 1)).joined(separator: [0x2C]) + [0x5D], nil)
        case "\"":
            let text = try string()
            return (StringTwin.quoted(text), text)
        case "t": return (try word("true"), nil)
        case "f": return (try word("false"), nil)
        case "n": return (try word("null"), nil)
        case "-", "0"..."9": return (try number(), nil)
        default:
            if isNext("NaN") || isNext("Infinity") { throw JSONError(.nonJSONConstant, at: at) }
            throw misfit()
        }
    }

    private mutating func word(_ word: String) throws(JSONError) -> [UInt8] {
        for scalar in word.unicodeScalars { try take(scalar) }
        return Array(word.utf8)
    }

    private mutating func number() throws(JSONError) -> [UInt8] {
        if isNext("-Infinity") { throw JSONError(.nonJSONConstant, at: at) }
        switch NumberTwin.read(bytes, at: at) {
        case .bad: throw JSONError(.badNumber, at: at)
        case .number(_, isTooLarge: true): throw JSONError(.numberOutOfRange, at: at)
        case .number(let length, isTooLarge: false):
            at += length
            return Array(bytes[at - length..<at])
        }
    }

    // MARK: Strings

    /// Reads a string from its opening quote to behind its closing one.
    mutating func string() throws(JSONError) -> [Unicode.Scalar] {
        try take("\"")
        var text: [Unicode.Scalar] = []
        while try !takes("\"") {
            if isNext("\\") {
                text.append(try escape())
            } else if bytes[at] < 0x20 {
                throw JSONError(.controlCharacter, at: at)
            } else if let (scalar, length) = PlainUTF8.scalar(in: bytes, at: at) {
                text.append(scalar)
                at += length
            } else {
                throw JSONError(.invalidUTF8, at: at)
            }
        }
        return text
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let backslash = at
        at += 1
        guard !isAtEnd else { throw JSONError(.unexpectedEnd, at: at) }
        let letter = Unicode.Scalar(bytes[at])
        at += 1
        switch letter {
        case "\"", "\\", "/": return letter
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u": break
        default: throw JSONError(.badEscape, at: backslash)
        }
        let unit = try codeUnit(of: backslash)
        // Every number of 16 bits that is no half of a pair is a scalar.
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xDC00, isNext("\\u") else { throw JSONError(.loneSurrogate, at: backslash) }
        let second = at
        at += 2
        let low = try codeUnit(of: second)
        guard low >= 0xDC00, low < 0xE000, let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) * 0x400 + low - 0xDC00)
        else { throw JSONError(.loneSurrogate, at: backslash) }
        return scalar
    }

    private mutating func codeUnit(of backslash: Int) throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard !isAtEnd else { throw JSONError(.unexpectedEnd, at: at) }
            guard let digit = Character(Unicode.Scalar(bytes[at])).hexDigitValue else {
                throw JSONError(.badEscape, at: backslash)
            }
            value = value * 16 + UInt32(digit)
            at += 1
        }
        return value
    }

    // MARK: Bytes

    private mutating func open(_ bracket: Unicode.Scalar, _ level: Int) throws(JSONError) {
        if level > Self.deepest { throw JSONError(.depthExceeded, at: at) }
        try take(bracket)
    }

    private mutating func skipWhiteSpace() { while !isAtEnd, " \t\n\r".utf8.contains(bytes[at]) { at += 1 } }

    private func isNext(_ text: String) -> Bool { bytes[at...].starts(with: text.utf8) }

    private mutating func take(_ byte: Unicode.Scalar) throws(JSONError) { if try !takes(byte) { throw misfit() } }

    /// Passes over a byte if it is next; there must be one.
    private mutating func takes(_ byte: Unicode.Scalar) throws(JSONError) -> Bool {
        guard !isAtEnd else { throw JSONError(.unexpectedEnd, at: at) }
        guard bytes[at] == UInt8(ascii: byte) else { return false }
        at += 1
        return true
    }

    /// The fault of the byte that is next and fits no rule.
    private func misfit() -> JSONError {
        JSONError(PlainUTF8.scalar(in: bytes, at: at) == nil ? .invalidUTF8 : .unexpectedByte, at: at)
    }
}
