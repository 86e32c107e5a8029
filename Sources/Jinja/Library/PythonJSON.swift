import BigInt
import JSON

/// The options of Python's `json.dumps`.
struct JSONOptions {
    var sortsKeys = false
    /// Whether characters beyond ASCII are escaped.
    var isASCII = true
    /// What one level is indented by; nil for all on one line.
    var indent: String?
    var itemSeparator: String?
    var keySeparator = ": "
}

extension Machine {
    /// The `indent` argument: a number of spaces, a text, or none.
    func jsonIndent(_ value: Value?) throws(JinjaError) -> String? {
        guard let value, !value.isNone else { return nil }
        if let text = value.asString { return text }
        let width = max(0, try integer(value, "indent"))
        try checkTextSize(width)
        return String(repeating: " ", count: width)
    }

    /// What Python's `json.dumps` gives.
    func json(_ value: Value, _ options: JSONOptions) throws(JinjaError) -> String {
        let start = scratch.count
        defer { scratch.truncate(to: start) }
        try writeJSON(value, options, depth: 0)
        try charge(scratch.count - start)
        return scratch.string(from: start, to: scratch.count)
    }

    private func writeJSON(_ value: Value, _ options: JSONOptions, depth: Int) throws(JinjaError) {
        try checkDepth(depth)
        try step()
        switch value {
        case .none: scratch.append("null")
        case .bool(let flag): scratch.append(flag ? "true" : "false")
        case .string(let text), .markup(let text): writeJSONText(text, options)
        case .double(let number):
            scratch.append(
                number.isNaN
                    ? "NaN" : number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : JSONNumber.text(number))
        case .list(let list): try writeJSONItems(list.items, options, depth)
        case .tuple(let tuple): try writeJSONItems(tuple.items, options, depth)
        case .dict(let dict): try writeJSONDict(dict, options, depth)
        default:
            guard let number = value.asBigInt else {
                throw JinjaError(.type, "Object of type \(value.typeName) is not JSON serializable")
            }
            scratch.append(try integerText(number))
        }
    }

    private func writeJSONItems(_ items: ContiguousArray<Value>, _ options: JSONOptions, _ depth: Int)
        throws(JinjaError)
    {
        scratch.append("[")
        for (position, item) in items.enumerated() {
            separateJSON(position, options, depth)
            try writeJSON(item, options, depth: depth + 1)
        }
        closeJSON(items.isEmpty, "]", options, depth)
    }

    private func writeJSONDict(_ dict: Dict, _ options: JSONOptions, _ depth: Int) throws(JinjaError) {
        var members = Array(zip(dict.keys, dict.values))
        if options.sortsKeys {
            let order = try sorted(ContiguousArray(members.indices.map { .int($0) }), reverse: false) {
                index throws(JinjaError) in
                members[index.asInt!].0
            }
            members = order.map { members[$0.asInt!] }
        }
        scratch.append("{")
        for (position, (key, item)) in members.enumerated() {
            separateJSON(position, options, depth)
            switch key {
            case .string(let text), .markup(let text): writeJSONText(text, options)
            case .none, .bool, .int, .bigInt, .double:
                scratch.append("\"")
                try writeJSON(key, options, depth: depth + 1)
                scratch.append("\"")
            default:
                throw JinjaError(.type, "keys must be str, int, float, bool or None, not \(key.typeName)")
            }
            scratch.append(options.keySeparator)
            try writeJSON(item, options, depth: depth + 1)
        }
        closeJSON(members.isEmpty, "}", options, depth)
    }

    private func separateJSON(_ position: Int, _ options: JSONOptions, _ depth: Int) {
        if position > 0 { scratch.append(options.itemSeparator ?? (options.indent == nil ? ", " : ",")) }
        startJSONLine(options, depth + 1)
    }

    private func closeJSON(_ isEmpty: Bool, _ bracket: String, _ options: JSONOptions, _ depth: Int) {
        if !isEmpty { startJSONLine(options, depth) }
        scratch.append(bracket)
    }

    private func startJSONLine(_ options: JSONOptions, _ depth: Int) {
        guard let indent = options.indent else { return }
        scratch.append("\n")
        for _ in 0..<depth { scratch.append(indent) }
    }

    private func writeJSONText(_ text: String, _ options: JSONOptions) {
        // `ensure_ascii` escapes DEL too, since Python's encoder leaves alone what is printable only.
        guard options.isASCII, !text.utf8.allSatisfy({ $0 < 0x7F }) else { return JSONString.write(text, to: scratch) }
        scratch.append("\"")
        for scalar in text.unicodeScalars {
            if scalar.value < 0x7F {
                JSONString.writeContents(String(scalar), to: scratch)
            } else {
                for unit in UTF16.encode(scalar)! { scratch.append("\\u" + hexText(UInt32(unit), width: 4)) }
            }
        }
        scratch.append("\"")
    }
}
