import Diagnostics

/// A method of `str`: the machine, the receiver, its text and the arguments.
typealias TextMethod = @Sendable (Machine, Value, String, CallArguments) throws(JinjaError) -> Value

/// The methods of Python's `str`.
let textMethods: [String: TextMethod] = {
    func plain(_ name: String, _ change: @escaping @Sendable (String) -> String) -> TextMethod {
        { _, receiver, text, arguments throws(JinjaError) in
            try noArguments(arguments, name)
            return keepMarkup(receiver, change(text))
        }
    }
    func question(_ name: String, _ answer: @escaping @Sendable (String) -> Bool) -> TextMethod {
        { _, _, text, arguments throws(JinjaError) in
            try noArguments(arguments, name)
            return .bool(answer(text))
        }
    }
    func all(_ name: String, _ holds: @escaping @Sendable (Unicode.Scalar) -> Bool) -> TextMethod {
        question(name) { !$0.isEmpty && $0.unicodeScalars.allSatisfy(holds) }
    }
    func strip(_ name: String, leading: Bool, trailing: Bool) -> TextMethod {
        { machine, receiver, text, arguments throws(JinjaError) in
            let characters = try machine.stripCharacters(
                try arguments.bound(to: ["chars"], function: name).given(0), name)
            return keepMarkup(receiver, stripped(text, leading: leading, trailing: trailing, of: characters))
        }
    }
    func affix(_ name: String, _ has: @escaping @Sendable (String, String) -> Bool) -> TextMethod {
        { machine, _, text, arguments throws(JinjaError) in
            let values = try arguments.bound(to: ["prefix", "start", "end"], required: 1, function: name)
            guard let part = try machine.range(of: text, values, 1) else { return .bool(false) }
            var candidates: ContiguousArray<Value> = [values[0]]
            if case .tuple(let tuple) = values[0] { candidates = tuple.items }
            for candidate in candidates {
                guard let affix = candidate.asString else {
                    throw JinjaError(
                        .type, "\(name) first arg must be str or a tuple of str, not \(candidate.typeName)")
                }
                if has(part.text, affix) { return .bool(true) }
            }
            return .bool(false)
        }
    }
    func pad(_ name: String, _ place: @escaping @Sendable (Machine, String, Int, String) throws(JinjaError) -> String)
        -> TextMethod
    {
        { machine, receiver, text, arguments throws(JinjaError) in
            let values = try arguments.bound(to: ["width", "fillchar"], required: 1, function: name)
            let width = try machine.integer(values[0], "width")
            var fill = values.given(1)?.asString ?? " "
            if case .markup = receiver, let given = values.given(1) { fill = try machine.escapedText(given) }
            guard fill.unicodeScalars.count == 1 else {
                throw JinjaError(.type, "The fill character must be exactly one character long")
            }
            guard width > text.unicodeScalars.count else { return receiver }
            try machine.checkTextSize(width)
            return keepMarkup(receiver, try place(machine, text, width, fill))
        }
    }
    func index(_ name: String, last: Bool) -> TextMethod {
        { machine, _, text, arguments throws(JinjaError) in
            guard let found = try machine.find(text, arguments, name, last: last) else {
                throw JinjaError(.value, "substring not found")
            }
            return .int(found)
        }
    }
    func remove(_ name: String, prefix: Bool) -> TextMethod {
        { machine, receiver, text, arguments throws(JinjaError) in
            let affix = try machine.textArgument(arguments, ["affix"], 0, name)
            guard !affix.isEmpty, prefix ? startsWith(text, affix) : endsWith(text, affix) else { return receiver }
            let bytes = text.utf8
            let kept = prefix ? bytes.dropFirst(affix.utf8.count) : bytes.dropLast(affix.utf8.count)
            return keepMarkup(receiver, String(Substring(kept)))
        }
    }
    return [
        "capitalize": plain("capitalize", capitalized), "casefold": plain("casefold", casefolded),
        "lower": plain("lower", lowercased), "upper": plain("upper", uppercased), "title": plain("title", titled),
        "swapcase": plain("swapcase") { text in
            text.unicodeScalars.map { scalar in
                scalar.properties.isUppercase
                    ? scalar.properties.lowercaseMapping
                    : scalar.properties.isLowercase ? scalar.properties.uppercaseMapping : String(scalar)
            }.joined()
        },
        "strip": strip("strip", leading: true, trailing: true),
        "lstrip": strip("lstrip", leading: true, trailing: false),
        "rstrip": strip("rstrip", leading: false, trailing: true),
        "startswith": affix("startswith", startsWith), "endswith": affix("endswith", endsWith),
        "removeprefix": remove("removeprefix", prefix: true), "removesuffix": remove("removesuffix", prefix: false),
        "center": pad("center") { machine, text, width, fill throws(JinjaError) in
            try machine.centered(text, width, fill: fill)
        },
        "ljust": pad("ljust") { _, text, width, fill throws(JinjaError) in
            text + String(repeating: fill, count: width - text.unicodeScalars.count)
        },
        "rjust": pad("rjust") { _, text, width, fill throws(JinjaError) in
            String(repeating: fill, count: width - text.unicodeScalars.count) + text
        },
        "zfill": { machine, receiver, text, arguments throws(JinjaError) in
            let width = try machine.integer(
                try arguments.bound(to: ["width"], required: 1, function: "zfill")[0], "width")
            let length = text.unicodeScalars.count
            guard width > length else { return receiver }
            let missing = width - length
            try machine.checkTextSize(missing)
            let hasSign = text.hasPrefix("+") || text.hasPrefix("-")
            let zeros = String(repeating: "0", count: missing)
            return keepMarkup(receiver, hasSign ? String(text.prefix(1)) + zeros + text.dropFirst() : zeros + text)
        },
        "split": { machine, receiver, text, arguments throws(JinjaError) in
            try machine.split(receiver, text, arguments, fromRight: false)
        },
        "rsplit": { machine, receiver, text, arguments throws(JinjaError) in
            try machine.split(receiver, text, arguments, fromRight: true)
        },
        "splitlines": { machine, receiver, text, arguments throws(JinjaError) in
            let keeps = try arguments.bound(to: ["keepends"], function: "splitlines").flag(0)
            return .list(ContiguousArray(splitLines(text, keepEnds: keeps).map { keepMarkup(receiver, $0) }))
        },
        "partition": { machine, receiver, text, arguments throws(JinjaError) in
            try machine.partition(receiver, text, arguments, fromRight: false)
        },
        "rpartition": { machine, receiver, text, arguments throws(JinjaError) in
            try machine.partition(receiver, text, arguments, fromRight: true)
        },
        "replace": { machine, receiver, text, arguments throws(JinjaError) in
            let names = ["old", "new", "count"]
            guard arguments.keywords.isEmpty else {
                throw JinjaError(.type, "str.replace() takes no keyword arguments")
            }
            let old = try machine.textArgument(arguments, names, 0, "replace", required: 2)
            var new = try machine.textArgument(arguments, names, 1, "replace", required: 2)
            if case .markup = receiver { new = try machine.escapedText(arguments.positional[1]) }
            let count = try machine.integer(
                try arguments.bound(to: names, function: "replace").given(2), "count", default: -1)
            return keepMarkup(receiver, try machine.replaced(text, old, new, count: count))
        },
        "join": { machine, receiver, text, arguments throws(JinjaError) in
            let value = try arguments.bound(to: ["iterable"], required: 1, function: "join")[0]
            var parts: [String] = []
            var size = 0
            let isSafe = if case .markup = receiver { true } else { false }
            for (position, item) in try machine.iterate(value).enumerated() {
                // Safe text takes anything in and escapes it.
                guard let part = isSafe ? try machine.escapedText(item) : item.asString else {
                    throw JinjaError(.type, "sequence item \(position): expected str instance, \(item.typeName) found")
                }
                parts.append(part)
                size += part.utf8.count + text.utf8.count
                if size > machine.memoryLimit { try machine.charge(Int.max) }
            }
            try machine.charge(size)
            return keepMarkup(receiver, parts.joined(separator: text))
        },
        "find": { machine, _, text, arguments throws(JinjaError) in
            .int(try machine.find(text, arguments, "find", last: false) ?? -1)
        },
        "rfind": { machine, _, text, arguments throws(JinjaError) in
            .int(try machine.find(text, arguments, "rfind", last: true) ?? -1)
        },
        "index": index("index", last: false), "rindex": index("rindex", last: true),
        "count": { machine, _, text, arguments throws(JinjaError) in
            let names = ["sub", "start", "end"]
            let needle = try machine.textArgument(arguments, names, 0, "count")
            guard let part = try machine.range(of: text, try arguments.bound(to: names, function: "count"), 1) else {
                return .int(0)
            }
            return .int(needle.isEmpty ? part.text.unicodeScalars.count + 1 : occurrences(of: needle, in: part.text))
        },
        "expandtabs": { machine, receiver, text, arguments throws(JinjaError) in
            let size = try machine.integer(
                try arguments.bound(to: ["tabsize"], function: "expandtabs").given(0), "tabsize", default: 8)
            try machine.checkTextSize(
                max(size, 0).multipliedReportingOverflow(by: occurrences(of: "\t", in: text)).partialValue.magnitude
                    > UInt(Int.max / 2) ? Int.max : max(size, 0) * occurrences(of: "\t", in: text))
            var result = ""
            var column = 0
            for scalar in text.unicodeScalars {
                if scalar == "\t" {
                    let width = size > 0 ? size - column % size : 0
                    result += String(repeating: " ", count: width)
                    column += width
                } else {
                    result.unicodeScalars.append(scalar)
                    column = scalar == "\n" || scalar == "\r" ? 0 : column + 1
                }
            }
            return keepMarkup(receiver, result)
        },
        "format": { machine, receiver, text, arguments throws(JinjaError) in
            keepMarkup(receiver, try machine.formatBraces(receiver, text, arguments))
        },
        "format_map": { machine, receiver, text, arguments throws(JinjaError) in
            let mapping = try arguments.bound(to: ["mapping"], required: 1, function: "format_map")[0]
            return keepMarkup(receiver, try machine.formatBraces(receiver, text, CallArguments(), mapping: mapping))
        },
        "isalpha": all("isalpha", isAlphabetic), "isalnum": all("isalnum", isAlphanumeric),
        "isdecimal": all("isdecimal") { $0.properties.generalCategory == .decimalNumber },
        "isdigit": all("isdigit") { $0.properties.numericType == .decimal || $0.properties.numericType == .digit },
        "isnumeric": all("isnumeric") { $0.properties.numericType != nil }, "isspace": all("isspace", isPythonSpace),
        "isascii": question("isascii") { $0.utf8.allSatisfy { $0 < 0x80 } },
        "isprintable": question("isprintable") { $0.unicodeScalars.allSatisfy(isPrintable) },
        "islower": question("islower") { hasCase($0, upper: false) },
        "isupper": question("isupper") { hasCase($0, upper: true) },
        "istitle": question("istitle", isTitle),
        "isidentifier": question("isidentifier") { text in
            guard let first = text.unicodeScalars.first else { return false }
            return (first == "_" || first.properties.isXIDStart)
                && text.unicodeScalars.dropFirst().allSatisfy(\.properties.isXIDContinue)
        },
    ]
}()

private func noArguments(_ arguments: CallArguments, _ name: String) throws(JinjaError) {
    let count = arguments.positional.count + arguments.keywords.count
    guard count == 0 else { throw JinjaError(.type, "str.\(name)() takes no arguments (\(count) given)") }
}

private func isAlphabetic(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
}

private func isTitle(_ text: String) -> Bool {
    var afterCased = false
    var found = false
    for scalar in text.unicodeScalars {
        let properties = scalar.properties
        if properties.isUppercase || properties.generalCategory == .titlecaseLetter {
            if afterCased { return false }
            (afterCased, found) = (true, true)
        } else if properties.isLowercase {
            if !afterCased { return false }
            found = true
        } else {
            afterCased = false
        }
    }
    return found
}

func startsWith(_ text: String, _ prefix: String) -> Bool { text.utf8.starts(with: prefix.utf8) }

func endsWith(_ text: String, _ suffix: String) -> Bool {
    text.utf8.count >= suffix.utf8.count && text.utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
}

extension Machine {
    fileprivate func textArgument(
        _ arguments: CallArguments, _ names: [String], _ position: Int, _ method: String, required: Int = 1
    ) throws(JinjaError) -> String {
        let value = try arguments.bound(to: names, required: required, function: method)[position]
        guard let text = value.asString else {
            throw JinjaError(.type, "\(method)() argument \(position + 1) must be str, not \(value.typeName)")
        }
        return text
    }

    /// The part of a text between two optional code point bounds, and where it starts; nil if they cross.
    fileprivate func range(
        of text: String, _ values: ContiguousArray<Value>, _ first: Int
    ) throws(JinjaError) -> (text: String, start: Int)? {
        func bound(_ position: Int) -> Value? { values.given(position).flatMap { $0.isNone ? nil : $0 } }
        guard bound(first) != nil || bound(first + 1) != nil else { return (text, 0) }
        let scalars = text.unicodeScalars
        let count = scalars.count
        func clamped(_ position: Int, _ fallback: Int) throws(JinjaError) -> Int {
            let index = try integer(bound(position), "index", default: fallback)
            return index < 0 ? max(index + count, 0) : index
        }
        let start = try clamped(first, 0)
        let end = min(try clamped(first + 1, count), count)
        guard start <= end else { return nil }
        return (String(scalars.dropFirst(start).prefix(end - start)), start)
    }

    fileprivate func find(
        _ text: String, _ arguments: CallArguments, _ method: String, last: Bool
    ) throws(JinjaError) -> Int? {
        let names = ["sub", "start", "end"]
        let needle = try textArgument(arguments, names, 0, method)
        guard let part = try range(of: text, try arguments.bound(to: names, function: method), 1) else { return nil }
        guard var offset = findText(needle, in: part.text) else { return nil }
        if last {
            if needle.isEmpty { return part.start + part.text.unicodeScalars.count }
            while let next = findText(needle, in: part.text, from: offset + 1) { offset = next }
        }
        // Byte offset to code points.
        return part.start + part.text.utf8.prefix(offset).codePointCount
    }

    fileprivate func split(
        _ receiver: Value, _ text: String, _ arguments: CallArguments, fromRight: Bool
    ) throws(JinjaError) -> Value {
        let name = fromRight ? "rsplit" : "split"
        let values = try arguments.bound(to: ["sep", "maxsplit"], function: name)
        let limit = try integer(values.given(1), "maxsplit", default: -1)
        try charge(text.utf8.count * 2)
        var parts: [String]
        if let separator = values.given(0), !separator.isNone {
            guard let mark = separator.asString else {
                throw JinjaError(.type, "must be str or None, not \(separator.typeName)")
            }
            guard !mark.isEmpty else { throw JinjaError(.value, "empty separator") }
            // From the right, the texts are turned around: where the mark overlaps itself, the last occurrence counts.
            parts =
                fromRight ? splitText(reversed(text), reversed(mark)).map(reversed).reversed() : splitText(text, mark)
            if limit >= 0, parts.count - 1 > limit {
                if fromRight {
                    let rest = parts.prefix(parts.count - limit).joined(separator: mark)
                    parts = [rest] + parts.suffix(limit)
                } else {
                    parts = Array(parts.prefix(limit)) + [parts.dropFirst(limit).joined(separator: mark)]
                }
            }
        } else if fromRight, limit >= 0 {
            parts = splitWords(reversed(text), limit: limit).map(reversed).reversed()
        } else {
            parts = splitWords(text, limit: limit)
        }
        return .list(ContiguousArray(parts.map { keepMarkup(receiver, $0) }))
    }

    private func reversed(_ text: String) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text.unicodeScalars.reversed())
        return String(view)
    }

    private func splitText(_ text: String, _ mark: String) -> [String] {
        var parts: [String] = []
        let bytes = text.utf8
        var start = 0
        func part(to end: Int) -> String { String(Substring(bytes.dropFirst(start).prefix(end - start))) }
        while let found = findText(mark, in: text, from: start) {
            parts.append(part(to: found))
            start = found + mark.utf8.count
        }
        parts.append(part(to: bytes.count))
        return parts
    }

    fileprivate func partition(
        _ receiver: Value, _ text: String, _ arguments: CallArguments, fromRight: Bool
    ) throws(JinjaError) -> Value {
        let mark = try textArgument(arguments, ["sep"], 0, fromRight ? "rpartition" : "partition")
        guard !mark.isEmpty else { throw JinjaError(.value, "empty separator") }
        let parts =
            fromRight ? splitText(reversed(text), reversed(mark)).map(reversed).reversed() : splitText(text, mark)
        let result: [String]
        if parts.count == 1 {
            result = fromRight ? ["", "", text] : [text, "", ""]
        } else if fromRight {
            result = [parts.dropLast().joined(separator: mark), mark, parts[parts.count - 1]]
        } else {
            result = [parts[0], mark, parts.dropFirst().joined(separator: mark)]
        }
        return .tuple(ContiguousArray(result.map { keepMarkup(receiver, $0) }))
    }
}
