import JSON

/// A Python dictionary: keys of any hashable kind, in the order of their first insertion.
package final class Dict {
    @exclusivity(unchecked) private(set) var keys: ContiguousArray<Value>
    @exclusivity(unchecked) private(set) var values: ContiguousArray<Value>
    /// Positions by key; kept only beyond a size up to which a plain search is faster.
    @exclusivity(unchecked) private var index: [HashedKey: Int]?

    private static let searchLimit = 8

    package init() {
        keys = []
        values = []
    }

    /// Keys that occur twice keep their first place and take the last value.
    init(_ pairs: some Sequence<(Value, Value)>) throws(JinjaError) {
        keys = []
        values = []
        for (key, value) in pairs {
            try set(key, to: value)
        }
    }

    init(copying other: Dict) {
        keys = other.keys
        values = other.values
        index = other.index
    }

    deinit { releaseNested(takeAll()) }

    var count: Int { keys.count }

    /// Looks a text key up; text is always hashable.
    package func value(_ key: String) -> Value? { position(of: .string(key)).map { values[$0] } }

    func value(_ key: Value) throws(JinjaError) -> Value? {
        try requireHashable(key)
        return position(of: key).map { values[$0] }
    }

    func set(_ key: Value, to value: Value) throws(JinjaError) {
        try requireHashable(key)
        setHashable(key, to: value)
    }

    package func set(_ key: String, to value: Value) { setHashable(.string(key), to: value) }

    private func setHashable(_ key: Value, to value: Value) {
        if let position = position(of: key) {
            values[position] = value
            return
        }
        index?[HashedKey(key)] = keys.count
        keys.append(key)
        values.append(value)
        if index == nil, keys.count > Self.searchLimit {
            buildIndex()
        }
    }

    func remove(_ key: Value) throws(JinjaError) -> Value? {
        try requireHashable(key)
        guard let position = position(of: key) else { return nil }
        keys.remove(at: position)
        let value = values.remove(at: position)
        if index != nil { buildIndex() }
        return value
    }

    func removeAll() { _ = takeAll() }

    /// Empties the dictionary; returns what it held.
    func takeAll() -> ContiguousArray<Value> {
        index = nil
        var result = taken(&values)
        var names = taken(&keys)
        // Most keys are texts, which hold nothing; tuples and objects may.
        while let key = names.popLast() {
            if case .string = key { continue }
            result.append(key)
        }
        return result
    }

    private func buildIndex() {
        var built: [HashedKey: Int] = [:]
        built.reserveCapacity(keys.count * 2)
        for (position, key) in keys.enumerated() {
            built[HashedKey(key)] = position
        }
        index = built
    }

    private func position(of key: Value) -> Int? {
        if let index { return index[HashedKey(key)] }
        if case .string(let text) = key {
            for (position, candidate) in keys.enumerated() {
                if case .string(let other) = candidate, sameText(text, other) { return position }
            }
            // Text that is marked safe equals plain text.
        }
        return keys.firstIndex { HashedKey($0) == HashedKey(key) }
    }
}

/// Fails for values that Python does not take as keys.
func requireHashable(_ key: Value, depth: Int = 0) throws(JinjaError) {
    switch key {
    case .list, .dict: throw JinjaError(.type, "unhashable type: '\(key.typeName)'")
    case .tuple(let tuple):
        try checkDepth(depth)
        for item in tuple.items { try requireHashable(item, depth: depth + 1) }
    default: return
    }
}

/// A value as a dictionary key: equal by Python's `==`, so that 1, 1.0 and True are one key.
struct HashedKey: Hashable {
    let value: Value

    init(_ value: Value) { self.value = value }

    static func == (a: HashedKey, b: HashedKey) -> Bool {
        switch (a.value, b.value) {
        case (.string(let x), .string(let y)): sameText(x, y)
        case (.none, .none): true
        case (.undefined, .undefined): true
        case (.object(let x), .object(let y)): x === y
        case (.tuple(let x), .tuple(let y)):
            x.items.count == y.items.count && zip(x.items, y.items).allSatisfy { HashedKey($0) == HashedKey($1) }
        default: (try? isEqual(a.value, b.value)) ?? false
        }
    }

    func hash(into hasher: inout Hasher) {
        switch value {
        case .bool(let flag): hasher.combine(flag ? 1 : 0)
        case .int(let number): hasher.combine(number)
        case .double(let number):
            if let whole = Int(exactly: number) { hasher.combine(whole) } else { hasher.combine(number) }
        case .bigInt(let number): hasher.combine(Double(nearest: number.value))
        case .string(let text), .markup(let text):
            var text = text
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        case .tuple(let tuple): for item in tuple.items { HashedKey(item).hash(into: &hasher) }
        case .object(let object): hasher.combine(ObjectIdentifier(object))
        default: hasher.combine(0)
        }
    }
}

/// Whether two texts have the same bytes. Swift's `==` takes composed and decomposed forms for equal; Python does not.
@inline(__always)
func sameText(_ a: String, _ b: String) -> Bool {
    let count = a.utf8.count
    guard count == b.utf8.count else { return false }
    // Texts of these systems are contiguous; the other way is for those that bridge.
    let isSame = a.utf8.withContiguousStorageIfAvailable { a in
        b.utf8.withContiguousStorageIfAvailable { b in
            count == 0 || sameBytes(UnsafeRawPointer(a.baseAddress!), UnsafeRawPointer(b.baseAddress!), count)
        }
    }
    return isSame.flatMap { $0 } ?? a.utf8.elementsEqual(b.utf8)
}
