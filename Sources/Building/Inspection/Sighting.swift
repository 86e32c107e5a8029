/// How often something was met, and where first.
struct Sighting: Sendable {
    private(set) var count = 0
    private(set) var first = RecordPlace(input: .max, line: .max)

    mutating func add(_ place: RecordPlace) {
        count += 1
        // Places come in order.
        if count == 1 { first = place }
    }

    /// Two sightings taken together.
    static func + (a: Sighting, b: Sighting) -> Sighting {
        var sum = Sighting()
        sum.count = a.count + b.count
        sum.first = min(a.first, b.first)
        return sum
    }
}
