/// Texts as runs of token numbers, all that comparing them needs.
package struct Corpus: Sendable {
    /// The tokens of all texts, one text behind the other.
    private var sequences: [Int32] = []
    /// The same, each text's tokens in order of their numbers.
    private var bags: [Int32] = []
    /// Where each text begins, and the end.
    private var starts = [0]
    /// How many different tokens there are.
    package let tokenCount: Int

    /// An instruction of more tokens is no use, and would take long to compare: 32 MiB of masks, a million steps a pair.
    package static let maxTokens = 16_384

    /// - Parameter texts: the tokens of each text, as numbers that a vocabulary gave.
    package init(_ texts: some Sequence<[Int32]>, _ vocabulary: Vocabulary) {
        let ranks = vocabulary.ranks()
        tokenCount = ranks.count
        for text in texts {
            let ranked = text.map { ranks[Int($0)] }
            sequences += ranked
            bags += ranked.sorted()
            starts.append(sequences.count)
        }
    }

    package var count: Int { starts.count - 1 }

    /// How many tokens a text has.
    func length(of text: Int) -> Int { starts[text + 1] - starts[text] }

    /// A text's tokens in their order.
    func sequence(of text: Int) -> ArraySlice<Int32> { sequences[starts[text]..<starts[text + 1]] }

    /// A text's tokens, rarest first, each as often as it stands there.
    func bag(of text: Int) -> ArraySlice<Int32> { bags[starts[text]..<starts[text + 1]] }

    /// How many tokens two texts share whatever their order; less than `needed` as soon as that is out of reach.
    ///
    /// - Parameters:
    ///   - aPlace: the place in the first one's bag before which nothing is shared.
    ///   - bPlace: the same of the second one.
    func shared(_ a: Int, from aPlace: Int, _ b: Int, from bPlace: Int, needed: Int) -> Int {
        var (i, j) = (starts[a] + aPlace, starts[b] + bPlace)
        let (iEnd, jEnd) = (starts[a + 1], starts[b + 1])
        var count = 0
        while i < iEnd, j < jEnd, count + min(iEnd - i, jEnd - j) >= needed {
            let (left, right) = (bags[i], bags[j])
            if left == right { count += 1 }
            if left <= right { i += 1 }
            if right <= left { j += 1 }
        }
        return count
    }
}

/// Numbers for tokens.
package struct Vocabulary: Sendable {
    private var numbers: [String: Int32] = [:]
    private var counts: [Int] = []

    package init() {}

    /// About how many bytes it takes.
    package var bytes: Int { 96 * counts.count }

    /// The numbers of a text's tokens.
    package mutating func insert(_ tokens: [String]) -> [Int32] {
        tokens.map { token in
            let next = Int32(counts.count)
            let number = numbers[token] ?? next
            if number == next {
                numbers[token] = next
                counts.append(0)
            }
            counts[Int(number)] += 1
            return number
        }
    }

    /// By a token's number its rank: rarer tokens first, equally frequent ones in the order of their texts, so that the order in
    /// which they came does not matter.
    func ranks() -> [Int32] {
        let order = numbers.sorted { a, b in
            let (left, right) = (counts[Int(a.value)], counts[Int(b.value)])
            return left == right ? a.key < b.key : left < right
        }
        var ranks = [Int32](repeating: 0, count: counts.count)
        for (rank, entry) in order.enumerated() { ranks[Int(entry.value)] = Int32(rank) }
        return ranks
    }
}
