import JSON

package struct NamedCount: Sendable {
    package var name: String, count: Int

    package init(name: String, count: Int) { (self.name, self.count) = (name, count) }
    var member: JSONValue.Member { JSONValue.Member(key: name, value: .int(count)) }
}

/// What counts go by: texts, or whole numbers.
typealias CountedName = LosslessStringConvertible & Hashable & Sendable

extension Dictionary where Key: LosslessStringConvertible, Value == Int {
    /// The counts in the order of their names' bytes.
    var inOrder: [NamedCount] {
        map { NamedCount(name: $0.key.description, count: $0.value) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}

extension NamedCount {
    /// The sums of counts of one name, in the order in which the names come up.
    static func sums(_ tables: [[String: Int]]) -> [NamedCount] {
        var sums: [NamedCount] = []
        var places: [String: Int] = [:]
        for one in tables.lazy.flatMap(\.inOrder) {
            if let place = places[one.name] {
                sums[place].count = sums[place].count.saturatingAdd(one.count)
            } else {
                places[one.name] = sums.count
                sums.append(one)
            }
        }
        return sums
    }
}

extension Sequence {
    /// A sum of counts that cannot overflow, however many there are.
    func total(_ count: (Element) -> Int) -> Int { reduce(0) { $0.saturatingAdd(count($1)) } }
}

extension Int {
    /// The sum of two counts, or the largest number if it is beyond that.
    func saturatingAdd(_ other: Int) -> Int {
        let (result, isTooLarge) = addingReportingOverflow(other)
        return isTooLarge ? .max : result
    }
}

extension String {
    var nonEmpty: String? { isEmpty ? nil : self }

    /// The text with other texts in the place of some scalars; nil: the scalar stays.
    func replacingScalars(_ escape: (Unicode.Scalar) -> String?) -> String {
        unicodeScalars.reduce(into: "") { result, scalar in
            if let text = escape(scalar) { result += text } else { result.unicodeScalars.append(scalar) }
        }
    }
}
