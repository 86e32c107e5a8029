import BigInt
import JSON
import System

let numberFilters: [LibraryFunction] = [
    LibraryFunction("abs") { machine, value, _ throws(JinjaError) in
        switch value {
        case .double(let number): return .double(abs(number))
        case .undefined(let missing): throw JinjaError(.undefined, missing.message, name: missing.name)
        default:
            guard let number = value.asBigInt else {
                throw JinjaError(.type, "bad operand type for abs(): '\(value.typeName)'")
            }
            return .integer(BigInt(number.magnitude))
        }
    },
    LibraryFunction("int", ["default", "base"]) { machine, value, arguments throws(JinjaError) in
        let fallback = arguments.given(0) ?? .int(0)
        if case .undefined(let missing) = value { throw JinjaError(.undefined, missing.message, name: missing.name) }
        if let text = value.asString {
            if let number = parseInteger(text, base: try machine.integer(arguments.given(1), "base", default: 10)) {
                return .integer(number)
            }
            // A text that says "infinity" is no integer; a float that is infinite is an error.
            guard let number = parseFloat(text), number.isFinite else { return fallback }
            return .integer(try wholeNumber(number))
        }
        if let number = value.asBigInt { return .integer(number) }
        guard case .double(let number) = value, !number.isNaN else { return fallback }
        return .integer(try wholeNumber(number))
    },
    LibraryFunction("float", ["default"]) { machine, value, arguments throws(JinjaError) in
        if case .undefined(let missing) = value { throw JinjaError(.undefined, missing.message, name: missing.name) }
        let number = value.asString.map(parseFloat) ?? value.asDouble
        return number.map { .double($0) } ?? arguments.given(0) ?? .double(0)
    },
    LibraryFunction("round", ["precision", "method"]) { machine, value, arguments throws(JinjaError) in
        let precision = try machine.integer(arguments.given(0), "precision", default: 0)
        let method = arguments.given(1)?.asString ?? "common"
        guard ["common", "ceil", "floor"].contains(method) else {
            throw JinjaError(.value, "method must be common, ceil or floor")
        }
        if case .undefined(let missing) = value { throw JinjaError(.undefined, missing.message, name: missing.name) }
        if method == "common" { return try roundCommon(value, precision) }
        guard value.asDouble != nil else { throw JinjaError(.type, "must be real number, not \(value.typeName)") }
        // As Jinja2 has it: the scaled number becomes an integer, which has no negative zero.
        let scale = try machine.calculate(.power, .int(10), .int(precision))
        var scaled = try machine.calculate(.multiply, value, scale)
        if case .double(let number) = scaled {
            if number.isNaN { throw JinjaError(.value, "cannot convert float NaN to integer") }
            scaled = .integer(try wholeNumber(number.rounded(method == "ceil" ? .up : .down)))
        }
        return try machine.calculate(.divide, scaled, scale)
    },
    LibraryFunction("sum", ["attribute", "start"]) { machine, value, arguments throws(JinjaError) in
        var total = arguments.given(1) ?? .int(0)
        if total.asString != nil { throw JinjaError(.type, "sum() can't sum strings [use ''.join(seq) instead]") }
        let path = try arguments.given(0).flatMap { $0.isNone ? nil : $0 }.map { value throws(JinjaError) in
            try machine.attributePath(value)
        }
        for item in try machine.iterate(value) {
            try machine.step()
            total = try machine.calculate(
                .add, total, path.map { path throws(JinjaError) in try machine.follow(path, item) } ?? item)
        }
        return total
    },
    LibraryFunction("filesizeformat", ["binary"]) { machine, value, arguments throws(JinjaError) in
        if case .undefined(let missing) = value { throw JinjaError(.undefined, missing.message, name: missing.name) }
        guard let bytes = value.asString.map(parseFloat) ?? value.asDouble else {
            throw JinjaError(.value, "could not convert to float: \(try machine.representation(of: value))")
        }
        let isBinary = arguments.flag(0)
        let base: Double = isBinary ? 1024 : 1000
        if bytes == 1 { return .string("1 Byte") }
        if bytes < base { return .string("\(try wholeNumber(bytes)) Bytes") }
        let prefixes = ["k", "M", "G", "T", "P", "E", "Z", "Y"]
        // The units are exact integers, and a float is compared with them exactly.
        var unit = BigInt(base)
        for (index, prefix) in prefixes.enumerated() {
            unit *= BigInt(base)
            if index == prefixes.count - 1 || bytes.isFinite && BigInt(bytes.rounded(.down)) < unit {
                let letters = isBinary ? prefix.uppercased() + "iB" : prefix + "B"
                let shown = base * bytes / Double(nearest: unit)
                let digits = shown.isFinite ? cFormat("%.*f", precision: 1, shown) : JSONNumber.text(shown)
                return .string("\(digits) \(letters)")
            }
        }
        return .none
    },
]

/// Python's `int(number)`.
private func wholeNumber(_ number: Double) throws(JinjaError) -> BigInt {
    guard let whole = BigInt(exactly: number.rounded(.towardZero)) else {
        throw JinjaError(.value, "cannot convert float \(number.isNaN ? "NaN" : "infinity") to integer")
    }
    return whole
}

/// Python's `int(text, base)`: white space around, a sign, underscores between digits, a prefix that fits the base.
func parseInteger(_ text: String, base: Int = 10) -> BigInt? {
    guard base == 0 || (2...36).contains(base) else { return nil }
    var digits = Substring(stripped(text))
    var isNegative = false
    if let sign = digits.first, sign == "-" || sign == "+" {
        isNegative = sign == "-"
        digits.removeFirst()
    }
    var radix = base
    let prefixes = ["0x": 16, "0o": 8, "0b": 2]
    if let prefix = prefixes[digits.prefix(2).lowercased()], base == 0 || base == prefix {
        radix = prefix
        digits.removeFirst(2)
        if digits.first == "_" { digits.removeFirst() }
    } else if base == 0 {
        radix = 10
        if digits.first == "0", digits.contains(where: { $0 != "0" && $0 != "_" }) { return nil }
    }
    var plain = ""
    var afterDigit = false
    for scalar in digits.unicodeScalars {
        if scalar == "_" {
            guard afterDigit else { return nil }
            afterDigit = false
            continue
        }
        guard let value = digitValue(scalar), value < radix else { return nil }
        plain += String(value, radix: radix)
        afterDigit = true
    }
    // Only bases that are no powers of two have Python's limit; BigInt reads no digits of base 36.
    guard afterDigit, plain.utf8.count <= 4300 || radix & (radix - 1) == 0 else { return nil }
    let number: BigInt?
    if radix < 36 {
        number = BigInt(plain, radix: radix)
    } else {
        number = plain.unicodeScalars.reduce(BigInt(0)) { $0 * 36 + BigInt(digitValue($1) ?? 0) }
    }
    guard let number else { return nil }
    return isNegative ? -number : number
}

/// The value of a digit: any decimal digit of Unicode, or an ASCII letter.
private func digitValue(_ scalar: Unicode.Scalar) -> Int? {
    if scalar.isASCII { return Character(scalar).isLetter ? Int(String(scalar), radix: 36) : Int(String(scalar)) }
    guard scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue else {
        return nil
    }
    return Int(value)
}

/// The text with every decimal digit of Unicode as its ASCII one, which `float` takes them for.
private func asciiDigits(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        let digit = scalar.isASCII ? nil : digitValue(scalar)
        result.append(digit.map { Unicode.Scalar(UInt8(ascii: "0") + UInt8($0)) } ?? scalar)
    }
    return String(result)
}

/// Python's `float(text)`.
func parseFloat(_ text: String) -> Double? {
    var characters = stripped(asciiDigits(text))
    if characters.utf8.contains(UInt8(ascii: "_")) {
        let bytes = Array(characters.utf8)
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "_") {
            guard index > 0, index + 1 < bytes.count, bytes[index - 1] &- 0x30 < 10, bytes[index + 1] &- 0x30 < 10
            else { return nil }
        }
        characters.removeAll { $0 == "_" }
    }
    let lower = characters.lowercased()
    let unsigned = lower.first == "-" || lower.first == "+" ? String(lower.dropFirst()) : lower
    switch unsigned {
    case "inf", "infinity": return lower.first == "-" ? -Double.infinity : .infinity
    case "nan": return .nan
    default: break
    }
    let isDecimal = unsigned.utf8.allSatisfy {
        $0 &- 0x30 < 10 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "+")
            || $0 == UInt8(ascii: "-")
    }
    guard isDecimal, unsigned.utf8.contains(where: { $0 &- 0x30 < 10 }) else { return nil }
    return Double(unsigned.first == "." ? "0" + unsigned : unsigned).map { lower.first == "-" ? -$0 : $0 }
        ?? Double(unsigned.replacingDot()).map { lower.first == "-" ? -$0 : $0 }
}

extension String {
    /// `1.` and `1.e5` are floats to Python, not to Swift.
    fileprivate func replacingDot() -> String {
        if hasSuffix(".") { return self + "0" }
        return replaceText(self, ".e", with: ".0e")
    }
}

/// Python's `round(value, precision)`.
func roundCommon(_ value: Value, _ precision: Int) throws(JinjaError) -> Value {
    switch value {
    case .double(let number):
        guard number.isFinite else { return value }
        if precision > 400 { return value }
        if precision < -400 { return .double(number.sign == .minus ? -0.0 : 0) }
        // Rounding the exact decimal expansion, half to even, is what the C library's printf does.
        if precision >= 0 { return .double(nearestDouble(cFormat("%.*f", precision: precision, number))) }
        guard let whole = BigInt(exactly: number.rounded(.towardZero)) else { return value }
        let unit = BigInt(10).power(-precision)
        let (floor, remainder) = whole.magnitude.quotientAndRemainder(dividingBy: unit.magnitude)
        var quotient = floor
        let fraction = abs(number) != abs(number).rounded(.towardZero)
        let twice = remainder * 2
        if twice > unit.magnitude || (twice == unit.magnitude && (fraction || quotient % 2 == 1)) { quotient += 1 }
        let result = Double(nearest: BigInt(quotient * unit.magnitude))
        return .double(number.sign == .minus ? -result : result)
    default:
        guard let number = value.asBigInt else {
            throw JinjaError(.type, "type \(value.typeName) doesn't define __round__ method")
        }
        guard precision < 0 else { return .integer(number) }
        guard precision > -400 else { return .int(0) }
        let unit = BigInt(10).power(-precision)
        var (quotient, remainder) = number.magnitude.quotientAndRemainder(dividingBy: unit.magnitude)
        remainder *= 2
        if remainder > unit.magnitude || (remainder == unit.magnitude && quotient % 2 == 1) { quotient += 1 }
        let result = BigInt(quotient * unit.magnitude)
        return .integer(number < 0 ? -result : result)
    }
}
