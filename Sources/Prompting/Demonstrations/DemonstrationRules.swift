import Mixing

/// How instances get demonstrations.
package struct DemonstrationRules: Sendable {
    /// The numbers to draw from, one of them for each instance; not empty.
    package var counts: [Int]
    /// How often each of them is drawn in proportion, at least one above 0; nil: all alike.
    package var weights: [Double]?
    /// How many rows the pool holds at most.
    package var poolSize: Int
    package var pick = Pick.random
    /// The field over which `balanced` balances, and which `group` is not about.
    package var labelField = "label"
    /// The longest that an instance with its demonstrations may get, in code points; what does not fit is left out, but never
    /// the row itself. Nil: no bound.
    package var maxCharacters: Int?
    /// The same bound in words, which white space divides.
    package var maxWords: Int?
    /// A field whose value a demonstration must not share with its query, such as the passage that both ask about.
    package var groupField: String?
    /// A demonstration must not share so many words in a row with its query, in the texts of the two rows; nil: it may.
    package var sharedWords: Int?
    /// Which templates demonstrations are seen through.
    package var templates = Templates.same
    /// How they stand before the query, one of these for each instance; not empty.
    package var styles = [DemonstrationStyle.turns]

    package enum Pick: String, Sendable, CaseIterable {
        /// By rank alone.
        case random
        /// By rank, of the labels that have come least often so far.
        case balanced
    }

    package enum Templates: String, Sendable, CaseIterable {
        /// The query's.
        case same
        /// One drawn for each; of those that turn the task around only if the query's does.
        case mixed
    }

    /// How many demonstrations a query gets, by its hash for that.
    func count(for hash: UInt64) -> Int {
        guard let weights else { return counts[hash.index(below: counts.count)] }
        let place = hash.unitInterval * weights.reduce(0, +)
        var sum = 0.0
        for (count, weight) in zip(counts, weights) {
            sum += weight
            if place < sum { return count }
        }
        return counts[weights.lastIndex { $0 > 0 }!]
    }

    /// - Parameter counts: not empty.
    package init(counts: [Int], poolSize: Int = 256) { (self.counts, self.poolSize) = (counts, poolSize) }
}
