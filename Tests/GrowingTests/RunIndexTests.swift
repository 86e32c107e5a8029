import TestSupport
import Testing

@testable import Growing

/// Shared runs of words, and texts of different origins.
@Suite struct RunIndexTests {
    /// The texts that a text shares a run with, and how many of its runs stand in each, by comparing all.
    private static func plain(_ text: [Int32], _ others: [[Int32]], _ length: Int) -> [Int: Int] {
        func runs(_ text: [Int32]) -> [ArraySlice<Int32>] {
            text.count < length ? [] : (0...text.count - length).map { text[$0..<$0 + length] }
        }
        var found: [Int: Int] = [:]
        for (place, other) in others.enumerated() {
            let known = runs(other)
            let count = runs(text).count { run in known.contains { $0.elementsEqual(run) } }
            if count > 0 { found[place] = count }
        }
        return found
    }

    @Test(arguments: [1, 2, 3, 13], [2, 5, 40])
    func findsWhatComparingAllFinds(_ length: Int, _ words: Int) {
        var draws = Draws(seed: 100 * length + words)
        var texts: [[Int32]] = (0..<80).map { _ in
            (0..<draws.draw(40)).map { _ in Int32(draws.draw(words)) }
        }
        // Texts that have a part of another one inside.
        for text in 40..<80 where texts[text - 40].count > length {
            texts[text].insert(contentsOf: texts[text - 40].dropFirst(draws.draw(3)), at: texts[text].count / 2)
        }
        var starts = [0]
        for text in texts { starts.append(starts.last! + text.count) }
        let ranges = texts.indices.map { starts[$0]..<starts[$0 + 1] }
        let origins = texts.indices.map { Int32($0 % 3) }
        for origins in [[], origins] {
            var index = RunIndex(tokens: texts.flatMap { $0 }, texts: ranges, length: length, origins: origins)
            var added: [Int] = []
            for text in texts.indices {
                // Runs of texts of the same origin may hide those of others, and so only texts that share nothing are added.
                let all = Self.plain(texts[text], added.map { texts[$0] }, length)
                let allowed = all.filter { origins.isEmpty || origins[added[$0.key]] != origins[text] }
                let best = index.best(for: text)
                #expect((best == nil) == allowed.isEmpty)
                if let best {
                    let place = added.firstIndex(of: best.text)!
                    #expect(best.shared == allowed[place])
                    #expect(best.runs == texts[text].count - length + 1)
                }
                if all.isEmpty {
                    index.insert(text)
                    added.append(text)
                }
            }
            #expect(!added.isEmpty)
        }
    }

    /// More runs than there is room for in the beginning.
    @Test func growsWithoutLosingAnything() {
        let text = (0..<5000).map(Int32.init)
        var index = RunIndex(tokens: text + text, texts: [0..<5000, 5000..<10_000], length: 4)
        #expect(index.best(for: 1) == nil)
        index.insert(0)
        #expect(index.best(for: 1) == SharedRuns(text: 0, shared: 4997, runs: 4997))
    }

    @Test func textsOfOneOriginAreNotCompared() {
        let corpus = makeCorpus([["a", "b", "c"], ["a", "b", "c"], ["a", "b"]])
        var search = SimilaritySearch(of: corpus)
        var index = SimilarityIndex(of: corpus, above: .usual, origins: [0, 1, 0])
        for text in 0..<3 { index.insert(text) }
        #expect(search.best(for: 2, in: index, among: 0..<2)?.text == 1)
        #expect(search.best(for: 1, in: index, among: 0..<1)?.text == 0)
        #expect(search.best(for: 2, in: index, among: 0..<1) == nil)
    }

    /// Texts in ASCII have fast ways of their own.
    @Test func asciiTextsGiveTheSameAsOthers() {
        var draws = Draws(seed: 7)
        for _ in 0..<2000 {
            let text = String(
                String.UnicodeScalarView(
                    (0..<draws.draw(30)).map { _ in Unicode.Scalar(UInt8(draws.draw(128))) }))
            #expect(NormalisedText.of(text) == NormalisedText.plain(text))
            for rules in TokenRules.allCases { #expect(rules.tokens(of: text) == rules.plainTokens(of: text)) }
        }
    }
}
