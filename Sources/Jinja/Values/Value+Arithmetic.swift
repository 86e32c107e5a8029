import BigInt
import System

/// Integers may grow to so many bits; Python has no bound, but cannot print what is larger either.
private let integerBitsLimit = 1 << 16

/// The binary operators that work on numbers, and some of them on texts and lists.
enum BinaryOperator: String {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case floorDivide = "//"
    case modulo = "%"
    case power = "**"

    /// The name Python's messages give the operator.
    var pythonName: String { self == .power ? "** or pow()" : rawValue }
}

extension Machine {
    /// Python's binary operators.
    func calculate(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws(JinjaError) -> Value {
        if case .int(let x) = a, case .int(let y) = b, let result = smallInteger(operation, x, y) {
            return .int(result)
        }
        if let result = try calculateNumbers(operation, a, b) { return result }
        if let missing = undefinedOperand(operation, a, b) {
            throw JinjaError(.undefined, missing.message, name: missing.name)
        }
        switch (operation, a, b) {
        case (.add, .string(let x), .string(let y)):
            try charge(x.utf8.count + y.utf8.count)
            return .string(x + y)
        case (.add, .markup, _), (.add, _, .markup):
            return try addMarkup(a, b)
        case (.add, .list(let x), .list(let y)):
            try charge((x.items.count + y.items.count) * MemoryLayout<Value>.stride)
            return .list(x.items + y.items)
        case (.add, .tuple(let x), .tuple(let y)):
            try charge((x.items.count + y.items.count) * MemoryLayout<Value>.stride)
            return .tuple(x.items + y.items)
        case (.add, .string, _): throw JinjaError(.type, "can only concatenate str (not \"\(b.typeName)\") to str")
        case (.add, .list, _): throw JinjaError(.type, "can only concatenate list (not \"\(b.typeName)\") to list")
        case (.add, .tuple, _): throw JinjaError(.type, "can only concatenate tuple (not \"\(b.typeName)\") to tuple")
        case (.multiply, _, _):
            if let result = try repeatSequence(a, b) { return result }
            if let result = try repeatSequence(b, a) { return result }
        case (.modulo, .string(let format), _):
            return .string(try formatPercent(format, b))
        case (.modulo, .markup(let format), _):
            return .markup(try formatPercent(format, b, escaping: true))
        default: break
        }
        throw JinjaError(
            .type, "unsupported operand type(s) for \(operation.pythonName): '\(a.typeName)' and '\(b.typeName)'")
    }

    /// An undefined operand, unless the other operand's own rule speaks first.
    private func undefinedOperand(_ operation: BinaryOperator, _ a: Value, _ b: Value) -> Undefined? {
        if case .undefined(let missing) = a { return missing }
        if case .undefined(let missing) = b {
            // str % undefined formats it.
            return operation == .modulo && a.asString != nil ? nil : missing
        }
        return nil
    }

    private func addMarkup(_ a: Value, _ b: Value) throws(JinjaError) -> Value {
        guard a.asString != nil, b.asString != nil else {
            throw JinjaError(
                .type, "unsupported operand type(s) for +: '\(a.typeName)' and '\(b.typeName)'")
        }
        return .markup(try escapedText(a) + escapedText(b))
    }

    private func repeatSequence(_ sequence: Value, _ count: Value) throws(JinjaError) -> Value? {
        let size: Int
        switch sequence {
        case .string(let text), .markup(let text): size = text.utf8.count
        case .list(let list): size = list.items.count * MemoryLayout<Value>.stride
        case .tuple(let tuple): size = tuple.items.count * MemoryLayout<Value>.stride
        default: return nil
        }
        guard count.asBigInt != nil else {
            throw JinjaError(.type, "can't multiply sequence by non-int of type '\(count.typeName)'")
        }
        guard let number = count.asInt else { throw JinjaError(.value, "cannot fit 'int' into an index-sized integer") }
        let times = max(0, number)
        let (total, overflow) = size.multipliedReportingOverflow(by: times)
        if case .string = sequence, overflow || total > limits.outputBytes {
            throw JinjaError(.outputLimit, "a text of more than \(limits.outputBytes) bytes")
        }
        try charge(overflow ? Int.max : total)
        switch sequence {
        case .string(let text): return .string(String(repeating: text, count: times))
        case .markup(let text): return .markup(String(repeating: text, count: times))
        case .list(let list): return .list(repeated(list.items, times))
        case .tuple(let tuple): return .tuple(repeated(tuple.items, times))
        default: return nil
        }
    }

    private func repeated(_ items: ContiguousArray<Value>, _ times: Int) -> ContiguousArray<Value> {
        var result = ContiguousArray<Value>()
        result.reserveCapacity(items.count * times)
        for _ in 0..<(items.isEmpty ? 0 : times) { result.append(contentsOf: items) }
        return result
    }

    /// Python's unary minus.
    func negate(_ value: Value) throws(JinjaError) -> Value {
        switch value {
        case .int(let number) where number != Int.min: return .int(-number)
        case .double(let number): return .double(-number)
        default:
            if let number = value.asBigInt { return .integer(-number) }
            throw unaryError("-", value)
        }
    }

    /// Python's unary plus.
    func affirm(_ value: Value) throws(JinjaError) -> Value {
        if case .double = value { return value }
        if let number = value.asBigInt { return .integer(number) }
        throw unaryError("+", value)
    }

    private func unaryError(_ sign: String, _ value: Value) -> JinjaError {
        if case .undefined(let missing) = value { return JinjaError(.undefined, missing.message, name: missing.name) }
        return JinjaError(.type, "bad operand type for unary \(sign): '\(value.typeName)'")
    }
}

/// The result of an operation on machine integers where it is one too; nil sends the operands the general way.
private func smallInteger(_ operation: BinaryOperator, _ x: Int, _ y: Int) -> Int? {
    let result: (partialValue: Int, overflow: Bool)
    switch operation {
    case .add: result = x.addingReportingOverflow(y)
    case .subtract: result = x.subtractingReportingOverflow(y)
    case .multiply: result = x.multipliedReportingOverflow(by: y)
    case .floorDivide:
        guard y != 0, !(x == Int.min && y == -1) else { return nil }
        return x / y - (x % y != 0 && (x < 0) != (y < 0) ? 1 : 0)
    case .modulo:
        guard y != 0, y != -1 else { return y == 0 ? nil : 0 }
        let remainder = x % y
        return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder
    case .divide, .power: return nil
    }
    return result.overflow ? nil : result.partialValue
}

/// The result for two numbers, or nil if one is none.
private func calculateNumbers(_ operation: BinaryOperator, _ a: Value, _ b: Value) throws(JinjaError) -> Value? {
    if let x = a.asBigInt, let y = b.asBigInt {
        return try calculateIntegers(operation, x, y)
    }
    guard let x = a.asDouble, let y = b.asDouble else { return nil }
    if x.isInfinite || y.isInfinite {
        // An integer too large for a double cannot meet a float.
        for case .bigInt(let number) in [a, b] where Double(nearest: number.value).isInfinite {
            throw JinjaError(.value, "int too large to convert to float")
        }
    }
    return .double(try calculateDoubles(operation, x, y))
}

private func calculateDoubles(_ operation: BinaryOperator, _ x: Double, _ y: Double) throws(JinjaError) -> Double {
    switch operation {
    case .add: return x + y
    case .subtract: return x - y
    case .multiply: return x * y
    case .divide:
        guard y != 0 else { throw JinjaError(.value, "float division by zero") }
        return x / y
    case .floorDivide, .modulo:
        guard y != 0 else {
            throw JinjaError(.value, operation == .modulo ? "float modulo" : "float floor division by zero")
        }
        let (quotient, remainder) = floorDivision(x, y)
        return operation == .modulo ? remainder : quotient
    case .power:
        if x == 0, y < 0 { throw JinjaError(.value, "0.0 cannot be raised to a negative power") }
        if x < 0, y != y.rounded(), y.isFinite {
            throw JinjaError(
                .value, "a negative number to a fractional power is a complex number, which templates do not have")
        }
        let result = power(x, y)
        if result.isInfinite, x.isFinite, y.isFinite {
            throw JinjaError(.value, "(34, 'Numerical result out of range')")
        }
        return result
    }
}

/// CPython's float division: the quotient is the floor of the exact quotient, the remainder has the divisor's sign.
private func floorDivision(_ x: Double, _ y: Double) -> (Double, Double) {
    var remainder = x.truncatingRemainder(dividingBy: y)
    var quotient = (x - remainder) / y
    if remainder != 0 {
        if (y < 0) != (remainder < 0) {
            remainder += y
            quotient -= 1
        }
    } else {
        remainder = Double(signOf: y, magnitudeOf: 0)
    }
    guard quotient != 0 else { return (Double(signOf: x / y, magnitudeOf: 0), remainder) }
    var floored = quotient.rounded(.down)
    if quotient - floored > 0.5 { floored += 1 }
    return (floored, remainder)
}

private func calculateIntegers(_ operation: BinaryOperator, _ x: BigInt, _ y: BigInt) throws(JinjaError) -> Value {
    func checked(_ bits: Int) throws(JinjaError) {
        if bits > integerBitsLimit {
            throw JinjaError(.value, "an integer of more than \(integerBitsLimit) bits")
        }
    }
    switch operation {
    case .add: return .integer(x + y)
    case .subtract: return .integer(x - y)
    case .multiply:
        try checked(x.bitWidth + y.bitWidth)
        return .integer(x * y)
    case .divide:
        guard y != 0 else { throw JinjaError(.value, "division by zero") }
        return .double(try trueQuotient(x, y))
    case .floorDivide, .modulo:
        guard y != 0 else { throw JinjaError(.value, "integer division or modulo by zero") }
        var (quotient, remainder) = x.quotientAndRemainder(dividingBy: y)
        if remainder != 0, (remainder < 0) != (y < 0) {
            quotient -= 1
            remainder += y
        }
        return .integer(operation == .modulo ? remainder : quotient)
    case .power:
        if y < 0 {
            if x == 0 { throw JinjaError(.value, "0.0 cannot be raised to a negative power") }
            return .double(try calculateDoubles(.power, Double(nearest: x), Double(nearest: y)))
        }
        if x == 0 || x == 1 { return .integer(y == 0 ? 1 : x) }
        if x == -1 { return .int(y % 2 == 0 ? 1 : -1) }
        guard let exponent = Int(exactly: y), exponent <= integerBitsLimit else { try checked(Int.max); return .none }
        try checked(x.bitWidth * exponent)
        return .integer(x.power(exponent))
    }
}

extension Double {
    /// The double nearest to an integer of any size, ties to even; BigInt's own conversion cuts off.
    init(nearest number: BigInt) {
        let magnitude = number.magnitude
        let excess = magnitude.bitWidth - 62
        guard excess > 0 else {
            self = Double(Int(number))
            return
        }
        // 62 bits and one that tells whether any bit was lost are enough to round once.
        let top = UInt64(magnitude >> excess)
        let isExact = magnitude.trailingZeroBitCount >= excess
        let result = scaled(Double(isExact ? top : top | 1), Int32(clamping: excess))
        self = number.sign == .minus ? -result : result
    }
}

/// The double nearest to a quotient of integers, rounded once, as Python's `/` gives it.
private func trueQuotient(_ x: BigInt, _ y: BigInt) throws(JinjaError) -> Double {
    let a = Double(nearest: x)
    let b = Double(nearest: y)
    if abs(a) <= 0x1p53, abs(b) <= 0x1p53 { return a / b }
    // Scale so that the quotient has at least 66 bits, keep a sticky bit, and let one conversion round.
    let shift = 66 + y.magnitude.bitWidth - x.magnitude.bitWidth
    let (quotient, remainder) =
        shift >= 0
        ? (x.magnitude << shift).quotientAndRemainder(dividingBy: y.magnitude)
        : x.magnitude.quotientAndRemainder(dividingBy: y.magnitude << -shift)
    let sticky = remainder == 0 ? quotient : quotient | 1
    let result = scaled(Double(nearest: BigInt(sticky)), Int32(clamping: -shift))
    guard result.isFinite else { throw JinjaError(.value, "integer division result too large for a float") }
    return (x < 0) != (y < 0) ? -result : result
}

extension Double {
    fileprivate init(signOf sign: Double, magnitudeOf magnitude: Double) { self = Double(signOf: sign.sign, magnitude) }

    private init(signOf sign: FloatingPointSign, _ magnitude: Double) { self = sign == .minus ? -magnitude : magnitude }
}
