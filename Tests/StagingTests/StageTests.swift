import Diagnostics
import Testing

@testable import Staging

@Suite struct ScoreTests {
    @Test(
        arguments: [
            ("3.5", 3.5), ("3.5\n\n", 3.5), (" 4.166666666666667 ", 4.166666666666667), ("5", 5), ("-1e2", -100),
            ("-0", 0),
            ("\t+2\r\n", 2),
        ] as [(String, Double)])
    func read(_ text: String, _ expected: Double) {
        #expect(Score.parse(text) == expected)
    }

    @Test(arguments: ["", " ", "4/5", "Score: 4", "4,5", "0x10", "nan", "inf", "1e999", "٣", "3 4", "null", "true"])
    func notRead(_ text: String) {
        #expect(Score.parse(text) == nil)
    }

    @Test func ranges() {
        #expect(ScoreRange("1..5")?.bounds == 1...5)
        #expect(ScoreRange("-1.5..-1")?.bounds == -1.5 ... -1)
        for text in ["5..1", "1-5", "..", "1..", "a..b"] { #expect(ScoreRange(text) == nil) }
    }
}

@Suite struct StageBorderTests {
    private func counts(_ scores: [Double], limit: Int = 1 << 18) -> ScoreCounts {
        var counts = ScoreCounts(limit: limit)
        for score in scores { counts.add(score) }
        return counts
    }

    /// Pang et al. 2024: stages of [1, 1.5), [1.5, 3.5) and [3.5, 5].
    @Test func thresholdsOfThePaper() throws {
        let scores = [1, 1.49, 1.5, 2, 3.49, 3.5, 4, 5]
        let borders = try StageBorders(.thresholds([1.5, 3.5]), counts(scores))
        #expect(scores.map { borders.stage(of: $0) { _ in false } } == [0, 0, 1, 1, 1, 2, 2, 2])
        #expect(borders.sizes(counts(scores)) == [2, 3, 3])
    }

    @Test func quantilesKeepEqualScoresTogether() throws {
        let scores: [Double] = [1, 2, 2, 2, 3, 4, 5, 6, 7]
        let borders = try StageBorders(.quantiles(3), counts(scores))
        // The fourth of nine rows is a 2, the seventh a 5.
        #expect(borders.borders.map(\.score) == [2, 5])
        #expect(borders.sizes(counts(scores)) == [1, 5, 3])
    }

    @Test(arguments: 2...7)
    func equalCountsAreEqualToWithinOne(_ stages: Int) throws {
        for count in [stages, 10, 11, 97] {
            let scores = (0..<count).map { Double($0 * 7 % 5) }
            let borders = try StageBorders(.equal(stages), counts(scores))
            let sizes = borders.sizes(counts(scores))
            #expect(sizes.reduce(0, +) == count)
            #expect(sizes.max()! - sizes.min()! <= 1)
            // Rows of one score go to the earlier stage in the order of their keys, here of their places.
            var seen: [Double: Int] = [:]
            var found = Array(repeating: 0, count: stages)
            for score in scores {
                let rank = seen[score, default: 0]
                seen[score] = rank + 1
                found[borders.stage(of: score) { rank < borders.borders[$0].earlier }] += 1
            }
            #expect(found == sizes)
        }
    }

    @Test func valleysLieBetweenHeapsWhateverTheOrder() throws {
        var scores: [Double] = []
        for (middle, count) in [(1.5, 400), (3.0, 300), (4.5, 500)] {
            // A heap by the inverse of a triangle's sum, the same on both sides.
            for index in 0..<count {
                let place = (Double(index) + 0.5) / Double(count)
                scores.append(
                    middle + (place < 0.5 ? (2 * place).squareRoot() - 1 : 1 - (2 - 2 * place).squareRoot()) / 2)
            }
        }
        let first = try ScoreDensity(counts(scores)).valleys(2)
        #expect(abs(first[0] - 2.25) < 0.15 && abs(first[1] - 3.75) < 0.15)
        #expect(try ScoreDensity(counts(scores.reversed())).valleys(2) == first)
        #expect(try ScoreDensity(counts(scores.sorted { sin($0 * 1e4) < sin($1 * 1e4) })).valleys(2) == first)
        #expect(throws: Diagnostics.self) { try ScoreDensity(counts(scores)).valleys(3) }
        #expect(throws: Diagnostics.self) { try ScoreDensity(counts([2, 2, 2])).valleys(1) }
        #expect(throws: Diagnostics.self) { try ScoreDensity(counts([])).valleys(1) }
    }

    /// With more different scores than are told apart, what is kept depends on the scores alone.
    @Test func boundedCountsHaveNoOrder() throws {
        let scores = (0..<5000).map { Double(($0 * 7919) % 5000) / 37 + 50 }
        let exact = counts(scores)
        let one = counts(scores, limit: 1000)
        let other = counts(scores.reversed(), limit: 1000)
        #expect(exact.isExact && !one.isExact)
        #expect(one.count == 5000 && one.sorted.count <= 1000)
        #expect(one.sorted.map(\.score) == other.sorted.map(\.score))
        #expect(one.sorted.map(\.count) == other.sorted.map(\.count))
        #expect(scores.allSatisfy { abs(one.representative($0) - $0) <= 0.01 * $0 })
        let borders = try StageBorders(.equal(4), one)
        #expect(borders.sizes(one) == [1250, 1250, 1250, 1250])
    }
}

@Suite struct TextDifficultyTests {
    @Test func measures() {
        func score(_ measure: TextDifficulty, _ prompt: String, _ completion: String = "") -> Double {
            measure.score(prompt: prompt, completion: completion)
        }
        #expect(score(.length, "ab", "cdé") == 5)
        #expect(score(.promptLength, "ab", "cdé") == 2)
        #expect(score(.completionLength, "ab", "cdé") == 3)
        #expect(score(.constraints, "Write a poem.") == 1)
        #expect(
            score(.constraints, "Write a poem. It must rhyme, without the word sea.\n- exactly four lines\n- no title")
                == 7)
        #expect(score(.steps, "x", "First, add. Then divide.\nThe answer is 3") == 3)
        #expect(score(.longWords, "responsibility a") == 14.0 / 15)
        #expect(score(.variety, "aaaaaaaa") < score(.variety, "abcdefgh"))
    }
}

@Suite struct CompressionTests {
    private func ratio(_ prompt: String, _ completion: String = "") -> Double {
        TextDifficulty.compressionRatio.score(prompt: prompt, completion: completion)
    }

    /// Parsed by hand: a, |, ab, |a, b, a|, aba and b, which was there before, are eight.
    @Test(arguments: [
        ("", 0), ("a", 1), ("abcd", 4), ("aaaaaa", 3), ("a|ab|aba|abab", 8), ("aab", 2), ("aa", 2), ("abab", 3),
    ])
    func phrases(_ text: String, _ expected: Int) {
        #expect(PhraseCount.phrases(of: Array(text.utf8)) == expected)
    }

    /// Ziv and Lempel's own figure for a text of one letter: phrases of 1, 2, 3 … bytes.
    @Test func oneLetter() {
        #expect(PhraseCount.phrases(of: Array(repeating: 97, count: 50 * 51 / 2)) == 50)
    }

    @Test func values() {
        // A line feed stands between prompt and completion: of the first, it is all; the second is a, b, the line feed and ab.
        #expect(ratio("", "") == 0)
        #expect(ratio("ab", "ab") == 0.2)
        // Eight bytes of which none comes twice: 8 x 3 / 64.
        #expect(ratio("abc", "defg") == 0.375)
        // Fifteen a and a line feed: a, aa, aaa, aaaa, aaaaa, then the line feed: 6 log2 6 / (8 x 16).
        #expect(ratio(String(repeating: "a", count: 15)) == 0.12117)
        #expect(
            ratio(String(repeating: "so ", count: 40))
                < ratio("A quick brown fox jumps over a lazy dog by the river bank."))
    }

    /// Of each text 32 KiB are looked at; what stands behind makes no difference, even where the cut parts a character.
    @Test func longTexts() {
        let long = String(repeating: "long text, ", count: 3000).prefix(32_767)
        #expect(ratio(long + "é and so on", "x") == ratio(long + "è", "x"))
        #expect(ratio("x", long + "é and so on") == ratio("x", long + "è"))
        #expect(ratio(long + "é", "x") != ratio(long + "é", "y z"))
    }
}

@Suite struct RareWordTests {
    private func counted(_ texts: [(String, String)]) -> WordCounts {
        var counts = WordCounts()
        for (prompt, completion) in texts {
            for word in WordCounts.words(prompt: prompt, completion: completion) { counts.add(word) }
        }
        return counts
    }

    private func score(_ counts: WordCounts, _ prompt: String, _ completion: String = "") -> Double {
        TextDifficulty.rareWords.score(prompt: prompt, completion: completion, among: counts)
    }

    @Test func wordsThatOccurOnce() {
        let texts = [("Name a bird.", "The wren"), ("Name a fish.", "The bream, the carp"), ("name A BIRD!", "Wren's")]
        for texts in [texts, texts.reversed()] {
            let counts = counted(texts)
            // 17 words with the "s" of "Wren's"; once: fish, bream, carp, s.
            #expect(counts.total == 17)
            #expect(score(counts, "Name a bird.", "The wren") == 0)
            #expect(score(counts, "Name a fish.", "The bream, the carp") == 3.0 / 7)
            #expect(score(counts, "name A BIRD!", "Wren's") == 1.0 / 5)
            #expect(score(counts, "123 - 45", "!") == 0)
        }
    }

    /// Of 300,000 words, those are rare that occur up to three times.
    @Test func rarityGrowsWithAllWords() {
        var counts = counted([("one two two three three three four four four four", "")])
        for word in WordCounts.words(prompt: "filler", completion: "") { counts.add(word, times: 299_990) }
        #expect(counts.total == 300_000)
        #expect(score(counts, "one two three four filler") == 0.6)
        for word in WordCounts.words(prompt: "filler", completion: "") { counts.add(word, times: 99_999) }
        #expect(score(counts, "one two three four filler") == 0.6)
        counts.add(WordCounts.words(prompt: "filler", completion: "")[0])
        #expect(score(counts, "one two three four filler") == 0.8)
    }

    /// A full counter stays full, whatever the order.
    @Test func countersDoNotRunOver() {
        let word = WordCounts.words(prompt: "the", completion: "")[0]
        for times in [[Int(UInt32.max), 2], [2, Int(UInt32.max)]] {
            var counts = WordCounts()
            for times in times { counts.add(word, times: times) }
            #expect(score(counts, "the rest") == 0.5)
        }
    }

    @Test func nothingIsKnownOfNoWords() {
        #expect(score(WordCounts(), "any words") == 1)
        #expect(score(WordCounts(), "") == 0)
    }
}

private func sin(_ number: Double) -> Double {
    // Any function that mixes; not that of the C library, so that the test needs no platform.
    let scaled = number.truncatingRemainder(dividingBy: 6.28)
    return scaled - scaled * scaled * scaled / 6
}

extension StageBorders {
    /// How many rows each stage has.
    ///
    /// - Parameter counts: of all scores.
    func sizes(_ counts: ScoreCounts) -> [Int] {
        let sorted = counts.sorted
        let starts = borders.map { border in
            sorted.reduce(0) { $0 + ($1.score < border.score ? $1.count : 0) } + border.earlier
        }
        return zip([0] + starts, starts + [counts.count]).map { $1 - $0 }
    }
}
