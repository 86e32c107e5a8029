/// Searches an index for what a text is like. One per thread.
package struct SimilaritySearch {
    private var common: CommonSubsequence
    /// By text the number of the search that has looked at it last.
    private var seen: [Int32]
    private var number: Int32 = 0
    /// What searching has taken so far.
    package private(set) var effort = SearchEffort()

    /// - Parameter corpus: the one of the indexes that will be searched.
    package init(of corpus: Corpus) {
        common = CommonSubsequence(tokens: corpus.tokenCount)
        seen = Array(repeating: 0, count: corpus.count)
    }

    /// The text most like a given one, among those of an index in a range that are above its threshold; of equally like ones
    /// the first. Nil if none is above it.
    ///
    /// - Parameter any: whether whichever is found first will do.
    package mutating func best(
        for text: Int, in index: SimilarityIndex, among range: Range<Int>, any: Bool = false
    ) -> Similarity? {
        let corpus = index.corpus
        let length = corpus.length(of: text)
        let origins = index.origins
        let origin = origins.isEmpty ? nil : origins[text]
        var best: Similarity?
        var isPrepared = false
        number += 1
        for (token, place) in index.rareTokens(of: text) {
            for entry in index.entries(with: token, in: range) {
                let other = Int(entry.text)
                if any, best != nil { return best }
                if seen[other] == number { continue }
                seen[other] = number
                if let origin, origins[other] == origin { continue }
                let otherLength = corpus.length(of: other)
                let total = length + otherLength
                var needed = index.threshold.leastCommon(of: total)
                if let best {
                    // As like as the best will do for a text before it.
                    let product = best.common * total
                    let enough = other < best.text ? (product + best.total - 1) / best.total : product / best.total + 1
                    needed = max(needed, enough)
                }
                // This is the rarest token that both have, so that neither shares what stands before it (the positional filter of
                // Xiao et al. 2008).
                let otherPlace = Int(entry.place)
                guard needed <= min(length - place, otherLength - otherPlace) else { continue }
                effort.bags += 1
                guard corpus.shared(text, from: place, other, from: otherPlace, needed: needed) >= needed
                else { continue }
                if !isPrepared { common.prepare(corpus.sequence(of: text)) }
                isPrepared = true
                effort.subsequences += 1
                let found = common.length(with: corpus.sequence(of: other))
                if found >= needed { best = Similarity(text: other, common: found, total: total) }
            }
        }
        return best
    }
}

/// How many pairs of texts a search has compared; the rest was ruled out by tokens and lengths.
package struct SearchEffort: Sendable, Equatable {
    /// By the tokens that they share whatever their order.
    package var bags = 0
    /// Of these by their longest common subsequence.
    package var subsequences = 0

    package init() {}

    private init(_ bags: Int, _ subsequences: Int) { (self.bags, self.subsequences) = (bags, subsequences) }

    package static func + (a: SearchEffort, b: SearchEffort) -> SearchEffort {
        SearchEffort(a.bags + b.bags, a.subsequences + b.subsequences)
    }

    /// What was done since.
    package static func - (a: SearchEffort, b: SearchEffort) -> SearchEffort {
        SearchEffort(a.bags - b.bags, a.subsequences - b.subsequences)
    }
}
