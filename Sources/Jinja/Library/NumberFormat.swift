import BigInt
import JSON
import System

/// Python's format specification: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.
struct FormatSpecification {
    var fill = " "
    var align: Unicode.Scalar?
    /// The sign option, if there is one.
    var sign: Unicode.Scalar?
    var isAlternate = false
    var width = 0
    var grouping: Unicode.Scalar?
    var precision: Int?
    var type: Unicode.Scalar?

    /// Whether a number that rounds to zero loses its minus (`z`).
    var hidesNegativeZero = false

    /// - Parameter isNumeric: whether a number is formatted; a zero before the width means more to those.
    init(_ text: String, isNumeric: Bool) throws(JinjaError) {
        var scalars = Array(text.unicodeScalars)[...]
        func isAlign(_ scalar: Unicode.Scalar) -> Bool { "<>=^".unicodeScalars.contains(scalar) }
        var hasFill = false
        if scalars.count >= 2, isAlign(scalars[scalars.startIndex + 1]) {
            fill = String(scalars.removeFirst())
            hasFill = true
            align = scalars.removeFirst()
        } else if let first = scalars.first, isAlign(first) {
            align = scalars.removeFirst()
        }
        if let first = scalars.first, "+- ".unicodeScalars.contains(first) { sign = scalars.removeFirst() }
        if scalars.first == "z" {
            hidesNegativeZero = true
            scalars.removeFirst()
        }
        if scalars.first == "#" {
            isAlternate = true
            scalars.removeFirst()
        }
        if scalars.first == "0", !hasFill {
            fill = "0"
            if align == nil, isNumeric { align = "=" }
            scalars.removeFirst()
        }
        width = try Self.number(&scalars) ?? 0
        if let first = scalars.first, first == "," || first == "_" {
            grouping = scalars.removeFirst()
            if let second = scalars.first, second == "," || second == "_" {
                throw JinjaError(
                    .value,
                    second == first ? "Cannot specify '\(first)' with '\(first)'." : "Cannot specify both ',' and '_'.")
            }
        }
        if scalars.first == "." {
            scalars.removeFirst()
            guard let number = try Self.number(&scalars) else {
                throw JinjaError(.value, "Format specifier missing precision")
            }
            precision = number
        }
        type = scalars.popFirst()
        guard scalars.isEmpty else { throw JinjaError(.value, "Invalid format specifier") }
        let shown = type ?? (isNumeric ? "d" : "s")
        if let grouping, !"defgEG%F".unicodeScalars.contains(shown),
            grouping == "," || !"boxX".unicodeScalars.contains(shown)
        {
            throw JinjaError(.value, "Cannot specify '\(grouping)' with '\(shown)'.")
        }
    }

    private static func number(_ scalars: inout ArraySlice<Unicode.Scalar>) throws(JinjaError) -> Int? {
        var digits = ""
        while let first = scalars.first, first.isASCII, first.properties.numericType == .decimal {
            digits.unicodeScalars.append(scalars.removeFirst())
        }
        guard !digits.isEmpty else { return nil }
        guard let number = Int(digits), number < 1 << 31 else {
            throw JinjaError(.value, "Too many decimal digits in format string")
        }
        return number
    }
}

extension Machine {
    /// Python's `format(value, specification)`.
    func format(_ value: Value, _ specification: String) throws(JinjaError) -> String {
        if specification.isEmpty { return try text(of: value) }
        let isText = value.asString != nil
        let spec = try FormatSpecification(specification, isNumeric: !isText)
        try checkTextSize(max(spec.width, spec.precision ?? 0))
        switch value {
        case .string(let text), .markup(let text):
            guard spec.type == nil || spec.type == "s" else { throw unknownCode(spec, value) }
            if spec.sign != nil { throw JinjaError(.value, "Sign not allowed in string format specifier") }
            if spec.hidesNegativeZero {
                throw JinjaError(.value, "Negative zero coercion (z) not allowed in string format specifier")
            }
            if spec.isAlternate {
                throw JinjaError(.value, "Alternate form (#) not allowed in string format specifier")
            }
            guard spec.align != "=" else {
                throw JinjaError(.value, "'=' alignment not allowed in string format specifier")
            }
            let shown = spec.precision.map { String(text.unicodeScalars.prefix($0)) } ?? text
            return padded(shown, spec, defaultAlign: "<")
        case .double(let number): return try formatFloat(number, spec, value)
        default:
            guard let number = value.asBigInt else {
                throw JinjaError(.type, "unsupported format string passed to \(value.typeName).__format__")
            }
            return try formatInteger(number, spec, value)
        }
    }

    private func unknownCode(_ spec: FormatSpecification, _ value: Value) -> JinjaError {
        JinjaError(
            .value, "Unknown format code '\(spec.type.map(String.init) ?? "")' for object of type '\(value.typeName)'")
    }

    private func formatInteger(_ number: BigInt, _ spec: FormatSpecification, _ value: Value) throws(JinjaError)
        -> String
    {
        if let type = spec.type, "eEfFgG%".unicodeScalars.contains(type) {
            return try formatFloat(Double(nearest: number), spec, value)
        }
        guard spec.precision == nil else {
            throw JinjaError(.value, "Precision not allowed in integer format specifier")
        }
        if spec.hidesNegativeZero {
            throw JinjaError(.value, "Negative zero coercion (z) not allowed in integer format specifier")
        }
        var prefix = ""
        var digits: String
        switch spec.type {
        case nil, "d", "n": digits = try integerText(BigInt(number.magnitude))
        case "b": (prefix, digits) = ("0b", String(number.magnitude, radix: 2))
        case "o": (prefix, digits) = ("0o", String(number.magnitude, radix: 8))
        case "x": (prefix, digits) = ("0x", String(number.magnitude, radix: 16))
        case "X": (prefix, digits) = ("0X", String(number.magnitude, radix: 16).uppercased())
        case "c":
            if spec.sign != nil { throw JinjaError(.value, "Sign not allowed with integer format specifier 'c'") }
            if spec.isAlternate {
                throw JinjaError(.value, "Alternate form (#) not allowed with integer format specifier 'c'")
            }
            guard let code = UInt32(exactly: number), let scalar = Unicode.Scalar(code) else {
                throw JinjaError(.value, "%c arg not in range(0x110000)")
            }
            return signed(String(scalar), isNegative: false, prefix: "", spec)
        default: throw unknownCode(spec, value)
        }
        let size = prefix.isEmpty ? 3 : 4
        if !spec.isAlternate { prefix = "" }
        if let grouping = spec.grouping {
            let reserved = prefix.count + signText(isNegative: number < 0, spec).count
            digits = grouped(digits, grouping, size: size, spec, reserved: reserved)
        }
        return signed(digits, isNegative: number < 0, prefix: prefix, spec)
    }

    private func formatFloat(_ number: Double, _ spec: FormatSpecification, _ value: Value) throws(JinjaError) -> String
    {
        let magnitude = number.magnitude
        func shown(_ conversion: Unicode.Scalar, _ number: Double) -> String {
            cFormat("%\(spec.isAlternate ? "#" : "").*\(conversion)", precision: spec.precision ?? 6, number)
        }
        var digits: String
        if !number.isFinite {
            digits = number.isNaN ? "nan" : "inf"
            if let type = spec.type, "EFG".unicodeScalars.contains(type) { digits = digits.uppercased() }
            if spec.type == "%" { digits += "%" }
        } else {
            switch spec.type {
            case nil: digits = generalText(magnitude, spec)
            case "f", "F": digits = shown("f", magnitude)
            case "e", "E", "g", "G": digits = shown(spec.type!, magnitude)
            case "n": digits = shown("g", magnitude)
            case "%": digits = shown("f", magnitude * 100) + "%"
            default: throw unknownCode(spec, value)
            }
        }
        var isNegative = number.sign == .minus && !number.isNaN
        if spec.hidesNegativeZero,
            !digits.utf8.contains(where: { (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }), number.isFinite
        {
            isNegative = false
        }
        let whole = digits.prefix { $0.isNumber }
        if let grouping = spec.grouping, !whole.isEmpty {
            let rest = digits.dropFirst(whole.count)
            let reserved = rest.count + signText(isNegative: isNegative, spec).count
            digits = grouped(String(whole), grouping, size: 3, spec, reserved: reserved) + rest
        }
        return signed(digits, isNegative: isNegative, prefix: "", spec)
    }

    /// A float without a type: as `repr` shows it or, with a precision, like `g` but never looking like an integer.
    private func generalText(_ magnitude: Double, _ spec: FormatSpecification) -> String {
        var digits: String
        if let precision = spec.precision {
            let scientific = cFormat("%.*e", precision: max(precision, 1) - 1, magnitude)
            let exponent = Int(scientific.split(separator: "e").last ?? "") ?? 0
            if exponent < -4 || exponent >= max(precision, 1) - 1 {
                // One digit less than `g` allows is left for the zero behind the point.
                let parts = scientific.split(separator: "e")
                var mantissa = String(parts[0])
                if mantissa.contains("."), !spec.isAlternate {
                    while mantissa.hasSuffix("0") { mantissa.removeLast() }
                    if mantissa.hasSuffix(".") { mantissa.removeLast() }
                }
                digits = mantissa + "e" + parts[1]
            } else {
                digits = cFormat(spec.isAlternate ? "%#.*g" : "%.*g", precision: max(precision, 1), magnitude)
                if !digits.contains(".") { digits += ".0" }
            }
        } else {
            digits = JSONNumber.text(magnitude)
        }
        if spec.isAlternate, !digits.contains("."), let exponent = digits.firstIndex(of: "e") {
            digits.insert(".", at: exponent)
        }
        return digits
    }

    /// Digits in groups; zeros that fill the width are grouped as well.
    ///
    /// Works from the right as CPython does: the room left over counts down with every digit and mark, so that the result
    /// never starts with a mark and may be one longer than the width.
    private func grouped(
        _ digits: String, _ mark: Unicode.Scalar, size: Int, _ spec: FormatSpecification, reserved: Int
    ) -> String {
        var room = spec.fill == "0" && spec.align == "=" ? spec.width - reserved : 0
        var rest = Substring(digits)
        var groups: [String] = []
        while true {
            let length = min(size, max(rest.count, room, 1))
            let group = rest.suffix(length)
            rest = rest.dropLast(group.count)
            groups.append(String(repeating: "0", count: length - group.count) + group)
            room -= length
            if rest.isEmpty, room <= 0 { break }
            room -= 1
        }
        return groups.reversed().joined(separator: String(mark))
    }

    private func signText(isNegative: Bool, _ spec: FormatSpecification) -> String {
        isNegative ? "-" : spec.sign == nil || spec.sign == "-" ? "" : String(spec.sign!)
    }

    private func signed(
        _ digits: String, isNegative: Bool, prefix: String, _ spec: FormatSpecification
    ) -> String {
        let sign = signText(isNegative: isNegative, spec)
        if spec.align == "=" {
            let missing = max(0, spec.width - sign.count - prefix.count - digits.count)
            return sign + prefix + String(repeating: spec.fill, count: missing) + digits
        }
        return padded(sign + prefix + digits, spec, defaultAlign: ">")
    }

    private func padded(_ text: String, _ spec: FormatSpecification, defaultAlign: Unicode.Scalar) -> String {
        let missing = spec.width - text.unicodeScalars.count
        guard missing > 0 else { return text }
        func fill(_ count: Int) -> String { String(repeating: spec.fill, count: count) }
        switch spec.align ?? defaultAlign {
        case "<": return text + fill(missing)
        case "^": return fill(missing / 2) + text + fill(missing - missing / 2)
        default: return fill(missing) + text
        }
    }
}
