import Diagnostics
import JSON

enum CountUnit: String, CaseIterable {
    case rows, instances, characters, others
}

/// How values of one kind stand in a manifest.
struct FieldType<Value>: Sendable {
    /// What the schema calls it.
    var name: String
    let read: @Sendable (ManifestPart) throws(Diagnostic) -> Value
    /// Nil if nothing stands for the value.
    let write: @Sendable (Value) -> JSONValue?
    var isOptional = false, unit: CountUnit?
    /// The sum of two values; nil if it is too large.
    var sum: (@Sendable (Value, Value) -> Value?)?
    /// The fields of the objects that the value consists of, by the way from it to them.
    var fields: @Sendable () -> [FieldDescription] = { [] }

    /// A value that stands for itself.
    ///
    /// - Parameter expected: what to expect where it cannot be read.
    static func plain(
        _ name: String, _ expected: StaticString, _ write: @escaping @Sendable (Value) -> JSONValue,
        _ read: @escaping @Sendable (JSONValue) -> Value?
    ) -> FieldType {
        FieldType(
            name: name,
            read: { part throws(Diagnostic) in
                guard let value = read(part.value ?? .null) else { throw part.expected(expected) }
                return value
            }, write: write)
    }

    /// A value that may be missing.
    static func optional<Wrapped>(_ type: FieldType<Wrapped>) -> FieldType where Value == Wrapped? {
        FieldType(
            name: type.name, read: { part throws(Diagnostic) in try type.read(part) },
            write: { $0.flatMap(type.write) },
            isOptional: true, unit: type.unit, fields: type.fields)
    }

    static func list<Element>(_ type: FieldType<Element>) -> FieldType where Value == [Element] {
        FieldType(
            name: "list of \(type.name)s",
            read: { part throws(Diagnostic) in
                var values: [Element] = []
                for element in try part.elements() where element.value != nil { values.append(try type.read(element)) }
                return values
            }, write: { .array($0.compactMap(type.write)) }, fields: { type.fields().map { $0.inside("[]") } })
    }

    /// An object with fields of its own.
    static func record() -> FieldType where Value: ManifestRecord {
        FieldType(
            name: "object", read: { part throws(Diagnostic) in try Value(part) }, write: \.object,
            fields: { Value.fields.flatMap(\.descriptions).map { $0.inside(".") } })
    }

    /// Counts by names, which are the keys of an object.
    static func counts<Name: CountedName>(_ unit: CountUnit) -> FieldType where Value == [Name: Int] {
        let count = FieldType<Int>.count(unit)
        return FieldType(
            name: "object of counts of \(unit.rawValue)",
            read: { part throws(Diagnostic) in
                var counts: Value = [:]
                for member in try part.members() {
                    let one = ManifestPart(member.value, path: "\(part.path).\(member.key)")
                    guard let name = Name(member.key), name as? Int ?? 0 >= 0 else {
                        throw part.expected("whole numbers, not below 0, as keys")
                    }
                    counts[name] = (counts[name] ?? 0).saturatingAdd(one.value == nil ? 0 : try count.read(one))
                }
                return counts
            }, write: { .object($0.inOrder.map(\.member)) },
            sum: { a, b in
                b.reduce(a) { counts, one in
                    guard var counts, let sum = count.sum!(counts[one.key] ?? 0, one.value) else { return nil }
                    counts[one.key] = sum
                    return counts
                }
            })
    }
}

extension FieldType<Int> {
    /// A count, up to where doubles hold all numbers.
    static func count(_ unit: CountUnit) -> FieldType {
        var type = plain(
            unit == .others ? "count" : "count of \(unit.rawValue)", "a whole number, not below 0", JSONValue.int
        ) { value in value.integer.flatMap { (0...1 << 53).contains($0) ? $0 : nil } }
        type.unit = unit
        type.sum = { a, b in
            let (sum, overflows) = a.addingReportingOverflow(b)
            return overflows ? nil : sum
        }
        return type
    }

    static var count: FieldType { count(.others) }
}

extension FieldType<Double> {
    static var signed: FieldType { plain("number", "a number", JSONValue.double, value) }

    /// A number that is not below 0.
    static var number: FieldType {
        plain("number", "a number, not below 0", JSONValue.double) { json in
            value(json).flatMap { (0...0x1p53).contains($0) ? $0 : nil }
        }
    }

    @Sendable private static func value(_ json: JSONValue) -> Double? {
        guard case .number(let text) = json else { return nil }
        let number = Array(text.utf8).withUnsafeBytes { JSONNumber.double($0) }
        return number.isFinite ? number : nil
    }
}

extension FieldType<String> {
    static var text: FieldType { plain("text", "a string", JSONValue.string, \.text) }

    /// A whole number by its digits: it may be larger than any count.
    static var digits: FieldType {
        plain("number", "a number", JSONValue.number) { if case .number(let text) = $0 { text } else { nil } }
    }
}

extension FieldType<Bool> {
    static var flag: FieldType { plain("true or false", "true or false", JSONValue.bool, \.bool) }
}

extension FieldType<JSONValue> {
    /// An object, or nothing, as it stands.
    static var object: FieldType { plain("object", "an object", { $0 }) { if case .object = $0 { $0 } else { nil } } }

    /// Whatever stands there.
    static var any: FieldType { plain("any", "a value", { $0 }) { $0 } }
}

extension FieldType<[NamedCount]> {
    /// Counts of instances in an order of their own, as objects that hold the name under a key.
    static func named(_ key: String) -> FieldType {
        FieldType(
            name: "list of objects",
            read: { part throws(Diagnostic) in
                var counts: [NamedCount] = []
                for one in try part.elements() {
                    let (name, count) = (try one.part(key), try one.part("count"))
                    counts.append(
                        NamedCount(
                            name: name.value == nil ? "" : try FieldType<String>.text.read(name),
                            count: count.value == nil ? 0 : try FieldType<Int>.count.read(count)))
                }
                return counts
            }, write: { .array($0.map { .object([key: .string($0.name), "count": .int($0.count)]) }) },
            fields: {
                [
                    FieldDescription(key: "[].\(key)", type: "text", meaning: "Which one.", parts: .none),
                    FieldDescription(key: "[].count", type: "count of instances", meaning: "How many.", parts: .none),
                ]
            })
    }

    /// Counts in an order of their own; the names are the keys of an object.
    static var members: FieldType {
        let counts = FieldType<[String: Int]>.counts(.others)
        return FieldType(
            name: "object of counts", read: { part throws(Diagnostic) in try counts.read(part).inOrder },
            write: { .object($0.map(\.member)) })
    }
}
