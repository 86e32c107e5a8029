import Running

/// How often something was met, and where first.
struct FirstOccurrence: Sendable {
    private(set) var count = 0
    private(set) var first = RecordLocation(input: .max, line: .max)

    mutating func add(_ place: RecordLocation) {
        count += 1
        // Places come in order.
        if count == 1 { first = place }
    }

    /// Two sightings taken together.
    static func + (a: FirstOccurrence, b: FirstOccurrence) -> FirstOccurrence {
        var sum = FirstOccurrence()
        sum.count = a.count + b.count
        sum.first = min(a.first, b.first)
        return sum
    }
}
