/// Resolves character references as Python's `html.unescape` does, which follows HTML 5's rules for them.
enum HTMLEntities {
    /// Values of the names; those with a semicolon at their end need one.
    private static let names: [String: String] = {
        var result: [String: String] = [:]
        for word in "\(namedEntityTable)".split(whereSeparator: \.isWhitespace) {
            guard let mark = word.firstIndex(where: { $0 == ":" || $0 == "!" }) else { continue }
            let codes = word[word.index(after: mark)...].split(separator: "+")
            var value = String.UnicodeScalarView()
            value.append(contentsOf: codes.compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) })
            result[word[..<mark] + ";"] = String(value)
            if word[mark] == "!" { result[String(word[..<mark])] = String(value) }
        }
        return result
    }()

    /// The longest name that a reference may have.
    private static let longestName = 32

    static func unescaped(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "&" else {
                result.append(scalar)
                continue
            }
            if rest.first == "#" {
                resolveNumber(&rest, &result)
            } else {
                resolveName(&rest, &result)
            }
        }
        return String(result)
    }

    /// A reference by number, from the `#` on.
    private static func resolveNumber(
        _ rest: inout Substring.UnicodeScalarView, _ result: inout String.UnicodeScalarView
    ) {
        var digits = rest.dropFirst()
        var radix: UInt32 = 10
        if digits.first == "x" || digits.first == "X" {
            radix = 16
            digits.removeFirst()
        }
        var code: UInt32 = 0
        var isNumber = false
        while let digit = digits.first, digit.isASCII, let value = Character(digit).hexDigitValue, value < radix {
            // What is too large stays too large.
            code = min(code * radix + UInt32(value), 0x110000)
            isNumber = true
            digits.removeFirst()
        }
        guard isNumber else {
            result.append("&")
            return
        }
        if digits.first == ";" { digits.removeFirst() }
        rest = digits
        if let scalar = character(of: code) { result.append(scalar) }
    }

    /// What a number stands for; nil if it is dropped.
    private static func character(of code: UInt32) -> Unicode.Scalar? {
        switch code {
        case 0: return "\u{FFFD}"
        case 0x80..<0xA0: return Unicode.Scalar(windows1252[Int(code - 0x80)])
        case 0x0D: return "\r"
        case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0xFDD0...0xFDEF: return nil
        case _ where code & 0xFFFE == 0xFFFE && code < 0x110000: return nil
        default: return Unicode.Scalar(code) ?? "\u{FFFD}"
        }
    }

    /// HTML 5 reads the C1 controls as the characters that Windows-1252 has there (The HTML Standard, 13.2.5.80).
    private static let windows1252: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D,
        0x8F,
        0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E,
        0x178,
    ]

    /// A reference by name: the whole of it, or the longest start that is a name without a semicolon.
    private static func resolveName(
        _ rest: inout Substring.UnicodeScalarView, _ result: inout String.UnicodeScalarView
    ) {
        var name = ""
        for scalar in rest.prefix(longestName) {
            if "\t\n\u{0C} <&#;".unicodeScalars.contains(scalar) { break }
            name.unicodeScalars.append(scalar)
        }
        if rest.dropFirst(name.unicodeScalars.count).first == ";" { name += ";" }
        while name.unicodeScalars.count > 1 {
            if let value = names[name] {
                result.append(contentsOf: value.unicodeScalars)
                rest = rest.dropFirst(name.unicodeScalars.count)
                return
            }
            name.unicodeScalars.removeLast()
        }
        result.append("&")
    }
}
