let textFilters: [LibraryFunction] = [
    textFilter("capitalize", capitalized),
    textFilter("lower", lowercased),
    textFilter("upper", uppercased),
    // Its words are put together anew, as plain text.
    LibraryFunction("title") { machine, value, _ throws(JinjaError) in .string(titleFilter(try machine.text(of: value)))
    },
    LibraryFunction("string") { machine, value, _ throws(JinjaError) in
        if case .markup = value { return value }
        return .string(try machine.text(of: value))
    },
    LibraryFunction("trim", ["chars"]) { machine, value, arguments throws(JinjaError) in
        let text = try machine.text(of: value)
        let characters = try machine.stripCharacters(arguments.given(0), "strip")
        return keepMarkup(value, stripped(text, of: characters))
    },
    LibraryFunction("center", ["width"]) { machine, value, arguments throws(JinjaError) in
        let text = try machine.text(of: value)
        return keepMarkup(
            value, try machine.centered(text, try machine.integer(arguments.given(0), "width", default: 80)))
    },
    LibraryFunction("replace", ["old", "new", "count"], required: 2) { machine, value, arguments throws(JinjaError) in
        let count = try arguments.given(2).map { value throws(JinjaError) in
            value.isNone ? -1 : try machine.integer(value, "count")
        }
        guard machine.autoescape else {
            return .string(
                try machine.replaced(
                    try machine.text(of: value), try machine.text(of: arguments[0]), try machine.text(of: arguments[1]),
                    count: count ?? -1))
        }
        // While escaping, what is not safe is escaped on the way, unless nothing involved is safe yet.
        let isSafe = [value, arguments[0], arguments[1]].map { if case .markup = $0 { true } else { false } }
        let text = isSafe[1] || (isSafe[2] && !isSafe[0]) ? try machine.escapedText(value) : try machine.text(of: value)
        let result = try machine.replaced(
            text, try machine.text(of: arguments[0]),
            isSafe[0] || isSafe[1] ? try machine.escapedText(arguments[1]) : try machine.text(of: arguments[1]),
            count: count ?? -1)
        return isSafe[0] || isSafe[1] || isSafe[2] ? .markup(result) : .string(result)
    },
    LibraryFunction("truncate", ["length", "killwords", "end", "leeway"], truncateFilter),
    LibraryFunction("indent", ["width", "first", "blank"], indentFilter),
    LibraryFunction("wordcount") { machine, value, _ throws(JinjaError) in
        var count = 0
        var inWord = false
        for scalar in try machine.text(of: value).unicodeScalars {
            let isWord = isWordCharacter(scalar)
            if isWord, !inWord { count += 1 }
            inWord = isWord
        }
        return .int(count)
    },
    LibraryFunction("wordwrap", ["width", "break_long_words", "wrapstring", "break_on_hyphens"], wordWrapFilter),
    LibraryFunction(variadic: "format") { machine, value, arguments throws(JinjaError) in
        guard arguments.positional.isEmpty || arguments.keywords.isEmpty else {
            throw JinjaError(.type, "can't handle positional and keyword arguments at the same time")
        }
        let format = try machine.text(of: value)
        let escaping = if case .markup = value { true } else { false }
        if arguments.keywords.isEmpty {
            let values = Value.tuple(arguments.positional)
            return keepMarkup(value, try machine.formatPercent(format, values, escaping: escaping))
        }
        let names = Dict()
        for (name, argument) in arguments.keywords { names.set(name, to: argument) }
        return keepMarkup(value, try machine.formatPercent(format, .dict(names), escaping: escaping))
    },
]

private func textFilter(_ name: String, _ change: @escaping @Sendable (String) -> String) -> LibraryFunction {
    LibraryFunction(name) { machine, value, _ throws(JinjaError) in
        keepMarkup(value, change(try machine.text(of: value)))
    }
}

/// A changed text, as safe as the value that it was made from.
func keepMarkup(_ value: Value, _ text: String) -> Value {
    if case .markup = value { .markup(text) } else { .string(text) }
}

/// What Python's `\w` matches.
func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool { scalar == "_" || isAlphanumeric(scalar) }

/// Python's `str.isalnum` for one code point.
func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
        return true
    default: return properties.numericType != nil
    }
}

/// Jinja's `title`: words begin after white space, hyphens and opening brackets only.
private func titleFilter(_ text: String) -> String {
    var result = ""
    var word = String.UnicodeScalarView()
    func flush() {
        guard let first = word.first else { return }
        result += first.properties.uppercaseMapping + lowercased(String(word.dropFirst()))
        word = String.UnicodeScalarView()
    }
    for scalar in text.unicodeScalars {
        switch scalar {
        case "-", "(", "{", "[", "<",
            _ where isPythonSpace(scalar):
            flush()
            result.unicodeScalars.append(scalar)
        default: word.append(scalar)
        }
    }
    flush()
    return result
}

private func truncateFilter(
    _ machine: Machine, _ value: Value, _ arguments: ContiguousArray<Value>
) throws(JinjaError) -> Value {
    let length = try machine.integer(arguments.given(0), "length", default: 255)
    let end = try arguments.given(2).map { value throws(JinjaError) in try machine.text(of: value) } ?? "..."
    let leeway =
        try arguments.given(3).map { value throws(JinjaError) in value.isNone ? 5 : try machine.integer(value, "leeway")
        } ?? 5
    let endLength = end.unicodeScalars.count
    guard length >= endLength else { throw JinjaError(.value, "expected length >= \(endLength), got \(length)") }
    guard leeway >= 0 else { throw JinjaError(.value, "expected leeway >= 0, got \(leeway)") }
    let (limit, overflow) = length.addingReportingOverflow(leeway)
    guard !overflow, try machine.length(value) > limit else { return value }
    // Other sequences have a length too, but can only stay as they are.
    guard let text = value.asString else {
        throw JinjaError(.type, "'\(value.typeName)' object has no attribute 'rsplit'")
    }
    let scalars = text.unicodeScalars
    var kept = String(scalars.prefix(length - endLength))
    if !arguments.flag(1), let space = kept.utf8.lastIndex(of: UInt8(ascii: " ")) { kept = String(kept[..<space]) }
    return keepMarkup(value, kept + end)
}

private func indentFilter(
    _ machine: Machine, _ value: Value, _ arguments: ContiguousArray<Value>
) throws(JinjaError) -> Value {
    var indent: String
    if let text = arguments.given(0)?.asString {
        indent = text
    } else {
        let width = try machine.integer(arguments.given(0), "width", default: 4)
        try machine.checkTextSize(max(width, 0))
        indent = String(repeating: " ", count: max(width, 0))
    }
    guard let text = value.asString else {
        if case .undefined(let missing) = value { throw JinjaError(.undefined, missing.message, name: missing.name) }
        throw JinjaError(.type, "unsupported operand type(s) for +=: '\(value.typeName)' and 'str'")
    }
    let lines = splitLines(text + "\n")
    try machine.checkTextSize(lines.count * indent.utf8.count)
    let keepsBlank = arguments.flag(2)
    var result = lines[0]
    for line in lines.dropFirst() { result += "\n" + (line.isEmpty && !keepsBlank ? line : indent + line) }
    if arguments.flag(1) { result = indent + result }
    return keepMarkup(value, result)
}

extension Machine {
    /// The argument of `strip` and its kin: a text, or nil for white space.
    func stripCharacters(_ value: Value?, _ method: String) throws(JinjaError) -> String? {
        guard let value, !value.isNone else { return nil }
        guard let text = value.asString else { throw JinjaError(.type, "\(method) arg must be None or str") }
        return text
    }

    /// Python's `str.center`.
    func centered(_ text: String, _ width: Int, fill: String = " ") throws(JinjaError) -> String {
        let length = text.unicodeScalars.count
        guard width > length else { return text }
        try checkTextSize(width)
        let margin = width - length
        // CPython puts the odd one to the left when the width is odd.
        let left = margin / 2 + (margin & width & 1)
        return String(repeating: fill, count: left) + text + String(repeating: fill, count: margin - left)
    }

    /// Python's `str.replace`.
    func replaced(_ text: String, _ old: String, _ new: String, count: Int = -1) throws(JinjaError) -> String {
        let growth = max(0, new.utf8.count - old.utf8.count)
        let most = old.isEmpty ? text.utf8.count + 1 : text.utf8.count / old.utf8.count
        let (extra, overflow) = growth.multipliedReportingOverflow(by: count >= 0 ? min(count, most) : most)
        if growth > 0, overflow || extra > 4096 { try charge(overflow ? Int.max : min(extra, Int.max / 2)) }
        return replaceText(text, old, with: new, count: count)
    }
}

/// Replaces occurrences of a text from the left; an empty one stands between all code points, as in Python.
func replaceText(_ text: String, _ old: String, with new: String, count: Int = -1) -> String {
    var left = count < 0 ? Int.max : count
    if old.isEmpty {
        var result = ""
        for scalar in text.unicodeScalars {
            if left > 0 { result += new }
            left -= 1
            result.unicodeScalars.append(scalar)
        }
        return left > 0 ? result + new : result
    }
    guard left > 0, var found = findText(old, in: text) else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var position = 0
    while true {
        result.append(contentsOf: bytes[position..<found])
        result.append(contentsOf: new.utf8)
        position = found + old.utf8.count
        left -= 1
        guard left > 0, let next = findText(old, in: text, from: position) else { break }
        found = next
    }
    result.append(contentsOf: bytes[position...])
    return String(decoding: result, as: UTF8.self)
}
