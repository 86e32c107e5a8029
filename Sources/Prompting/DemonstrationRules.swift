import Mixing

/// How instances get demonstrations.
public struct DemonstrationRules: Sendable {
    /// The numbers to draw from, one of them for each instance; not empty.
    public var counts: [Int]
    /// How often each of them is drawn in proportion, at least one above 0; nil: all alike.
    public var weights: [Double]?
    /// How many rows the pool holds at most.
    public var poolSize: Int
    /// How they are picked out of the pool.
    public var pick = Pick.random
    /// The field over which `balanced` balances, and which `group` is not about.
    public var labelField = "label"
    /// The longest that an instance with its demonstrations may get, in code points; what does not fit is left out, but never
    /// the row itself. Nil: no bound.
    public var mostCharacters: Int?
    /// The same bound in words, which white space divides.
    public var mostWords: Int?
    /// A field whose value a demonstration must not share with its query, such as the passage that both ask about.
    public var groupField: String?
    /// A demonstration must not share so many words in a row with its query, in the texts of the two rows; nil: it may.
    public var sharedWords: Int?
    /// Which templates demonstrations are seen through.
    public var templates = Templates.same
    /// How they stand before the query, one of these for each instance; not empty.
    public var styles = [DemonstrationStyle.turns]

    /// Ways to pick demonstrations.
    public enum Pick: String, Sendable, CaseIterable {
        /// By rank alone.
        case random
        /// By rank, of the labels that have come least often so far.
        case balanced
    }

    /// Which templates demonstrations are seen through.
    public enum Templates: String, Sendable, CaseIterable {
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
    public init(counts: [Int], poolSize: Int = 256) {
        self.counts = counts
        self.poolSize = poolSize
    }
}
