import Diagnostics

/// Python's `str.isspace` for one code point: what `strip` and `split` take for white space.
///
/// Source: CPython's _PyUnicode_IsWhitespace (bidirectional type WS, B or S, or category Zs).
@inline(__always)
package func isPythonSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
}

/// Python's line boundaries of `str.splitlines`; CR LF counts as one.
func isPythonLineEnd(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
    default: false
    }
}

/// Python's `str.strip()` over white space, or over a set of code points.
func stripped(
    _ text: String, leading: Bool = true, trailing: Bool = true, of set: String? = nil
) -> String {
    let scalars = text.unicodeScalars
    let chosen = set.map { Set($0.unicodeScalars) }
    func drops(_ scalar: Unicode.Scalar) -> Bool {
        if let chosen { chosen.contains(scalar) } else { isPythonSpace(scalar) }
    }
    var start = scalars.startIndex
    var end = scalars.endIndex
    if leading {
        while start < end, drops(scalars[start]) { start = scalars.index(after: start) }
    }
    if trailing {
        while end > start {
            let before = scalars.index(before: end)
            guard drops(scalars[before]) else { break }
            end = before
        }
    }
    if start == scalars.startIndex, end == scalars.endIndex { return text }
    return String(scalars[start..<end])
}

/// Python's `str.splitlines`.
func splitLines(_ text: String, keepEnds: Bool = false) -> [String] {
    var lines: [String] = []
    let scalars = text.unicodeScalars
    var start = scalars.startIndex
    var index = start
    while index < scalars.endIndex {
        let scalar = scalars[index]
        var next = scalars.index(after: index)
        if isPythonLineEnd(scalar) {
            if scalar == "\r", next < scalars.endIndex, scalars[next] == "\n" { next = scalars.index(after: next) }
            lines.append(String(scalars[start..<(keepEnds ? next : index)]))
            start = next
        }
        index = next
    }
    if start < scalars.endIndex { lines.append(String(scalars[start...])) }
    return lines
}

/// Python's `str.split()` over white space, at most `limit` cuts (negative: no limit); what is left over
/// keeps the white space at its end.
func splitWords(_ text: String, limit: Int = -1) -> [String] {
    var words: [String] = []
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    while true {
        while index < scalars.endIndex, isPythonSpace(scalars[index]) { index = scalars.index(after: index) }
        guard index < scalars.endIndex else { return words }
        if limit >= 0, words.count == limit {
            words.append(String(scalars[index...]))
            return words
        }
        let start = index
        while index < scalars.endIndex, !isPythonSpace(scalars[index]) { index = scalars.index(after: index) }
        words.append(String(scalars[start..<index]))
    }
}

/// Python's `str.lower()`: full mappings, with the final sigma rule.
func lowercased(_ text: String) -> String {
    mappingCase(text, { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }) { scalar, place, output in
        if scalar.value == 0x3A3 {
            let scalars = Array(text.unicodeScalars)
            let index = text.utf8.prefix(place).codePointCount
            output.append(contentsOf: (isFinalSigma(scalars, index) ? "\u{3C2}" : "\u{3C3}").utf8)
        } else {
            output.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
        }
    }
}

/// Maps a text byte by byte where it is ASCII, as most texts are, and by code point elsewhere.
///
/// - Parameter other: appends what a code point beyond ASCII, which starts at a byte offset, becomes.
@inline(__always)
private func mappingCase(
    _ text: String, _ ascii: (UInt8) -> UInt8, _ other: (Unicode.Scalar, Int, inout [UInt8]) -> Void
) -> String {
    var text = text
    return text.withUTF8 { bytes in
        if !bytes.contains(where: { $0 >= 0x80 }) {
            return String(unsafeUninitializedCapacity: bytes.count) { target in
                for index in 0..<bytes.count { target[index] = ascii(bytes[index]) }
                return bytes.count
            }
        }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var place = 0
        while place < bytes.count {
            if bytes[place] < 0x80 {
                output.append(ascii(bytes[place]))
                place += 1
                continue
            }
            var iterator = bytes[place...].makeIterator()
            var decoder = UTF8()
            // A text is always well-formed.
            guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { break }
            other(scalar, place, &output)
            place += UTF8.width(scalar)
        }
        return String(decoding: output, as: UTF8.self)
    }
}

/// Unicode's Final_Sigma condition (The Unicode Standard, table 3-17).
private func isFinalSigma(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
    guard before?.properties.isCased == true else { return false }
    let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
    return after?.properties.isCased != true
}

/// Python's `str.upper()`: full mappings.
func uppercased(_ text: String) -> String {
    mappingCase(text, { $0 &- UInt8(ascii: "a") < 26 ? $0 & 0xDF : $0 }) { scalar, _, output in
        output.append(contentsOf: scalar.properties.uppercaseMapping.utf8)
    }
}

/// Python's `str.capitalize()`: the first code point in title case, the rest in lower case.
func capitalized(_ text: String) -> String {
    guard let first = text.unicodeScalars.first else { return text }
    // The rest is lowered in its context, so that a final sigma is seen.
    let lowered = lowercased(text)
    let loweredFirst = first.value == 0x3A3 ? 1 : first.properties.lowercaseMapping.unicodeScalars.count
    return first.properties.titlecaseMapping + String(lowered.unicodeScalars.dropFirst(loweredFirst))
}

/// Python's `str.title()`: a cased code point after an uncased one in title case, others in lower case.
func titled(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    let scalars = Array(text.unicodeScalars)
    var afterCased = false
    for (index, scalar) in scalars.enumerated() {
        if !afterCased {
            result.append(contentsOf: scalar.properties.titlecaseMapping.unicodeScalars)
        } else if scalar.value == 0x3A3 {
            result.append(isFinalSigma(scalars, index) ? "\u{3C2}" : "\u{3C3}")
        } else {
            result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
        afterCased = scalar.properties.isCased
    }
    return String(result)
}

/// Python's `str.casefold()`, near enough: full lower-case mapping of the upper-case form.
func casefolded(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0xDF, 0x1E9E: result.append(contentsOf: "ss".unicodeScalars)
        case 0x3C2: result.append("\u{3C3}")
        case 0x130: result.append(contentsOf: "i\u{307}".unicodeScalars)
        default:
            // Ligatures and their like fold to what their upper case lowers to.
            let upper = scalar.properties.uppercaseMapping.unicodeScalars
            if upper.count > 1 {
                for part in upper { result.append(contentsOf: part.properties.lowercaseMapping.unicodeScalars) }
            } else {
                result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
    }
    return String(result)
}

/// Resolves the escapes of a Python string literal (without bytes and names of characters).
func unescapePython(_ text: String) throws(JinjaError) -> String {
    guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
    var result = String.UnicodeScalarView()
    let scalars = Array(text.unicodeScalars)
    var index = 0
    func number(_ count: Int, radix: Int, exact: Bool) throws(JinjaError) -> UInt32 {
        var digits = ""
        while digits.count < count, index < scalars.count, let value = Character(scalars[index]).hexDigitValue,
            value < radix,
            scalars[index].isASCII
        {
            digits.unicodeScalars.append(scalars[index])
            index += 1
        }
        guard !exact || digits.count == count else { throw JinjaError(.syntax, "truncated escape in a string") }
        return UInt32(digits, radix: radix) ?? 0
    }
    while index < scalars.count {
        let scalar = scalars[index]
        index += 1
        guard scalar == "\\", index < scalars.count else {
            result.append(scalar)
            continue
        }
        let escape = scalars[index]
        index += 1
        var code: UInt32?
        switch escape {
        case "\n": continue
        case "\\", "'", "\"": result.append(escape)
        case "a": result.append("\u{07}")
        case "b": result.append("\u{08}")
        case "f": result.append("\u{0C}")
        case "n": result.append("\n")
        case "r": result.append("\r")
        case "t": result.append("\t")
        case "v": result.append("\u{0B}")
        case "0"..."7":
            index -= 1
            code = try number(3, radix: 8, exact: false)
        case "x": code = try number(2, radix: 16, exact: true)
        case "u": code = try number(4, radix: 16, exact: true)
        case "U": code = try number(8, radix: 16, exact: true)
        case "N": throw JinjaError(.syntax, "named characters in strings are not supported")
        default:
            result.append(scalar)
            result.append(escape)
        }
        if let code {
            guard let decoded = Unicode.Scalar(code) else {
                throw JinjaError(.syntax, "a string holds one half of a surrogate pair")
            }
            result.append(decoded)
        }
    }
    return String(result)
}
