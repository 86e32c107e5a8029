import System

/// Numbers as text.
package enum JSONNumber {
    /// The nearest double of a JSON number's text; infinite when none can hold it.
    package static func double(_ text: UnsafeRawBufferPointer) -> Double {
        // The C function wants a terminated string; numbers are short, longer ones go through the heap.
        func parse(_ buffer: UnsafeMutableBufferPointer<CChar>) -> Double {
            for (index, byte) in text.enumerated() {
                buffer[index] = CChar(truncatingIfNeeded: byte)
            }
            buffer[text.count] = 0
            return nearestDouble(buffer.baseAddress!)
        }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1, parse)
    }

    /// The text that Python's `repr` gives a float: the shortest digits that read back as the same double, with an
    /// exponent below 1e-4 and from 1e16 on.
    ///
    /// Source: CPython, `float_repr_style = 'short'` (Python/pystrtod.c).
    package static func text(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        if value == 0 { return value.sign == .minus ? "-0.0" : "0.0" }
        var (digits, exponent) = shortestDigits(abs(value))
        let sign = value < 0 ? "-" : ""
        // `exponent` is that of the first digit: d.ddd * 10^exponent.
        if exponent < -4 || exponent >= 16 {
            let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
            let magnitude = String(abs(exponent))
            let padded = magnitude.count < 2 ? "0" + magnitude : magnitude
            return "\(sign)\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(padded)"
        }
        if exponent < 0 {
            return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits
        }
        if digits.utf8.count <= exponent + 1 {
            digits += String(repeating: "0", count: exponent + 1 - digits.utf8.count)
            return sign + digits + ".0"
        }
        return sign + digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
    }

    /// The shortest digits that identify a positive double, without leading or trailing zeros, and the decimal
    /// exponent of the first one.
    package static func shortestDigits(_ value: Double) -> (digits: String, exponent: Int) {
        // Swift's description has the shortest digits, in another layout.
        var mantissa: Substring = value.description[...]
        var exponent = 0
        if let e = mantissa.firstIndex(of: "e") {
            exponent = Int(mantissa[mantissa.index(after: e)...].drop { $0 == "+" })!
            mantissa = mantissa[..<e]
        }
        let parts = mantissa.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? parts[1] : ""
        let all = String(parts[0]) + fraction
        let leadingZeros = all.prefix { $0 == "0" }.count
        var digits = all.dropFirst(leadingZeros)
        while digits.last == "0" { digits.removeLast() }
        return (String(digits), exponent + parts[0].count - 1 - leadingZeros)
    }
}
