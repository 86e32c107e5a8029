import BigInt
import System

extension Machine {
    /// Python's `format % values`.
    ///
    /// - Parameter escaping: whether inserted texts are escaped, as `Markup` does.
    func formatPercent(_ format: String, _ values: Value, escaping: Bool = false) throws(JinjaError) -> String {
        var arguments: ContiguousArray<Value> = [values]
        if case .tuple(let tuple) = values { arguments = tuple.items }
        // Whatever has items may stand for names, and need not be used.
        var mapping: Dict?
        var mayStayUnused = false
        switch values {
        case .dict(let dict): (mapping, mayStayUnused) = (dict, true)
        case .list, .undefined: mayStayUnused = true
        case .object(let object): mayStayUnused = object is RangeObject
        default: break
        }
        var used = 0
        var usedMapping = false
        func next() throws(JinjaError) -> Value {
            guard used < arguments.count else { throw JinjaError(.type, "not enough arguments for format string") }
            used += 1
            return arguments[used - 1]
        }
        var result = ""
        var scalars = format.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            guard scalar == "%" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            if scalars.first == "%" {
                scalars.removeFirst()
                result += "%"
                continue
            }
            var directive = PercentDirective()
            var named: Value?
            if scalars.first == "(" {
                guard let mapping else { throw JinjaError(.type, "format requires a mapping") }
                let key = try Self.parenthesised(&scalars)
                guard let value = mapping.value(key) else { throw JinjaError(.value, "'\(key)'") }
                named = value
                usedMapping = true
            }
            while let flag = scalars.first, "#0- +".unicodeScalars.contains(flag) {
                directive.flags.insert(flag)
                scalars.removeFirst()
            }
            if scalars.first == "*" {
                scalars.removeFirst()
                let width = try integer(try next(), "width")
                if width < 0 { directive.flags.insert("-") }
                directive.width = width == Int.min ? Int.max : abs(width)
            } else {
                directive.width = Self.digits(&scalars) ?? 0
            }
            if scalars.first == "." {
                scalars.removeFirst()
                if scalars.first == "*" {
                    scalars.removeFirst()
                    directive.precision = max(0, try integer(try next(), "precision"))
                } else {
                    directive.precision = Self.digits(&scalars) ?? 0
                }
            }
            if let length = scalars.first, "hlL".unicodeScalars.contains(length) { scalars.removeFirst() }
            guard let conversion = scalars.popFirst() else { throw JinjaError(.value, "incomplete format") }
            try checkTextSize(max(directive.width, directive.precision ?? 0))
            let value = if let named { named } else { try next() }
            result += try convert(
                escaping ? try wrapped(value, for: conversion) : value, conversion, directive, escaping: escaping)
            try charge(result.utf8.count / 16)
        }
        if used < arguments.count, !usedMapping, !mayStayUnused {
            throw JinjaError(.type, "not all arguments converted during string formatting")
        }
        return result
    }

    /// What safe text puts in place of a value: a helper that is a number where its text is one, and no index.
    private func wrapped(_ value: Value, for conversion: Unicode.Scalar) throws(JinjaError) -> Value {
        switch conversion {
        case "o", "x", "X", "c":
            throw JinjaError(.type, "%\(conversion) format: an integer is required, not _MarkupEscapeHelper")
        case "d", "i", "u":
            guard let text = value.asString else { return value }
            guard let number = parseInteger(text) else {
                throw JinjaError(.value, "invalid literal for int() with base 10: \(try representation(of: value))")
            }
            return .integer(number)
        case "e", "E", "f", "F", "g", "G":
            guard let text = value.asString else { return value }
            guard let number = parseFloat(text) else {
                throw JinjaError(.value, "could not convert string to float: \(try representation(of: value))")
            }
            return .double(number)
        default: return value
        }
    }

    private static func parenthesised(_ scalars: inout Substring.UnicodeScalarView) throws(JinjaError) -> String {
        scalars.removeFirst()
        var depth = 1
        var key = ""
        while let scalar = scalars.popFirst() {
            if scalar == "(" { depth += 1 }
            if scalar == ")" { depth -= 1 }
            if depth == 0 { return key }
            key.unicodeScalars.append(scalar)
        }
        throw JinjaError(.value, "incomplete format key")
    }

    private static func digits(_ scalars: inout Substring.UnicodeScalarView) -> Int? {
        var digits = ""
        while let first = scalars.first, ("0"..."9").contains(first), digits.utf8.count < 10 {
            digits.unicodeScalars.append(scalars.removeFirst())
        }
        return Int(digits)
    }

    private func convert(
        _ value: Value, _ conversion: Unicode.Scalar, _ directive: PercentDirective, escaping: Bool
    ) throws(JinjaError) -> String {
        switch conversion {
        case "s", "r", "a":
            var text = conversion == "s" ? try self.text(of: value) : try representation(of: value)
            if conversion == "a" { text = asciiText(text) }
            if escaping { text = try escapedText(conversion == "s" ? value : .string(text)) }
            return directive.padded(directive.precision.map { String(text.unicodeScalars.prefix($0)) } ?? text)
        case "c":
            if let text = value.asString, text.unicodeScalars.count == 1 { return directive.padded(text) }
            guard let code = value.asInt else { throw JinjaError(.type, "%c requires int or char") }
            guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else {
                throw JinjaError(.value, "%c arg not in range(0x110000)")
            }
            return directive.padded(String(scalar))
        case "d", "i", "u", "o", "x", "X": return try convertInteger(value, conversion, directive)
        case "e", "E", "f", "F", "g", "G":
            if case .undefined(let missing) = value {
                throw JinjaError(.undefined, missing.message, name: missing.name)
            }
            guard let number = value.asDouble else {
                throw JinjaError(.type, "must be real number, not \(value.typeName)")
            }
            var digits: String
            if number.isFinite {
                digits = cFormat(
                    "%\(directive.flags.contains("#") ? "#" : "").*\(conversion)", precision: directive.precision ?? 6,
                    number.magnitude)
            } else {
                digits = number.isNaN ? "nan" : "inf"
                if "EFG".unicodeScalars.contains(conversion) { digits = digits.uppercased() }
            }
            return directive.numeric(digits, isNegative: number.sign == .minus && !number.isNaN)
        default:
            throw JinjaError(
                .value, "unsupported format character '\(conversion)' (0x\(String(conversion.value, radix: 16)))")
        }
    }

    private func convertInteger(
        _ value: Value, _ conversion: Unicode.Scalar, _ directive: PercentDirective
    ) throws(JinjaError) -> String {
        var number: BigInt
        if let exact = value.asBigInt {
            number = exact
        } else if case .double(let double) = value, "diu".unicodeScalars.contains(conversion) {
            guard let whole = BigInt(exactly: double.rounded(.towardZero)) else {
                throw JinjaError(.value, "cannot convert float \(double.isNaN ? "NaN" : "infinity") to integer")
            }
            number = whole
        } else {
            if case .undefined(let missing) = value {
                throw JinjaError(.undefined, missing.message, name: missing.name)
            }
            throw JinjaError(
                .type,
                "%\(conversion) format: \("diu".unicodeScalars.contains(conversion) ? "a real number" : "an integer") is required, not \(value.typeName)"
            )
        }
        let isNegative = number < 0
        if isNegative { number = -number }
        var prefix = ""
        var digits: String
        switch conversion {
        case "o": (prefix, digits) = ("0o", String(number, radix: 8))
        case "x": (prefix, digits) = ("0x", String(number, radix: 16))
        case "X": (prefix, digits) = ("0X", String(number, radix: 16).uppercased())
        default: digits = try integerText(number)
        }
        if let precision = directive.precision, digits.count < precision {
            digits = String(repeating: "0", count: precision - digits.count) + digits
        }
        return directive.numeric(digits, isNegative: isNegative, prefix: directive.flags.contains("#") ? prefix : "")
    }

    /// Python's `ascii()`: a representation with everything beyond ASCII escaped.
    func asciiText(_ representation: String) -> String {
        var result = ""
        for scalar in representation.unicodeScalars {
            switch scalar.value {
            case 0..<0x80: result.unicodeScalars.append(scalar)
            case 0x80..<0x100: result += "\\x" + hexText(scalar.value, width: 2)
            case 0x100..<0x10000: result += "\\u" + hexText(scalar.value, width: 4)
            default: result += "\\U" + hexText(scalar.value, width: 8)
            }
        }
        return result
    }
}

/// Flags, width and precision of one `%` directive.
private struct PercentDirective {
    var flags: Set<Unicode.Scalar> = []
    var width = 0
    var precision: Int?

    func padded(_ text: String) -> String {
        let missing = width - text.unicodeScalars.count
        guard missing > 0 else { return text }
        let spaces = String(repeating: " ", count: missing)
        return flags.contains("-") ? text + spaces : spaces + text
    }

    func numeric(_ digits: String, isNegative: Bool, prefix: String = "") -> String {
        let sign = isNegative ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : ""
        let missing = width - sign.count - prefix.count - digits.count
        if missing > 0, flags.contains("0"), !flags.contains("-") {
            return sign + prefix + String(repeating: "0", count: missing) + digits
        }
        return padded(sign + prefix + digits)
    }
}
