extension Machine {
    /// Python's `str.format`, or that of safe text, which escapes what it takes in.
    ///
    /// - Parameters:
    ///   - receiver: the text whose method is called.
    ///   - mapping: looked up for names instead of the keywords (`format_map`).
    func formatBraces(
        _ receiver: Value, _ format: String, _ arguments: CallArguments, mapping: Value? = nil
    ) throws(JinjaError) -> String {
        let escapes = if case .markup = receiver { true } else { false }
        var counter = FieldCounter(escapes: escapes)
        return try formatBraces(format, arguments, mapping, &counter, depth: 0)
    }

    /// Which numbering of fields is in use: `{}` or `{0}`; they do not mix.
    private struct FieldCounter {
        /// Whether the fields' texts are escaped.
        let escapes: Bool
        var next = 0
        var isManual = false
    }

    private func formatBraces(
        _ format: String, _ arguments: CallArguments, _ mapping: Value?, _ counter: inout FieldCounter, depth: Int
    ) throws(JinjaError) -> String {
        guard depth < 2 else { throw JinjaError(.value, "Max string recursion exceeded") }
        var result = ""
        let scalars = Array(format.unicodeScalars)
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            if scalar == "{" || scalar == "}", index < scalars.count, scalars[index] == scalar {
                result.unicodeScalars.append(scalar)
                index += 1
                continue
            }
            if scalar == "}" { throw JinjaError(.value, "Single '}' encountered in format string") }
            guard scalar == "{" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            let start = index
            var open = 1
            while index < scalars.count, open > 0 {
                if scalars[index] == "{" { open += 1 }
                if scalars[index] == "}" { open -= 1 }
                index += 1
            }
            guard open == 0 else {
                throw JinjaError(
                    .value,
                    start == scalars.count
                        ? "Single '{' encountered in format string" : "expected '}' before end of string")
            }
            result += try formatField(scalars[start..<index - 1], arguments, mapping, &counter, depth: depth)
            try charge(result.utf8.count / 16)
        }
        return result
    }

    private func formatField(
        _ field: ArraySlice<Unicode.Scalar>, _ arguments: CallArguments, _ mapping: Value?,
        _ counter: inout FieldCounter, depth: Int
    ) throws(JinjaError) -> String {
        var brackets = 0
        var nameEnd = field.startIndex
        while nameEnd < field.endIndex {
            let scalar = field[nameEnd]
            if scalar == "[" { brackets += 1 }
            if scalar == "]" { brackets -= 1 }
            if brackets <= 0, scalar == ":" || scalar == "!" { break }
            nameEnd += 1
        }
        var value = try fieldValue(field[field.startIndex..<nameEnd], arguments, mapping, &counter)
        var rest = field[nameEnd...]
        if rest.first == "!" {
            rest.removeFirst()
            guard let conversion = rest.popFirst() else {
                throw JinjaError(.value, "end of string while looking for conversion specifier")
            }
            switch conversion {
            case "s": value = .string(try text(of: value))
            case "r": value = .string(try representation(of: value))
            case "a": value = .string(asciiText(try representation(of: value)))
            default: throw JinjaError(.value, "Unknown conversion specifier '\(conversion)'")
            }
            guard rest.isEmpty || rest.first == ":" else {
                throw JinjaError(.value, "expected ':' after conversion specifier")
            }
        }
        if rest.first == ":" { rest.removeFirst() }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: rest)
        var specification = String(view)
        if rest.contains("{") {
            specification = try formatBraces(specification, arguments, mapping, &counter, depth: depth + 1)
        }
        guard counter.escapes, depth == 0 else { return try self.format(value, specification) }
        if case .markup = value {
            guard specification.isEmpty else {
                throw JinjaError(.value, "Unsupported format specification for Markup.")
            }
            return try escapedText(value)
        }
        return try escapedText(.string(try self.format(value, specification)))
    }

    /// The value that a field's name leads to: `0`, `name`, `0.attribute`, `name[key]`.
    private func fieldValue(
        _ name: ArraySlice<Unicode.Scalar>, _ arguments: CallArguments, _ mapping: Value?, _ counter: inout FieldCounter
    ) throws(JinjaError) -> Value {
        func textOf(_ slice: ArraySlice<Unicode.Scalar>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: slice)
            return String(view)
        }
        var rest = name
        let firstEnd = rest.firstIndex { $0 == "." || $0 == "[" } ?? rest.endIndex
        let first = textOf(rest[..<firstEnd])
        rest = rest[firstEnd...]
        var value: Value
        if first.isEmpty || Int(first) != nil {
            if first.isEmpty {
                if counter.isManual {
                    throw JinjaError(
                        .value, "cannot switch from manual field specification to automatic field numbering")
                }
                counter.next += 1
            } else {
                if counter.next > 0 {
                    throw JinjaError(
                        .value, "cannot switch from automatic field numbering to manual field specification")
                }
                counter.isManual = true
            }
            let position = Int(first) ?? counter.next - 1
            guard mapping == nil, arguments.positional.indices.contains(position) else {
                throw JinjaError(.value, "Replacement index \(position) out of range for positional args tuple")
            }
            value = arguments.positional[position]
        } else if let mapping {
            value = try item(mapping, .string(first))
            if value.isUndefined { throw JinjaError(.value, "'\(first)'") }
        } else {
            guard let keyword = arguments.keywords.first(where: { $0.name == first }) else {
                throw JinjaError(.value, "'\(first)'")
            }
            value = keyword.value
        }
        while let mark = rest.popFirst() {
            if mark == "." {
                let end = rest.firstIndex { $0 == "." || $0 == "[" } ?? rest.endIndex
                let attribute = textOf(rest[..<end])
                guard !attribute.isEmpty else { throw JinjaError(.value, "Empty attribute in format string") }
                if case .undefined(let missing) = value {
                    throw JinjaError(.undefined, missing.message, name: missing.name)
                }
                guard let found = try ownAttribute(value, attribute) else {
                    throw JinjaError(.type, "'\(value.typeName)' object has no attribute '\(attribute)'")
                }
                value = found
                rest = rest[end...]
            } else {
                guard let end = rest.firstIndex(of: "]") else {
                    throw JinjaError(.value, "Missing ']' in format string")
                }
                let key = textOf(rest[..<end])
                guard !key.isEmpty else { throw JinjaError(.value, "Empty attribute in format string") }
                let found = try item(value, Int(key).map { .int($0) } ?? .string(key))
                if found.isUndefined { throw JinjaError(.value, "'\(key)'") }
                value = found
                rest = rest[(end + 1)...]
            }
        }
        return value
    }
}
