import Foundation
import TestSupport
import Testing

@testable import Similarity

/// ROUGE-L: exact, and the reference's.
@Suite struct RougeTests {
    /// The length of the longest common subsequence, as the search measures it.
    private func measured(_ a: [String], _ b: [String]) -> Int {
        let corpus = makeCorpus([a, b])
        var common = CommonSubsequence(tokens: corpus.tokenCount)
        common.prepare(corpus.sequence(of: 0))
        return common.length(with: corpus.sequence(of: 1))
    }

    @Test(arguments: [1, 2, 3, 5, 20, 400])
    func equalsTheTableOnRandomTexts(_ words: Int) {
        var draws = Draws(seed: words)
        func text(_ length: Int) -> [String] { (0..<length).map { _ in "w\(draws.draw(words))" } }
        for _ in 0..<150 {
            let (a, b) = (text(draws.draw(24)), text(draws.draw(24)))
            #expect(measured(a, b) == PlainRouge.common(a, b))
        }
        // Around the ends of words of 64 bits, and over several.
        for length in [63, 64, 65, 127, 128, 129, 200] {
            let (a, b) = (text(length), text(draws.draw(260)))
            #expect(measured(a, b) == PlainRouge.common(a, b))
            #expect(measured(b, a) == PlainRouge.common(a, b))
            #expect(measured(a, a) == length)
        }
    }

    @Test func oneTextIsMeasuredAfterAnother() {
        let texts = [["a", "b", "c"], ["c", "b"], [], ["x", "a", "c"]]
        let corpus = makeCorpus(texts)
        var common = CommonSubsequence(tokens: corpus.tokenCount)
        for (first, a) in texts.enumerated() {
            common.prepare(corpus.sequence(of: first))
            for (second, b) in texts.enumerated() {
                #expect(common.length(with: corpus.sequence(of: second)) == PlainRouge.common(a, b))
            }
        }
    }

    /// A pair with what rouge-score 0.1.2 gives for it; `Cases/README.md` tells how the table was made.
    struct Recorded: Decodable {
        var target: String
        var prediction: String
        var precision: Double
        var recall: Double
        var fmeasure: Double
    }

    @Test func equalsTheReferencesTable() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Cases/rouge-l.jsonl")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 161)
        var near = 0
        for line in lines {
            let recorded = try JSONDecoder().decode(Recorded.self, from: Data(line.utf8))
            let target = TokenRules.ascii.tokens(of: recorded.target)
            let prediction = TokenRules.ascii.tokens(of: recorded.prediction)
            let common = measured(target, prediction)
            #expect(common == PlainRouge.common(target, prediction))
            let score = Similarity(text: 0, common: common, total: target.count + prediction.count).score
            #expect(abs(score - recorded.fmeasure) < 1e-12, "\(line)")
            #expect(abs(Double(common) / Double(max(1, prediction.count)) - recorded.precision) < 1e-12)
            #expect(abs(Double(common) / Double(max(1, target.count)) - recorded.recall) < 1e-12)
            if abs(recorded.fmeasure - 0.7) < 0.1 { near += 1 }
            // The reference rounds: what lies on the bound may come out above it.
            if abs(recorded.fmeasure - 0.7) > 1e-9 {
                let total = target.count + prediction.count
                #expect((common >= SimilarityThreshold.usual.leastCommon(of: total)) == (recorded.fmeasure > 0.7))
            }
        }
        #expect(near > 50)
    }

    @Test func whatLiesOnTheBoundIsNotAboveIt() throws {
        let bound = SimilarityThreshold.usual
        for total in 0...2000 {
            let least = bound.leastCommon(of: total)
            #expect(20 * least > 7 * total && 20 * (least - 1) <= 7 * total)
        }
        let digits = try #require(SimilarityThreshold("0.123456789"))
        #expect(digits.leastCommon(of: 2_000_000_000) == 123_456_790)
    }

    /// However texts are chosen, two above the bound share one of their first tokens.
    @Test(arguments: ["0", "0.3", "0.5", "0.7", "0.85", "0.99", "1"])
    func prefixesAreLongEnoughAndNotLonger(_ text: String) throws {
        let bound = try #require(SimilarityThreshold(text))
        for m in 1...60 {
            // The least length that two texts above the bound can have in common, over all lengths of the other.
            let least = (1...200).map { max(bound.leastCommon(of: m + $0), 0) }.enumerated()
                .filter { $1 <= min(m, $0 + 1) }.map(\.element).min()
            #expect(bound.prefixLength(of: m) == (least.map { m - $0 + 1 } ?? 0))
        }
    }

    @Test func boundsAreRead() {
        for text in ["0.7", ".7", "0.70", "00.7"] {
            #expect(SimilarityThreshold(text)?.leastCommon(of: 20) == 8, "\(text)")
        }
        #expect(SimilarityThreshold("1.")?.value == 1)
        for text in [
            "", ".", "1.1", "2", "-0.5", "0,7", "7e-1", "0.1234567890", "0.7.0", "٠.٧", "+1", "99999999999999999999",
        ] {
            #expect(SimilarityThreshold(text) == nil, "\(text)")
        }
    }

    /// Of all texts the one most like a text, the first of equals, as comparing with all of them finds it.
    @Test(arguments: ["0", "0.5", "0.7", "0.9"], [3, 8, 30])
    func searchFindsWhatComparingAllPairsFinds(_ bound: String, _ words: Int) throws {
        let threshold = try #require(SimilarityThreshold(bound))
        let hundredths = Int((threshold.value * 100).rounded())
        var draws = Draws(seed: words)
        let texts = (0..<150).map { _ in
            (0..<draws.draw(14)).map { _ in "w\(min(draws.draw(words), draws.draw(words)))" }
        }
        let corpus = makeCorpus(texts)
        var index = SimilarityIndex(of: corpus, above: threshold)
        for text in texts.indices { index.insert(text) }
        var search = SimilaritySearch(of: corpus)
        for text in texts.indices {
            for range in [0..<text, text / 2..<text] {
                var best: Similarity?
                for other in range where PlainRouge.isAbove(hundredths, texts[text], texts[other]) {
                    let found = Similarity(
                        text: other, common: PlainRouge.common(texts[text], texts[other]),
                        total: texts[text].count + texts[other].count)
                    if best.map(found.isAbove) ?? true { best = found }
                }
                #expect(search.best(for: text, in: index, among: range) == best)
                #expect((search.best(for: text, in: index, among: range, any: true) != nil) == (best != nil))
            }
        }
        #expect(search.effort.subsequences <= search.effort.bags)
    }
}
