/// The numbers of RFC 8259 as text, exactly.
enum NumberTwin {
    /// The parts of a number's text, or what is wrong with it.
    enum Reading {
        case number(length: Int, isTooLarge: Bool)
        case bad
    }

    /// Reads the longest number that begins at an index, where a minus or a digit stands.
    static func read(_ bytes: [UInt8], at start: Int) -> Reading {
        var index = start
        func digits() -> [UInt8] {
            let first = index
            while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 { index += 1 }
            return bytes[first..<index].map { $0 - 0x30 }
        }
        func takes(_ allowed: String) -> UInt8? {
            guard index < bytes.count, allowed.utf8.contains(bytes[index]) else { return nil }
            index += 1
            return bytes[index - 1]
        }

        _ = takes("-")
        let whole = digits()
        // At least one digit, and no zero before others.
        if whole.isEmpty || whole.count > 1 && whole[0] == 0 { return .bad }
        var isFloat = false
        var fraction: [UInt8] = []
        if takes(".") != nil {
            (isFloat, fraction) = (true, digits())
            if fraction.isEmpty { return .bad }
        }
        var exponent = 0
        if takes("eE") != nil {
            isFloat = true
            let sign = takes("+-")
            let power = digits()
            if power.isEmpty { return .bad }
            // Beyond any text's length it matters no more how large it is.
            for digit in power { exponent = min(exponent * 10 + Int(digit), 1 << 50) }
            if sign == UInt8(ascii: "-") { exponent = -exponent }
        }
        // Integers are kept exactly, whatever their size.
        let isTooLarge = isFloat && exceedsDoubles(whole + fraction, pointBehind: whole.count + exponent)
        return .number(length: index - start, isTooLarge: isTooLarge)
    }

    /// Whether 0.DIGITS * 10^pointBehind is so large that the nearest double is infinite.
    private static func exceedsDoubles(_ digits: [UInt8], pointBehind: Int) -> Bool {
        guard let first = digits.firstIndex(where: { $0 != 0 }) else { return false }
        let significant = Array(digits[first...])
        let place = pointBehind - first
        if place != bound.count { return place > bound.count }
        for index in 0..<max(significant.count, bound.count) {
            let digit = index < significant.count ? significant[index] : 0
            let limit = index < bound.count ? bound[index] : 0
            if digit != limit { return digit > limit }
        }
        // Just between the largest double and what would follow it: the even one of the two is the infinite one.
        return true
    }

    /// The decimal digits of (2^54 - 1) * 2^970, which is half a step above the largest double.
    private static let bound: [UInt8] = {
        // The lowest digit first.
        var digits: [UInt8] = [0]
        for bit in 0..<1024 {
            var carry: UInt8 = bit < 54 ? 1 : 0
            for index in digits.indices {
                let doubled = digits[index] * 2 + carry
                digits[index] = doubled % 10
                carry = doubled / 10
            }
            if carry > 0 { digits.append(carry) }
        }
        return digits.reversed()
    }()
}
