import BigInt
import JSON

/// Python's limit on the digits of an integer turned into text (sys.int_info.default_max_str_digits).
private let integerDigitsLimit = 4300

/// Appends what Python's `str()` gives.
func writeText(_ value: Value, to output: ByteBuffer, _ machine: Machine) throws(JinjaError) {
    switch value {
    case .string(let text), .markup(let text): output.append(text)
    case .int(let number): writeInteger(number, to: output)
    case .undefined(let undefined):
        switch undefined.failsInText ? .strict : undefined.isAlwaysLenient ? .standard : machine.undefinedPolicy {
        case .standard, .chainable: return
        case .debug: output.append("{{ \(undefined.debugText) }}")
        case .strict: throw JinjaError(.undefined, undefined.message, name: undefined.name)
        }
    default: try writeRepresentation(value, to: output)
    }
}

/// Appends what Python's `repr()` gives.
func writeRepresentation(_ value: Value, to output: ByteBuffer) throws(JinjaError) {
    var open: [ObjectIdentifier] = []
    try writeRepresentation(value, to: output, inside: &open)
}

/// - Parameter open: the containers that this value stands in; one inside itself is shown as `[...]`.
private func writeRepresentation(
    _ value: Value, to output: ByteBuffer, inside open: inout [ObjectIdentifier]
) throws(JinjaError) {
    switch value {
    case .missing, .undefined: output.append("Undefined")
    case .none: output.append("None")
    case .bool(let flag): output.append(flag ? "True" : "False")
    case .int(let number): writeInteger(number, to: output)
    case .bigInt(let number): output.append(try integerText(number.value))
    case .double(let number): output.append(JSONNumber.text(number))
    case .string(let text): writeQuoted(text, to: output)
    case .markup(let text):
        output.append("Markup(")
        writeQuoted(text, to: output)
        output.append(")")
    case .list(let list):
        guard try enter(list, "[...]", output, &open) else { return }
        try writeItems(list.items, open: "[", close: "]", to: output, inside: &open)
        open.removeLast()
    case .tuple(let tuple):
        guard try enter(tuple, "(...)", output, &open) else { return }
        let close: StaticString = tuple.items.count == 1 ? ",)" : ")"
        try writeItems(tuple.items, open: "(", close: close, to: output, inside: &open)
        open.removeLast()
    case .dict(let dict):
        guard try enter(dict, "{...}", output, &open) else { return }
        output.append("{")
        for (position, (key, value)) in zip(dict.keys, dict.values).enumerated() {
            if position > 0 { output.append(", ") }
            try writeRepresentation(key, to: output, inside: &open)
            output.append(": ")
            try writeRepresentation(value, to: output, inside: &open)
        }
        output.append("}")
        open.removeLast()
    case .object(let object):
        if let view = object as? DictView {
            guard try enter(view, "...", output, &open) else { return }
            output.append(view.typeName)
            output.append("(")
            try writeItems(view.all, open: "[", close: "]", to: output, inside: &open)
            output.append(")")
            open.removeLast()
        } else if let namespace = object as? Namespace {
            output.append("<Namespace ")
            try writeRepresentation(.dict(namespace.attributes), to: output, inside: &open)
            output.append(">")
        } else {
            output.append(object.text)
        }
    }
}

/// Notes that a container is open; one that is open already is written as `mark` instead.
private func enter(
    _ container: AnyObject, _ mark: StaticString, _ output: ByteBuffer, _ open: inout [ObjectIdentifier]
) throws(JinjaError) -> Bool {
    let identifier = ObjectIdentifier(container)
    if open.contains(identifier) {
        output.append(mark)
        return false
    }
    try checkDepth(open.count)
    open.append(identifier)
    return true
}

private func writeItems(
    _ items: ContiguousArray<Value>, open: StaticString, close: StaticString, to output: ByteBuffer,
    inside containers: inout [ObjectIdentifier]
) throws(JinjaError) {
    output.append(open)
    for (position, item) in items.enumerated() {
        if position > 0 { output.append(", ") }
        try writeRepresentation(item, to: output, inside: &containers)
    }
    output.append(close)
}

func integerText(_ number: BigInt) throws(JinjaError) -> String {
    // log2(10) > 3.32: a cheap bound before the costly conversion.
    guard number.bitWidth <= integerDigitsLimit * 4 else {
        throw JinjaError(.value, "Exceeds the limit (\(integerDigitsLimit) digits) for integer string conversion")
    }
    return String(number)
}

private func writeInteger(_ number: Int, to output: ByteBuffer) {
    if number >= 0, number < 10 {
        output.append(UInt8(ascii: "0") + UInt8(number))
    } else {
        // The digits from the last one up; 20 bytes hold the sign and the longest number.
        withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { digits in
            var rest = number.magnitude
            var start = 20
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            if number < 0 {
                start -= 1
                digits[start] = UInt8(ascii: "-")
            }
            output.append(UnsafeRawBufferPointer(UnsafeMutableRawBufferPointer(rebasing: digits[start...])))
        }
    }
}

/// Appends a text as Python's `repr` quotes it: single quotes unless only double quotes avoid an escape.
func writeQuoted(_ text: String, to output: ByteBuffer) {
    let hasSingle = text.utf8.contains(UInt8(ascii: "'"))
    let quote = hasSingle && !text.utf8.contains(UInt8(ascii: "\"")) ? UInt8(ascii: "\"") : UInt8(ascii: "'")
    output.append(quote)
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case UInt32(quote):
            output.append("\\")
            output.append(quote)
        case 0x5C: output.append("\\\\")
        case 0x0A: output.append("\\n")
        case 0x0D: output.append("\\r")
        case 0x09: output.append("\\t")
        case 0x20..<0x7F: output.append(UInt8(scalar.value))
        case _ where isPrintable(scalar): output.append(String(scalar))
        case 0..<0x100: output.append("\\x" + hexText(scalar.value, width: 2))
        case 0x100..<0x10000: output.append("\\u" + hexText(scalar.value, width: 4))
        default: output.append("\\U" + hexText(scalar.value, width: 8))
        }
    }
    output.append(quote)
}

func hexText(_ value: UInt32, width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// Python's `str.isprintable` for one code point.
func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == " " { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator:
        return false
    default: return true
    }
}

extension Machine {
    /// What Python's `str()` gives.
    func text(of value: Value) throws(JinjaError) -> String {
        if let text = value.asString { return text }
        let start = scratch.count
        defer { scratch.truncate(to: start) }
        try writeText(value, to: scratch, self)
        return scratch.string(from: start, to: scratch.count)
    }

    /// What Python's `repr()` gives.
    func representation(of value: Value) throws(JinjaError) -> String {
        let start = scratch.count
        defer { scratch.truncate(to: start) }
        try writeRepresentation(value, to: scratch)
        return scratch.string(from: start, to: scratch.count)
    }
}
