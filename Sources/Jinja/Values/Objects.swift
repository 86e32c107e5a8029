/// The result of `range()`.
final class RangeObject: Object {
    let start: Int
    let stop: Int
    let step: Int
    private let size: Int

    init(start: Int, stop: Int, step: Int) {
        (self.start, self.stop, self.step) = (start, stop, step)
        // As unsigned distances, so that extremes do not overflow.
        let distance =
            step > 0
            ? (stop > start ? UInt(bitPattern: stop &- start) : 0)
            : (start > stop ? UInt(bitPattern: start &- stop) : 0)
        size = distance == 0 ? 0 : Int(clamping: (distance - 1) / step.magnitude + 1)
    }

    override var typeName: String { "range" }
    override var text: String { step == 1 ? "range(\(start), \(stop))" : "range(\(start), \(stop), \(step))" }
    override var isTrue: Bool { size > 0 }
    override var count: Int? { size }

    subscript(position: Int) -> Value { .int(start &+ position &* step) }

    override func item(_ key: Value) throws(JinjaError) -> Value? {
        guard let index = key.asInt else { return nil }
        let position = index < 0 ? index + size : index
        return position >= 0 && position < size ? self[position] : nil
    }

    override func items() throws(JinjaError) -> ContiguousArray<Value>? {
        var result = ContiguousArray<Value>()
        result.reserveCapacity(size)
        for position in 0..<size { result.append(self[position]) }
        return result
    }

    override func attribute(_ name: String, _ machine: Machine) throws(JinjaError) -> Value? {
        switch name {
        case "start": .int(start)
        case "stop": .int(stop)
        case "step": .int(step)
        case _ where Methods.range.contains(name): .object(BoundMethod(.object(self), name))
        default: nil
        }
    }

    /// Where a number stands in the range, or nil.
    func position(of value: Value) throws(JinjaError) -> Int? {
        var number = value
        if case .double(let double) = value, let whole = Int(exactly: double) { number = .int(whole) }
        guard let whole = number.asInt, size > 0 else { return nil }
        let last = start + (size - 1) * step
        guard whole >= min(start, last), whole <= max(start, last) else { return nil }
        let (quotient, remainder) = (whole - start).quotientAndRemainder(dividingBy: step)
        return remainder == 0 ? quotient : nil
    }

    func isSame(as other: RangeObject) -> Bool {
        size == other.size && (size == 0 || start == other.start && (size == 1 || step == other.step))
    }
}

/// `dict.keys()`, `dict.values()` and `dict.items()`: live views.
final class DictView: Object {
    enum Part: String {
        case keys = "dict_keys"
        case values = "dict_values"
        case items = "dict_items"
    }

    private(set) var dict: Dict
    private let part: Part

    init(_ dict: Dict, _ part: Part) { (self.dict, self.part) = (dict, part) }

    override var typeName: String { part.rawValue }
    override var isTrue: Bool { dict.count > 0 }
    override var count: Int? { dict.count }
    var size: Int { dict.count }
    /// Keys and items compare as sets do; values have no equality.
    var isSetLike: Bool { part != .values }

    func contains(_ value: Value) throws(JinjaError) -> Bool {
        switch part {
        case .keys: return try dict.value(value) != nil
        case .items:
            guard case .tuple(let pair) = value, pair.items.count == 2, let found = try dict.value(pair.items[0]) else {
                return false
            }
            return try isEqual(found, pair.items[1])
        case .values:
            for item in dict.values where try isEqual(item, value) { return true }
            return false
        }
    }

    func containsAll(of other: DictView) throws(JinjaError) -> Bool {
        for value in other.all where try !contains(value) { return false }
        return true
    }

    override func takeNested() -> ContiguousArray<Value> {
        defer { dict = Dict() }
        return [.dict(dict)]
    }

    deinit { releaseNested(takeNested()) }

    override func items() throws(JinjaError) -> ContiguousArray<Value>? { all }

    var all: ContiguousArray<Value> {
        switch part {
        case .keys: dict.keys
        case .values: dict.values
        case .items: ContiguousArray(zip(dict.keys, dict.values).map { .tuple([$0, $1]) })
        }
    }
}

/// `namespace()`: attributes that templates may set.
final class Namespace: Object {
    let attributes: Dict

    init(_ attributes: Dict) { self.attributes = attributes }

    override var typeName: String { "Namespace" }

    override func attribute(_ name: String, _ machine: Machine) throws(JinjaError) -> Value? { attributes.value(name) }

    override func takeNested() -> ContiguousArray<Value> { attributes.takeAll() }

    deinit { releaseNested(takeNested()) }
}

/// `cycler()`.
final class Cycler: Object {
    private var choices: ContiguousArray<Value>
    private var position = 0

    init(_ choices: ContiguousArray<Value>) { self.choices = choices }

    override func takeNested() -> ContiguousArray<Value> { taken(&choices) }

    deinit { releaseNested(takeNested()) }

    override var typeName: String { "Cycler" }

    override func attribute(_ name: String, _ machine: Machine) throws(JinjaError) -> Value? {
        switch name {
        case "current": choices[position]
        case "pos": .int(position)
        case "items": .tuple(choices)
        case "next":
            .object(
                NativeFunction("next", of: self) { [unowned self] _, _ throws(JinjaError) in
                    defer { position = (position + 1) % choices.count }
                    return choices[position]
                })
        case "reset":
            .object(
                NativeFunction("reset", of: self) { [unowned self] _, _ throws(JinjaError) in
                    position = 0
                    return .none
                })
        default: nil
        }
    }
}

/// `joiner()`: nothing at the first call, its separator at every other.
final class Joiner: Object {
    private var separator: Value
    private var wasUsed = false

    init(_ separator: Value) { self.separator = separator }

    override func takeNested() -> ContiguousArray<Value> {
        defer { separator = .none }
        return [separator]
    }

    deinit { releaseNested(takeNested()) }

    override var typeName: String { "Joiner" }
    override var isCallable: Bool { true }

    override func call(_ arguments: CallArguments, _ machine: Machine) throws(JinjaError) -> Value {
        defer { wasUsed = true }
        return wasUsed ? separator : .string("")
    }
}

/// A function of the host.
final class NativeFunction: Object {
    typealias Body = (CallArguments, Machine) throws(JinjaError) -> Value

    let name: String
    /// What a method belongs to. The body does not hold it, so that it is found when values are taken apart.
    private var receiver: Object?
    private let body: Body

    init(_ name: String, of receiver: Object? = nil, _ body: @escaping Body) {
        (self.name, self.receiver, self.body) = (name, receiver, body)
    }

    override func takeNested() -> ContiguousArray<Value> {
        guard let object = receiver else { return [] }
        receiver = nil
        return [.object(object)]
    }

    deinit { releaseNested(takeNested()) }

    override var typeName: String { "function" }
    override var text: String { "<function \(name)>" }
    override var isCallable: Bool { true }

    override func call(_ arguments: CallArguments, _ machine: Machine) throws(JinjaError) -> Value {
        try body(arguments, machine)
    }
}

/// The arguments of one call, stars already spread.
package struct CallArguments {
    var positional: ContiguousArray<Value>
    var keywords: [(name: String, value: Value)]

    init(_ positional: ContiguousArray<Value> = [], keywords: [(name: String, value: Value)] = []) {
        (self.positional, self.keywords) = (positional, keywords)
    }

    /// Puts the arguments into the order of a signature; absent ones are `missing`.
    ///
    /// - Parameter required: how many of the names must be given.
    func bound(
        to names: [String], required: Int = 0, function: String
    ) throws(JinjaError) -> ContiguousArray<Value> {
        guard positional.count <= names.count else {
            throw JinjaError(
                .type,
                "\(function)() takes at most \(names.count) argument\(names.count == 1 ? "" : "s") (\(positional.count) given)"
            )
        }
        var result = positional
        for _ in positional.count..<names.count { result.append(.missing) }
        for (name, value) in keywords {
            guard let position = names.firstIndex(of: name) else {
                throw JinjaError(.type, "\(function)() got an unexpected keyword argument '\(name)'")
            }
            guard case .missing = result[position] else {
                throw JinjaError(.type, "\(function)() got multiple values for argument '\(name)'")
            }
            result[position] = value
        }
        for position in 0..<required {
            if case .missing = result[position] {
                throw JinjaError(.type, "\(function)() missing required argument '\(names[position])'")
            }
        }
        return result
    }
}
