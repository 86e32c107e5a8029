/// How often words occur in many texts, in a table of a fixed size (16 MiB) and whatever the order.
///
/// A word is a run of letters, in lower case. It counts in one of 4,194,304 counters, which the hash FNV-1a of its bytes tells (Fowler,
/// Noll and Vo). Words that share a counter pass for one: a rare word may look frequent, never a frequent one rare. Of 10,000
/// different words so one in 420 shares its counter, of 1,000,000 one in five.
package struct WordCounts: Sendable {
    private static let size = 1 << 22
    /// So many words make the one that is rare.
    private static let rarity = 100_000

    /// Empty until a word is added. A counter that is full stays so.
    private var counters: [UInt32] = []
    /// How many words were added.
    package private(set) var total = 0

    package init() {}

    /// The counters of the words of an instance, one for each word.
    package static func words(prompt: String, completion: String) -> [UInt32] {
        (TextDifficulty.words(prompt) + TextDifficulty.words(completion)).map { word in
            // FNV-1a's numbers for 64 bits; the upper half is folded in, as its authors advise for fewer bits.
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            return UInt32(truncatingIfNeeded: hash ^ hash >> 32) & UInt32(size - 1)
        }
    }

    /// Adds a word, by its counter.
    package mutating func add(_ word: UInt32, times: Int = 1) {
        if counters.isEmpty { counters = Array(repeating: 0, count: Self.size) }
        let sum = UInt64(counters[Int(word)]) + UInt64(times)
        counters[Int(word)] = UInt32(clamping: sum)
        total += times
    }

    /// The share of words that are rare: they occur once, or no more often than once in 100,000 of all words.
    ///
    /// - Parameter words: their counters.
    /// - Returns: 0 for no words.
    package func rareShare(of words: some Collection<UInt32>) -> Double {
        guard !words.isEmpty else { return 0 }
        let most = max(1, total / Self.rarity)
        let rare = words.reduce(0) { $0 + (counters.isEmpty || Int(counters[Int($1)]) <= most ? 1 : 0) }
        return Double(rare) / Double(words.count)
    }
}
