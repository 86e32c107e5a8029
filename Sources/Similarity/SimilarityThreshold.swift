/// A bound of ROUGE-L, held as a fraction of whole numbers, so that what lies exactly on it is told from what lies above.
///
/// ROUGE-L of texts of m and n tokens with a longest common subsequence of l: precision l/m, recall l/n, F = 2PR/(P+R) = 2l/(m+n)
/// (Lin 2004, with equal weights, as rouge-score has it).
package struct SimilarityThreshold: Sendable, Equatable {
    /// The bound as it was written.
    package let text: String
    private let numerator: Int
    private let denominator: Int

    /// Self-Instruct's: 0.7.
    package static let usual = SimilarityThreshold(text: "0.7", numerator: 7, denominator: 10)

    private init(text: String, numerator: Int, denominator: Int) {
        (self.text, self.numerator, self.denominator) = (text, numerator, denominator)
    }

    /// A number from 0 to 1 in decimal notation with at most nine places, such as `0.7`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard (1...2).contains(parts.count), parts.joined().utf8.allSatisfy({ digits.contains($0) }) else { return nil }
        let places = parts.count == 2 ? parts[1] : ""
        guard places.count <= 9, parts.contains(where: { !$0.isEmpty }), let whole = Int("0" + parts[0])
        else { return nil }
        let scale = places.reduce(1) { scale, _ in scale * 10 }
        guard whole <= 1, let fraction = Int("0" + places), whole * scale + fraction <= scale else { return nil }
        self.init(text: text, numerator: whole * scale + fraction, denominator: scale)
    }

    /// The bound as a number, for reports.
    package var value: Double { Double(numerator) / Double(denominator) }

    /// The least longest common subsequence with which texts that have so many tokens together are above the bound.
    func leastCommon(of total: Int) -> Int { numerator * total / (2 * denominator) + 1 }

    /// How many of a text's rarest tokens any text above the bound shares one of.
    ///
    /// With l above t(m+n)/2 and n at least l, l is above tm/(2-t); so at most m - l tokens of the text are not shared, and of
    /// so many and one more at least one is: of the first ones, in any order that both texts follow (the prefix filter of
    /// Chaudhuri, Ganti and Kaushik 2006).
    func prefixLength(of count: Int) -> Int { count - numerator * count / (2 * denominator - numerator) }
}

/// How like two texts are.
package struct Similarity: Sendable, Equatable {
    /// The position of the other text in its corpus.
    package var text: Int
    /// The length of the longest common subsequence, in tokens.
    package var common: Int
    /// How many tokens both texts have together.
    package var total: Int

    /// ROUGE-L's F measure; 0 of empty texts.
    package var score: Double { total == 0 ? 0 : Double(2 * common) / Double(total) }

    /// Whether it is greater than another one, exactly.
    package func isAbove(_ other: Similarity) -> Bool { common * other.total > other.common * total }
}
