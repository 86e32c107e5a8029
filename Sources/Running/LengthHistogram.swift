/// How often which length occurs. Lengths below 4,096 are counted each for itself; above, each power of two has 256
/// buckets of equal width. So the counts depend on the lengths alone, not on their order, and a quantile told by the
/// middle of its bucket is no more than 1/512 (0.2%) away.
package struct LengthHistogram: Sendable {
    /// Lengths below this one are counted exactly.
    static let exactLimit = 1 << exactBits
    private static let exactBits = 12
    private static let bucketBits = 8

    private var counts: [Int] = []
    package private(set) var count = 0
    package private(set) var min = Int.max
    package private(set) var max = 0

    package init() {}

    package mutating func add(_ length: Int) {
        let bucket = Self.bucket(of: length)
        if bucket >= counts.count { counts += Array(repeating: 0, count: bucket + 1 - counts.count) }
        counts[bucket] += 1
        count += 1
        min = Swift.min(min, length)
        max = Swift.max(max, length)
    }

    /// The least length that at least so many per cent of all lengths do not exceed (the nearest rank).
    package func quantile(percent: Int) -> Estimate {
        let rank = Swift.max(1, (count * percent + 99) / 100)
        var sum = 0
        for (bucket, number) in counts.enumerated() {
            sum += number
            guard sum >= rank else { continue }
            let lengths = Self.lengths(in: bucket).clamped(to: min...max)
            return Estimate(
                lengths.lowerBound + (lengths.upperBound - lengths.lowerBound) / 2, isExact: lengths.count == 1)
        }
        return Estimate(0, isExact: true)
    }

    /// Hands on each length that occurs, or the middle of its bucket, and how often it does.
    package func forEach(_ body: (Int, Int) -> Void) {
        for (bucket, number) in counts.enumerated() where number > 0 {
            let lengths = Self.lengths(in: bucket).clamped(to: min...max)
            body(lengths.lowerBound + (lengths.upperBound - lengths.lowerBound) / 2, number)
        }
    }

    private static func bucket(of length: Int) -> Int {
        if length < exactLimit { return length }
        let power = Int.bitWidth - 1 - length.leadingZeroBitCount
        let place = length >> (power - bucketBits) - 1 << bucketBits
        return exactLimit + (power - exactBits) << bucketBits + place
    }

    private static func lengths(in bucket: Int) -> ClosedRange<Int> {
        if bucket < exactLimit { return bucket...bucket }
        let power = exactBits + (bucket - exactLimit) >> bucketBits
        let width = 1 << (power - bucketBits)
        let start = 1 << power + (bucket - exactLimit) & (1 << bucketBits - 1) * width
        return start...start + width - 1
    }
}

/// A number that may be known nearly.
package struct Estimate: Sendable, Equatable {
    /// The number.
    package var value: Int
    /// Whether it is just that; else it is no more than 0.2% away.
    package var isExact: Bool

    /// A number, known exactly or nearly.
    package init(_ value: Int, isExact: Bool) {
        (self.value, self.isExact) = (value, isExact)
    }
}
