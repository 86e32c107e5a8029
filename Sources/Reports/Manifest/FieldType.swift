import Diagnostics
import JSON

/// How values of one kind stand in a manifest.
struct FieldType<Value>: Sendable {
    /// What the schema calls it.
    let name: String
    /// Reads a value that is there.
    let read: @Sendable (ManifestPart) throws(Diagnostic) -> Value
    let write: @Sendable (Value) -> JSONValue
    /// What it counts, if it is a count.
    var unit: CountUnit?
    /// The sum of two values; nil if it is too large.
    var sum: (@Sendable (Value, Value) -> Value?)?
    /// The fields of the records that the value consists of, by the keys behind its own.
    var fields: @Sendable () -> [FieldDescription] = { [] }
}

/// What a count counts.
enum CountUnit: String, CaseIterable {
    case rows, instances, characters, others
}

extension FieldType where Value == Int {
    /// Counts beyond that are no counts of rows; doubles hold all up to it.
    private static var maxCount: Int { 1 << 53 }

    static func count(_ unit: CountUnit) -> FieldType {
        FieldType(
            name: unit == .others ? "count" : "count of \(unit.rawValue)",
            read: { part throws(Diagnostic) in
                guard let count = part.value?.integer, (0...maxCount).contains(count) else {
                    throw part.expected("a whole number, not below 0")
                }
                return count
            }, write: JSONValue.int, unit: unit,
            sum: { a, b in
                let (sum, overflows) = a.addingReportingOverflow(b)
                return overflows ? nil : sum
            })
    }

    /// A count of anything.
    static var count: FieldType { count(.others) }
}

extension FieldType where Value == Double {
    /// A number of any sign.
    static var signed: FieldType {
        FieldType(
            name: "number", read: { part throws(Diagnostic) in try part.number() }, write: JSONValue.double)
    }

    /// A number that is not below 0.
    static var number: FieldType {
        FieldType(
            name: "number",
            read: { part throws(Diagnostic) in
                guard let number = try? part.number(), (0...0x1p53).contains(number) else {
                    throw part.expected("a number, not below 0")
                }
                return number
            }, write: JSONValue.double)
    }
}

extension FieldType where Value == String {
    static var text: FieldType {
        FieldType(
            name: "text",
            read: { part throws(Diagnostic) in
                guard let text = part.value?.text else { throw part.expected("a string") }
                return text
            }, write: JSONValue.string)
    }

    /// A whole number by its digits: it may be larger than any count.
    static var digits: FieldType {
        FieldType(
            name: "number",
            read: { part throws(Diagnostic) in
                guard case .number(let text) = part.value else { throw part.expected("a number") }
                return text
            }, write: JSONValue.number)
    }
}

extension FieldType where Value == Bool {
    static var flag: FieldType {
        FieldType(
            name: "true or false",
            read: { part throws(Diagnostic) in
                guard let flag = part.value?.bool else { throw part.expected("true or false") }
                return flag
            }, write: JSONValue.bool)
    }
}

extension FieldType where Value == JSONValue {
    /// An object as it stands.
    static var object: FieldType {
        FieldType(
            name: "object",
            read: { part throws(Diagnostic) in
                _ = try part.members()
                return part.value ?? .null
            }, write: { $0 })
    }

    /// Whatever stands there.
    static var any: FieldType { FieldType(name: "any", read: { $0.value ?? .null }, write: { $0 }) }
}

extension FieldType {
    /// Values of one type, in their order.
    static func list<Element>(_ type: FieldType<Element>) -> FieldType where Value == [Element] {
        FieldType(
            name: "list of \(type.name)s",
            read: { part throws(Diagnostic) in
                var values: [Element] = []
                for element in try part.elements() where element.value != nil {
                    values.append(try type.read(element))
                }
                return values
            },
            write: { .array($0.map(type.write)) },
            fields: { type.fields().map { $0.inside("[]") } })
    }

    /// An object with fields of its own.
    static func record(_ record: Value.Type = Value.self) -> FieldType where Value: ManifestRecord {
        FieldType(
            name: "object", read: { part throws(Diagnostic) in try Value(part) }, write: \.json,
            fields: { Value.fields.flatMap(\.descriptions).map { $0.inside(".") } })
    }

    /// Counts by names, which are the keys of an object.
    static func counts<Key: CountedName>(_ unit: CountUnit) -> FieldType where Value == [Key: Int] {
        let count = FieldType<Int>.count(unit)
        return FieldType(
            name: "object of counts of \(unit.rawValue)",
            read: { part throws(Diagnostic) in
                var counts: Value = [:]
                for member in try part.members() {
                    let one = ManifestPart(member.value, path: "\(part.path).\(member.key)")
                    guard let name = Key(countedName: member.key) else {
                        throw part.expected("whole numbers, not below 0, as keys")
                    }
                    let number = one.value == nil ? 0 : try count.read(one)
                    counts[name] = number.saturatingAdd(counts[name] ?? 0)
                }
                return counts
            },
            write: { counts in
                .object(counts.inOrder.map { JSONValue.Member(key: $0.name, value: .int($0.count)) })
            },
            sum: { a, b in
                var counts = a
                for (name, number) in b {
                    guard let sum = count.sum!(counts[name] ?? 0, number) else { return nil }
                    counts[name] = sum
                }
                return counts
            })
    }
}
