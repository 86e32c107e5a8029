import JSON

extension Machine {
    /// What Python's `pprint.pformat` gives: one line where 80 columns suffice, else an item a line; keys sorted.
    func prettyText(of value: Value) throws(JinjaError) -> String {
        try pretty(value, indent: 0, allowance: 0, depth: 0)
    }

    private static let prettyWidth = 80

    private func pretty(_ value: Value, indent: Int, allowance: Int, depth: Int) throws(JinjaError) -> String {
        try checkDepth(depth)
        let value = try sortedKeys(value, depth: depth)
        let flat = try representation(of: value)
        if flat.unicodeScalars.count <= Self.prettyWidth - indent - allowance { return flat }
        switch value {
        case .list(let list):
            return try prettyItems(list.items, "[", "]", indent: indent, allowance: allowance, depth: depth)
        case .tuple(let tuple):
            return try prettyItems(
                tuple.items, "(", tuple.items.count == 1 ? ",)" : ")", indent: indent, allowance: allowance,
                depth: depth)
        case .dict(let dict) where dict.count > 0:
            var lines: [String] = []
            for (position, (key, item)) in zip(dict.keys, dict.values).enumerated() {
                let name = try representation(of: key) + ": "
                let isLast = position == dict.count - 1
                lines.append(
                    name
                        + (try pretty(
                            item, indent: indent + 1 + name.unicodeScalars.count, allowance: isLast ? allowance + 1 : 1,
                            depth: depth + 1)))
            }
            return "{" + lines.joined(separator: ",\n" + String(repeating: " ", count: indent + 1)) + "}"
        case .string(let text):
            return try prettyString(text, indent: indent, allowance: allowance, isOutermost: depth == 0)
        default: return flat
        }
    }

    private func prettyItems(
        _ items: ContiguousArray<Value>, _ open: String, _ close: String, indent: Int, allowance: Int, depth: Int
    ) throws(JinjaError) -> String {
        var lines: [String] = []
        for (position, item) in items.enumerated() {
            let isLast = position == items.count - 1
            lines.append(
                try pretty(item, indent: indent + 1, allowance: isLast ? allowance + close.count : 1, depth: depth + 1))
        }
        return open + lines.joined(separator: ",\n" + String(repeating: " ", count: indent + 1)) + close
    }

    /// A long text as adjacent literals, cut at white space.
    private func prettyString(
        _ text: String, indent: Int, allowance: Int, isOutermost: Bool
    ) throws(JinjaError) -> String {
        let indent = isOutermost ? indent + 1 : indent
        let allowance = isOutermost ? allowance + 1 : allowance
        let width = Self.prettyWidth - indent
        var parts: [String] = []
        let lines = splitLines(text, keepEnds: true)
        for (number, line) in lines.enumerated() {
            let isLastLine = number == lines.count - 1
            let whole = try representation(of: .string(line))
            if whole.unicodeScalars.count <= width - (isLastLine ? allowance : 0) {
                parts.append(whole)
                continue
            }
            var current = ""
            let words = wordsWithSpace(line)
            for (position, word) in words.enumerated() {
                let isLast = isLastLine && position == words.count - 1
                let candidate = current + word
                if try representation(of: .string(candidate)).unicodeScalars.count > width - (isLast ? allowance : 0) {
                    if !current.isEmpty { parts.append(try representation(of: .string(current))) }
                    current = word
                } else {
                    current = candidate
                }
            }
            if !current.isEmpty { parts.append(try representation(of: .string(current))) }
        }
        if parts.count == 1 { return parts[0] }
        let joined = parts.joined(separator: "\n" + String(repeating: " ", count: indent))
        return isOutermost ? "(" + joined + ")" : joined
    }

    /// Words together with the white space behind them.
    private func wordsWithSpace(_ line: String) -> [String] {
        var words: [String] = []
        var afterSpace = true
        for scalar in line.unicodeScalars {
            let isSpace = isPythonSpace(scalar)
            if words.isEmpty
                || (afterSpace && !isSpace && !words.isEmpty
                    && words[words.count - 1].unicodeScalars.last.map(isPythonSpace) == true)
            {
                words.append("")
            }
            words[words.count - 1].unicodeScalars.append(scalar)
            afterSpace = isSpace
        }
        return words
    }

    private func sortedKeys(_ value: Value, depth: Int) throws(JinjaError) -> Value {
        try checkDepth(depth)
        switch value {
        case .dict(let dict):
            let order = try? sorted(ContiguousArray(dict.keys.indices.map { .int($0) }), reverse: false) {
                index throws(JinjaError) in
                dict.keys[index.asInt!]
            }
            let result = Dict()
            for position in order?.map({ $0.asInt! }) ?? Array(dict.keys.indices) {
                try result.set(dict.keys[position], to: try sortedKeys(dict.values[position], depth: depth + 1))
            }
            return .dict(result)
        case .list(let list):
            var items = ContiguousArray<Value>()
            for item in list.items { items.append(try sortedKeys(item, depth: depth + 1)) }
            return .list(items)
        default: return value
        }
    }
}
