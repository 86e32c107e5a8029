import BigInt

/// A value as templates see it, with Python's meaning.
///
/// Lists and dictionaries are references, as in Python: what one name changes, the others see.
package enum Value {
    /// No value is bound; never seen by templates.
    case missing
    case undefined(Undefined)
    case none
    case bool(Bool)
    case int(Int)
    case bigInt(BigInteger)
    case double(Double)
    case string(String)
    /// Text that is safe from escaping.
    case markup(String)
    case list(List)
    case tuple(Tuple)
    case dict(Dict)
    /// Anything else: functions, macros, loops, namespaces, ranges, iterators.
    case object(Object)
}

/// An integer beyond 64 bits; a box, so that `Value` stays small.
package final class BigInteger: Sendable {
    let value: BigInt

    init(_ value: BigInt) { self.value = value }
}

/// A name, attribute or item that does not exist.
package final class Undefined {
    /// How the error names what was missing.
    let message: String
    /// The missing name or key.
    let name: String
    /// What `DebugUndefined` prints between `{{` and `}}`.
    let debugText: String
    /// Whether it keeps the default policy's rules under every policy.
    let isAlwaysLenient: Bool
    /// Whether it may be tested, but not made a part of a text, under every policy.
    let failsInText: Bool

    init(
        message: String, name: String, debugText: String, isAlwaysLenient: Bool = false, failsInText: Bool = false
    ) {
        (self.message, self.name, self.debugText) = (message, name, debugText)
        (self.isAlwaysLenient, self.failsInText) = (isAlwaysLenient, failsInText)
    }

    /// Something that is missing for a reason that has words of its own.
    convenience init(hint: String, name: String, isAlwaysLenient: Bool = false) {
        self.init(
            message: hint, name: name, debugText: "undefined value printed: \(hint)", isAlwaysLenient: isAlwaysLenient)
    }

    convenience init(name: String) { self.init(message: "'\(name)' is undefined", name: name, debugText: name) }
}
package final class List {
    @exclusivity(unchecked) package internal(set) var items: ContiguousArray<Value>

    package init(_ items: ContiguousArray<Value>) { self.items = items }

    /// Whether no item holds values of its own, so that other lists may have the same items.
    package var isFlat: Bool { !items.contains { $0.holdsValues } }

    deinit { if !isFlat { releaseNested(takeAll()) } }

    fileprivate func takeAll() -> ContiguousArray<Value> { taken(&items) }
}
package final class Tuple {
    package private(set) var items: ContiguousArray<Value>
    /// Names of the items, for the named tuples that `groupby` gives.
    let names: [String]

    /// - Parameter names: one for each item, or none.
    package init(_ items: ContiguousArray<Value>, names: [String] = []) { (self.items, self.names) = (items, names) }

    deinit { releaseNested(takeAll()) }

    fileprivate func takeAll() -> ContiguousArray<Value> { taken(&items) }
}

/// Everything that is neither a plain value nor a container; subclasses override what they can do.
package class Object {
    /// The type's name as Python's messages show it.
    var typeName: String { "object" }
    /// How the object prints.
    var text: String { "<\(typeName)>" }
    var isTrue: Bool { true }
    /// How many items there are, if that is known without running through them.
    var count: Int? { nil }

    func attribute(_ name: String, _ machine: Machine) throws(JinjaError) -> Value? { nil }
    func item(_ key: Value) throws(JinjaError) -> Value? { nil }
    /// The items in order, or nil if the object cannot be iterated over.
    func items() throws(JinjaError) -> ContiguousArray<Value>? { nil }
    /// Values that the object keeps, given up when it is taken apart.
    func takeNested() -> ContiguousArray<Value> { [] }
    var isCallable: Bool { false }

    func call(_ arguments: CallArguments, _ machine: Machine) throws(JinjaError) -> Value {
        throw JinjaError(.type, "'\(typeName)' object is not callable")
    }
}

extension Value {
    /// A name that is undefined: templates may test it, but not make it a part of a text, whatever the policy.
    ///
    /// - Parameter message: what the error says where a template does.
    package static func unprintable(_ name: String, message: String) -> Value {
        .undefined(Undefined(message: message, name: name, debugText: name, failsInText: true))
    }

    package static func list(_ items: ContiguousArray<Value>) -> Value { .list(List(items)) }
    package static func tuple(_ items: ContiguousArray<Value>) -> Value { .tuple(Tuple(items)) }

    /// An integer of any size, in the small form where it fits.
    static func integer(_ value: BigInt) -> Value {
        if let small = Int(exactly: value) { return .int(small) }
        return .bigInt(BigInteger(value))
    }

    /// The value as an integer of any size (booleans count as 0 and 1), or nil if it is none.
    var asBigInt: BigInt? {
        switch self {
        case .bool(let value): value ? 1 : 0
        case .int(let value): BigInt(value)
        case .bigInt(let value): value.value
        default: nil
        }
    }

    /// The value as a machine integer (booleans count as 0 and 1), or nil.
    var asInt: Int? {
        switch self {
        case .bool(let value): value ? 1 : 0
        case .int(let value): value
        default: nil
        }
    }

    /// The number as a double, or nil if the value is no number; integers too large for a double give infinity.
    var asDouble: Double? {
        switch self {
        case .bool(let value): value ? 1 : 0
        case .int(let value): Double(value)
        case .bigInt(let value): Double(nearest: value.value)
        case .double(let value): value
        default: nil
        }
    }

    /// The text of a string, safe or not, or nil.
    package var asString: String? {
        switch self {
        case .string(let text), .markup(let text): text
        default: nil
        }
    }

    var isUndefined: Bool {
        switch self {
        case .undefined, .missing: true
        default: false
        }
    }

    package var isNone: Bool { if case .none = self { true } else { false } }

    /// The type's name as Python's messages show it.
    var typeName: String {
        switch self {
        case .missing, .undefined: "Undefined"
        case .none: "NoneType"
        case .bool: "bool"
        case .int, .bigInt: "int"
        case .double: "float"
        case .string: "str"
        case .markup: "Markup"
        case .list: "list"
        case .tuple: "tuple"
        case .dict: "dict"
        case .object(let object): object.typeName
        }
    }

    /// Python's truth.
    package var isTrue: Bool {
        switch self {
        case .missing, .undefined, .none: false
        case .bool(let value): value
        case .int(let value): value != 0
        case .bigInt: true
        case .double(let value): value != 0
        case .string(let text), .markup(let text): !text.isEmpty
        case .list(let list): !list.items.isEmpty
        case .tuple(let tuple): !tuple.items.isEmpty
        case .dict(let dict): dict.count > 0
        case .object(let object): object.isTrue
        }
    }
}

/// Takes containers apart level by level: freeing a deeply nested list by recursion would overflow the stack.
///
/// - Parameter items: given up by their container, so that nobody else holds what stands in it alone.
func releaseNested(_ items: consuming ContiguousArray<Value>) {
    guard items.contains(where: { $0.holdsValues }) else { return }
    var pending = items
    while let last = pending.indices.last {
        // A reference of its own for each kind, and the value gone, so that the count tells who else holds it.
        var list: List?
        var tuple: Tuple?
        var dict: Dict?
        var object: Object?
        switch pending[last] {
        case .list(let found): list = found
        case .tuple(let found): tuple = found
        case .dict(let found): dict = found
        case .object(let found): object = found
        default: break
        }
        pending.removeLast()
        var parts: ContiguousArray<Value> = []
        if list != nil, isKnownUniquelyReferenced(&list) {
            parts = list!.takeAll()
        } else if tuple != nil, isKnownUniquelyReferenced(&tuple) {
            parts = tuple!.takeAll()
        } else if dict != nil, isKnownUniquelyReferenced(&dict) {
            parts = dict!.takeAll()
        } else if object != nil, isKnownUniquelyReferenced(&object) {
            parts = object!.takeNested()
        }
        while let part = parts.popLast() {
            if part.holdsValues { pending.append(part) }
        }
    }
}

/// Empties a container's storage; what was in it has no owner but the result.
func taken(_ items: inout ContiguousArray<Value>) -> ContiguousArray<Value> {
    var result: ContiguousArray<Value> = []
    swap(&result, &items)
    return result
}

extension Value {
    var holdsValues: Bool {
        switch self {
        case .list, .dict, .object, .tuple: true
        default: false
        }
    }
}
