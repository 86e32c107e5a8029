/// Something that was counted.
struct NamedCount {
    var name: String
    var count: Int
}

extension NamedCount {
    /// The sums of counts of one name, in the order in which the names come up.
    static func sums(_ lists: [[NamedCount]]) -> [NamedCount] {
        var sums: [NamedCount] = []
        var places: [[UInt8]: Int] = [:]
        for one in lists.joined() {
            let name = Array(one.name.utf8)
            if let place = places[name] {
                sums[place].count = sums[place].count.saturatingAdd(one.count)
            } else {
                places[name] = sums.count
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
