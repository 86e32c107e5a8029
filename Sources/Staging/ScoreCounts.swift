/// How often which score occurs, in bounded memory and whatever the order: with very many different scores, each is known to fewer
/// binary digits only.
package struct ScoreCounts: Sendable {
    private var counts: [UInt64: Int] = [:]
    private let limit: Int
    /// How many of the last binary digits of each score are left off.
    private var dropped: UInt64 = 0
    package private(set) var count = 0

    /// - Parameter limit: how many different scores are told apart at most.
    package init(limit: Int = 1 << 18) { self.limit = limit }

    /// Whether scores stand for themselves, not for those near them.
    package var isExact: Bool { dropped == 0 }

    /// Adds a finite score.
    package mutating func add(_ score: Double, times: Int = 1) {
        count += times
        add(key: Self.key(score), times)
    }

    package mutating func add(_ other: ScoreCounts) {
        for (key, times) in other.counts { add(Self.score(key), times: times) }
    }

    private mutating func add(key: UInt64, _ times: Int) {
        counts[(key >> dropped) << dropped, default: 0] += times
        while counts.count > limit {
            dropped += 1
            let all = counts
            counts = [:]
            for (key, times) in all { counts[(key >> dropped) << dropped, default: 0] += times }
        }
    }

    /// The score that stands for a score: the same, as long as all are told apart.
    package func representative(_ score: Double) -> Double {
        dropped == 0 ? score : Self.score((Self.key(score) >> dropped) << dropped)
    }

    /// The scores in their order, with their counts.
    package var sorted: [(score: Double, count: Int)] {
        counts.sorted { $0.key < $1.key }.map { (Self.score($0.key), $0.value) }
    }

    /// Numbers that stand in the same order as the scores.
    private static func key(_ score: Double) -> UInt64 {
        let bits = score.bitPattern
        return bits >> 63 == 0 ? bits | (1 << 63) : ~bits
    }

    private static func score(_ key: UInt64) -> Double { Double(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key) }
}
