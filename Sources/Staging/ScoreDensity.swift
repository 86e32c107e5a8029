import Diagnostics
import System

/// How densely scores lie: a sum of Gaussian bells over all of them, looked at in evenly spaced places.
///
/// Source of the width: Silverman 1986, "Density Estimation for Statistics and Data Analysis", section 3.4.2:
/// 0.9 min(standard deviation, interquartile range / 1.34) n^(-1/5).
package struct ScoreDensity: Sendable {
    /// The places, rising.
    package let places: [Double]
    package let values: [Double]

    private static let count = 512

    /// The density of some scores. Their counts are taken in the order of the scores, so that no other order changes a digit.
    package init(_ counts: ScoreCounts) {
        let sorted = counts.sorted
        guard counts.count > 0, let low = sorted.first?.score, let high = sorted.last?.score, low < high else {
            (places, values) = ([], [])
            return
        }
        let total = Double(counts.count)
        let mean = sorted.reduce(0) { $0 + $1.score * Double($1.count) } / total
        let variance = sorted.reduce(0) { $0 + ($1.score - mean) * ($1.score - mean) * Double($1.count) } / total
        func quantile(_ fraction: Double) -> Double {
            var sum = 0.0
            for (score, count) in sorted {
                sum += Double(count)
                if sum >= fraction * total { return score }
            }
            return high
        }
        let spread = (quantile(0.75) - quantile(0.25)) / 1.34
        let deviation = variance.squareRoot()
        let least = (high - low) / Double(Self.count)
        let width = max(0.9 * (spread > 0 ? min(deviation, spread) : deviation) * power(total, -0.2), least)
        let places = (0..<Self.count).map { low + (high - low) * Double($0) / Double(Self.count - 1) }
        self.places = places
        values = places.map { place in
            sorted.reduce(0) { sum, entry in
                let distance = (place - entry.score) / width
                // Beyond eight widths a bell is less than rounding.
                return abs(distance) > 8 ? sum : sum + Double(entry.count) * exponential(-distance * distance / 2)
            } / total
        }
    }

    /// The deepest valleys: of all places that lie lower than both sides, those that one must climb furthest to leave.
    ///
    /// - Returns: as many as asked for, rising.
    /// - Throws: that there are fewer.
    package func valleys(_ count: Int) throws(Diagnostics) -> [Double] {
        var found: [(place: Double, depth: Double)] = []
        var index = 1
        while index + 1 < values.count {
            // Of a flat bottom, the middle.
            var end = index
            while end + 1 < values.count, values[end + 1] == values[index] { end += 1 }
            if values[index] < values[index - 1], end + 1 < values.count, values[end + 1] > values[index] {
                found.append((places[(index + end) / 2], depth(from: index, to: end)))
            }
            index = end + 1
        }
        guard found.count >= count else {
            throw Diagnostics(
                Diagnostic(
                    "the scores lie in \(found.count + 1) \(found.count == 0 ? "heap" : "heaps"), with \(found.count) "
                        + "\(found.count == 1 ? "valley" : "valleys") between them; \(count + 1) stages need \(count)",
                    help: "fewer stages, or thresholds, quantiles or equal counts"), status: .problems)
        }
        return found.sorted { $0.depth != $1.depth ? $0.depth > $1.depth : $0.place < $1.place }.prefix(count)
            .map(\.place).sorted()
    }

    /// How far the lower of the two hilltops beside a valley lies above it.
    private func depth(from start: Int, to end: Int) -> Double {
        let bottom = values[start]
        var (left, right) = (bottom, bottom)
        for value in values[..<start].reversed() {
            if value < bottom { break }
            left = max(left, value)
        }
        for value in values[(end + 1)...] {
            if value < bottom { break }
            right = max(right, value)
        }
        return min(left, right) - bottom
    }
}
