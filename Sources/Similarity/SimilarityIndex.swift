/// Finds the texts of a corpus that may be above a threshold: by the rarest tokens of each, which such texts share one of.
package struct SimilarityIndex: Sendable {
    package let corpus: Corpus
    package let threshold: SimilarityThreshold
    /// Where each text comes from; texts of one origin are not compared with one another. Empty: all are.
    let origins: [Int32]
    /// By token the texts that have it among their rarest ones, in their order.
    private var entries: [[Entry]]

    /// A text that has a token among its rarest ones.
    struct Entry: Sendable {
        var text: Int32
        /// Where the token stands first in the text's bag.
        var place: Int32
    }

    package init(of corpus: Corpus, above threshold: SimilarityThreshold, origins: [Int32] = []) {
        (self.corpus, self.threshold, self.origins) = (corpus, threshold, origins)
        entries = Array(repeating: [], count: corpus.tokenCount)
    }

    /// Adds a text, which stands behind all that are there.
    package mutating func insert(_ text: Int) {
        for (token, place) in rareTokens(of: text) {
            precondition(entries[token].last.map { $0.text < text } ?? true, "texts are added in their order")
            entries[token].append(Entry(text: Int32(text), place: Int32(place)))
        }
    }

    /// The texts in a range that have a token among their rarest ones.
    func entries(with token: Int, in range: Range<Int>) -> ArraySlice<Entry> {
        let list = entries[token]
        return list[Self.place(of: range.lowerBound, in: list)..<Self.place(of: range.upperBound, in: list)]
    }

    /// The different tokens among a text's rarest ones, rarest first, each with its first place in the text's bag.
    func rareTokens(of text: Int) -> [(token: Int, place: Int)] {
        let bag = corpus.bag(of: text)
        var tokens: [(token: Int, place: Int)] = []
        var last: Int32 = -1
        for (place, token) in bag.prefix(threshold.prefixLength(of: bag.count)).enumerated() where token != last {
            last = token
            tokens.append((Int(token), place))
        }
        return tokens
    }

    /// The place of the first text that is not before the given one.
    private static func place(of text: Int, in list: [Entry]) -> Int {
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if list[middle].text < text { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
