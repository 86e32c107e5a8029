import BigInt
import JSON

/// Python's format specification: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.
struct FormatSpecification {
    var fill = " "
    var align: Unicode.Scalar?
    var sign: Unicode.Scalar = "-"
    var isAlternate = false
    var width = 0
    var grouping: Unicode.Scalar?
    var precision: Int?
    var type: Unicode.Scalar?

    init(_ text: String) throws(JinjaError) {
        var scalars = Array(text.unicodeScalars)[...]
        func isAlign(_ scalar: Unicode.Scalar) -> Bool { "<>=^".unicodeScalars.contains(scalar) }
        if scalars.count >= 2, isAlign(scalars[scalars.startIndex + 1]) {
            fill = String(scalars.removeFirst())
            align = scalars.removeFirst()
        } else if let first = scalars.first, isAlign(first) {
            align = scalars.removeFirst()
        }
        if let first = scalars.first, "+- ".unicodeScalars.contains(first) { sign = scalars.removeFirst() }
        if scalars.first == "z" { scalars.removeFirst() }
        if scalars.first == "#" {
            isAlternate = true
            scalars.removeFirst()
        }
        if scalars.first == "0" {
            if align == nil {
                fill = "0"
                align = "="
            }
            scalars.removeFirst()
        }
        width = try Self.number(&scalars) ?? 0
        if let first = scalars.first, first == "," || first == "_" { grouping = scalars.removeFirst() }
        if scalars.first == "." {
            scalars.removeFirst()
            guard let number = try Self.number(&scalars) else { throw JinjaError(.value, "Format specifier missing precision") }
            precision = number
        }
        type = scalars.popFirst()
        guard scalars.isEmpty else { throw JinjaError(.value, "Invalid format specifier") }
    }

    private static func number(_ scalars: inout ArraySlice<Unicode.Scalar>) throws(JinjaError) -> Int? {
        var digits = ""
        while let first = scalars.first, first.isASCII, first.properties.numericType == .decimal {
            digits.unicodeScalars.append(scalars.removeFirst())
        }
        guard !digits.isEmpty else { return nil }
        guard let number = Int(digits), number < 1 << 31 else { throw JinjaError(.value, "Too many decimal digits in format string") }
        return number
    }
}

extension Machine {
    /// Python's `format(value, specification)`.
    func format(_ value: Value, _ specification: String) throws(JinjaError) -> String {
        if specification.isEmpty { return try text(of: value) }
        let spec = try FormatSpecification(specification)
        try checkTextSize(max(spec.width, spec.precision ?? 0))
        switch value {
        case .string(let text), .markup(let text):
            guard spec.type == nil || spec.type == "s" else { throw unknownCode(spec, value) }
            guard spec.align != "=" else { throw JinjaError(.value, "'=' alignment not allowed in string format specifier") }
            let shown = spec.precision.map { String(text.unicodeScalars.prefix($0)) } ?? text
            return padded(shown, spec, defaultAlign: "<")
        case .double(let number): return try formatFloat(number, spec, value)
        case .bool where spec.type == nil || spec.type == "s" && false: return padded(try text(of: value), spec, defaultAlign: "<")
        default:
            guard let number = value.asBigInt else {
                throw JinjaError(.type, "unsupported format string passed to \(value.typeName).__format__")
            }
            return try formatInteger(number, spec, value)
        }
    }

    private func unknownCode(_ spec: FormatSpecification, _ value: Value) -> JinjaError {
        JinjaError(.value, "Unknown format code '\(spec.type.map(String.init) ?? "")' for object of type '\(value.typeName)'")
    }

    private func formatInteger(_ number: BigInt, _ spec: FormatSpecification, _ value: Value) throws(JinjaError) -> String {
        if let type = spec.type, "eEfFgG%".unicodeScalars.contains(type) {
            return try formatFloat(Double(number), spec, value)
        }
        guard spec.precision == nil else { throw JinjaError(.value, "Precision not allowed in integer format specifier") }
        if let grouping = spec.grouping, let type = spec.type, grouping == "," ? "bcnoxX".unicodeScalars.contains(type) : type == "c" || type == "n" {
            throw JinjaError(.value, "Cannot specify '\(grouping)' with '\(type)'.")
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
            if spec.isAlternate {
                throw JinjaError(.value, "Alternate form (#) not allowed with integer format specifier 'c'")
            }
            guard let code = UInt32(exactly: number), let scalar = Unicode.Scalar(code) else {
                throw JinjaError(.value, "%c arg not in range(0x110000)")
            }
            return padded(String(scalar), spec, defaultAlign: "<")
        default: throw unknownCode(spec, value)
        }
        let size = prefix.isEmpty ? 3 : 4
        if let grouping = spec.grouping { digits = grouped(digits, grouping, size: size, spec, reserved: spec.isAlternate ? prefix.count : 0) }
        return signed(digits, isNegative: number < 0, prefix: spec.isAlternate ? prefix : "", spec)
    }

    private func formatFloat(_ number: Double, _ spec: FormatSpecification, _ value: Value) throws(JinjaError) -> String {
        let magnitude = number.magnitude
        var digits: String
        if !number.isFinite {
            let isUpper = spec.type.map { "EFG".unicodeScalars.contains($0) } ?? false
            digits = number.isNaN ? "nan" : "inf"
            if isUpper { digits = digits.uppercased() }
            if spec.type == "%" { digits += "%" }
        } else {
            switch spec.type {
            case nil:
                if let precision = spec.precision {
                    digits = cFormat("%.*g", precision: max(precision, 1), magnitude)
                    if !digits.contains(".") && !digits.contains("e") { digits += ".0" }
                } else {
                    digits = JSONNumber.text(magnitude)
                }
            case "f", "F": digits = cFormat(spec.isAlternate ? "%#.*f" : "%.*f", precision: spec.precision ?? 6, magnitude)
            case "e": digits = cFormat(spec.isAlternate ? "%#.*e" : "%.*e", precision: spec.precision ?? 6, magnitude)
            case "E": digits = cFormat(spec.isAlternate ? "%#.*E" : "%.*E", precision: spec.precision ?? 6, magnitude)
            case "g", "n": digits = cFormat(spec.isAlternate ? "%#.*g" : "%.*g", precision: spec.precision ?? 6, magnitude)
            case "G": digits = cFormat(spec.isAlternate ? "%#.*G" : "%.*G", precision: spec.precision ?? 6, magnitude)
            case "%": digits = cFormat("%.*f", precision: spec.precision ?? 6, magnitude * 100) + "%"
            default: throw unknownCode(spec, value)
            }
        }
        if let grouping = spec.grouping {
            let whole = digits.prefix { $0.isNumber }
            digits = grouped(String(whole), grouping, size: 3, spec, reserved: digits.count - whole.count) + digits.dropFirst(whole.count)
        }
        return signed(digits, isNegative: number.sign == .minus && !number.isNaN, prefix: "", spec)
    }

    /// Digits in groups; zeros that fill the width are grouped as well.
    private func grouped(
        _ digits: String, _ mark: Unicode.Scalar, size: Int, _ spec: FormatSpecification, reserved: Int
    ) -> String {
        var digits = digits
        if spec.fill == "0", spec.align == "=" {
            let room = spec.width - reserved - (spec.sign == "-" ? 0 : 1)
            while digits.count + digits.count / size - (digits.count % size == 0 ? 1 : 0) < room { digits = "0" + digits }
            if digits.count % size == 1, digits.first == "0", digits.count + digits.count / size > room { digits.removeFirst() }
        }
        var result = ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position) % size == 0 { result.unicodeScalars.append(mark) }
            result.append(digit)
        }
        return result
    }

    private func signed(
        _ digits: String, isNegative: Bool, prefix: String, _ spec: FormatSpecification
    ) -> String {
        let sign = isNegative ? "-" : spec.sign == "-" ? "" : String(spec.sign)
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
