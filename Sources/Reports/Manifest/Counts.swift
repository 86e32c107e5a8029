/// Something that was counted.
struct NamedCount {
    var name: String
    var count: Int
}

/// What counts go by: texts, or whole numbers that are not below 0.
protocol CountedName: Hashable, Sendable {
    /// Nil if the key of an object is no such name.
    init?(countedName: String)
    var countedName: String { get }
}

extension String: CountedName {
    init?(countedName: String) { self = countedName }
    var countedName: String { self }
}

extension Int: CountedName {
    init?(countedName: String) {
        guard let number = Int(countedName), number >= 0 else { return nil }
        self = number
    }
    var countedName: String { String(self) }
}

extension Dictionary where Key: CountedName, Value == Int {
    /// The counts in the order of their names' bytes.
    var inOrder: [NamedCount] {
        map { NamedCount(name: $0.key.countedName, count: $0.value) }
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
    /// Nil if it is empty.
    var nonEmpty: String? { isEmpty ? nil : self }
}
