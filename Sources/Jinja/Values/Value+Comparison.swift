import BigInt

/// Nested values are compared, printed and copied down to this depth; beyond it stands a cycle or a hostile value.
let nestingLimit = 1000

/// Python's `==`.
func isEqual(_ a: Value, _ b: Value, depth: Int = 0) throws(JinjaError) -> Bool {
    switch (a, b) {
    case (.string(let x), .string(let y)), (.markup(let x), .markup(let y)), (.string(let x), .markup(let y)),
        (.markup(let x), .string(let y)):
        return sameText(x, y)
    case (.int(let x), .int(let y)): return x == y
    case (.bool(let x), .bool(let y)): return x == y
    case (.none, .none), (.undefined, .undefined): return true
    case (.list(let x), .list(let y)): return x === y ? true : try areEqual(x.items, y.items, depth)
    case (.tuple(let x), .tuple(let y)): return try areEqual(x.items, y.items, depth)
    case (.dict(let x), .dict(let y)):
        guard x.count == y.count else { return false }
        try checkDepth(depth)
        for (key, value) in zip(x.keys, x.values) {
            guard let other = try y.value(key), try isEqual(value, other, depth: depth + 1) else { return false }
        }
        return true
    case (.object(let x), .object(let y)):
        if x === y { return true }
        if let x = x as? RangeObject, let y = y as? RangeObject { return x.isSame(as: y) }
        if let x = x as? DictView, let y = y as? DictView, x.isSetLike, y.isSetLike {
            return x.size == y.size ? try y.containsAll(of: x) : false
        }
        return false
    default:
        return try numericOrder(a, b) == 0
    }
}

private func areEqual(
    _ x: ContiguousArray<Value>, _ y: ContiguousArray<Value>, _ depth: Int
) throws(JinjaError) -> Bool {
    guard x.count == y.count else { return false }
    try checkDepth(depth)
    for (p, q) in zip(x, y) {
        guard try isEqual(p, q, depth: depth + 1) else { return false }
    }
    return true
}

func checkDepth(_ depth: Int) throws(JinjaError) {
    if depth > nestingLimit {
        throw JinjaError(.recursionLimit, "a value is nested deeper than \(nestingLimit) levels")
    }
}

/// -1, 0 or 1 for two numbers, exactly; nil if either is no number or not a number at all.
private func numericOrder(_ a: Value, _ b: Value) throws(JinjaError) -> Int? {
    if let x = a.asInt, let y = b.asInt { return x < y ? -1 : x == y ? 0 : 1 }
    if let x = a.asBigInt, let y = b.asBigInt { return x < y ? -1 : x == y ? 0 : 1 }
    guard let x = a.asDouble, let y = b.asDouble, !x.isNaN, !y.isNaN else { return nil }
    // One is a float: compare exactly where the float is a whole number beyond what doubles keep apart.
    if case .double = a, case .double = b { return x < y ? -1 : x == y ? 0 : 1 }
    if x != y || abs(x) < 0x1p53 || x.isInfinite { return x < y ? -1 : x == y ? 0 : 1 }
    let p = a.asBigInt ?? BigInt(x)
    let q = b.asBigInt ?? BigInt(y)
    return p < q ? -1 : p == q ? 0 : 1
}

/// Python's `<`, `<=`, `>` and `>=`.
enum OrderComparison: String {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    func holds(_ order: Int) -> Bool {
        switch self {
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        case .greaterOrEqual: order >= 0
        }
    }
}

func compare(_ a: Value, _ b: Value, _ comparison: OrderComparison, depth: Int = 0) throws(JinjaError) -> Bool {
    if a.asDouble != nil, b.asDouble != nil {
        guard let order = try numericOrder(a, b) else { return false }
        return comparison.holds(order)
    }
    if let x = a.asString, let y = b.asString {
        return comparison.holds(textOrder(x, y))
    }
    switch (a, b) {
    case (.list(let x), .list(let y)): return try compareItems(x.items, y.items, comparison, depth)
    case (.tuple(let x), .tuple(let y)): return try compareItems(x.items, y.items, comparison, depth)
    case (.object(let x as DictView), .object(let y as DictView)) where x.isSetLike && y.isSetLike:
        return try compareSets(x, y, comparison)
    case (.undefined(let missing), _), (_, .undefined(let missing)):
        throw JinjaError(.undefined, missing.message, name: missing.name)
    default:
        throw JinjaError(
            .type, "'\(comparison.rawValue)' not supported between instances of '\(a.typeName)' and '\(b.typeName)'")
    }
}

/// Views of a dictionary's keys or items are ordered as sets are: less is a proper part.
private func compareSets(_ x: DictView, _ y: DictView, _ comparison: OrderComparison) throws(JinjaError) -> Bool {
    switch comparison {
    case .less: x.size < y.size ? try y.containsAll(of: x) : false
    case .lessOrEqual: x.size <= y.size ? try y.containsAll(of: x) : false
    case .greater: x.size > y.size ? try x.containsAll(of: y) : false
    case .greaterOrEqual: x.size >= y.size ? try x.containsAll(of: y) : false
    }
}

private func compareItems(
    _ x: ContiguousArray<Value>, _ y: ContiguousArray<Value>, _ comparison: OrderComparison, _ depth: Int
) throws(JinjaError) -> Bool {
    try checkDepth(depth)
    for (p, q) in zip(x, y) where try !isEqual(p, q, depth: depth + 1) {
        return try compare(p, q, comparison, depth: depth + 1)
    }
    return comparison.holds(x.count < y.count ? -1 : x.count == y.count ? 0 : 1)
}

/// -1, 0 or 1 by code points, which for UTF-8 is the order of the bytes.
func textOrder(_ a: String, _ b: String) -> Int {
    for (x, y) in zip(a.utf8, b.utf8) where x != y {
        return x < y ? -1 : 1
    }
    return a.utf8.count < b.utf8.count ? -1 : a.utf8.count == b.utf8.count ? 0 : 1
}

/// Python's `in`.
func contains(_ container: Value, _ item: Value, _ machine: Machine) throws(JinjaError) -> Bool {
    switch container {
    case .string(let text), .markup(let text):
        guard let needle = item.asString else {
            if case .undefined(let missing) = item {
                let isStrict = machine.isStrict(missing)
                throw JinjaError(
                    isStrict ? .undefined : .type,
                    isStrict ? missing.message : "'in <string>' requires string as left operand, not Undefined")
            }
            throw JinjaError(.type, "'in <string>' requires string as left operand, not \(item.typeName)")
        }
        return needle.isEmpty || findText(needle, in: text) != nil
    case .dict(let dict): return try dict.value(item) != nil
    case .object(let object as RangeObject):
        return try object.position(of: item) != nil
    default:
        for candidate in try machine.iterate(container) where try isEqual(candidate, item) {
            return true
        }
        return false
    }
}

/// The byte offset of the first occurrence of a text in another, from a byte offset on.
func findText(_ needle: String, in text: String, from start: Int = 0) -> Int? {
    var needle = needle
    var text = text
    return needle.withUTF8 { needle in
        text.withUTF8 { text in
            guard start + needle.count <= text.count else { return nil }
            guard let first = needle.first else { return start }
            for position in start...(text.count - needle.count) where text[position] == first {
                var length = 1
                while length < needle.count, text[position + length] == needle[length] { length += 1 }
                if length == needle.count { return position }
            }
            return nil
        }
    }
}
