import TestSupport
import Testing

@testable import Similarity

/// How texts are cut and made comparable.
@Suite struct TokenTests {
    @Test(arguments: [
        ("Don't go!", "don t go"), ("one_two-3", "one two 3"), ("café", "caf"), ("\u{212A}g", "kg"),
        ("\u{130}x", "i x"), ("東京", ""), ("", ""),
    ])
    func asciiTokens(_ text: String, _ tokens: String) {
        #expect(TokenRules.ascii.tokens(of: text).joined(separator: " ") == tokens)
    }

    @Test(arguments: [
        ("Don't go!", "don|t|go"), ("Größe 12", "größe|12"), ("ПРИВЕТ, мир", "привет|мир"),
        ("東京タワー333m", "東|京|タ|ワ|ー|333m"),
        ("ひらがなと漢字", "ひ|ら|が|な|と|漢|字"), ("a東b", "a|東|b"), ("ภาษา", "ภ|า|ษ|า"), ("กี่ คำ", "กี่|ค|ำ"), ("한국어 문장", "한국어|문장"),
        ("ខ្មែរ", "ខ្|មែ|រ"), ("မြန်မာ", "မြ|န်|မာ"), ("ພາສາ", "ພ|າ|ສ|າ"), ("हिन्दी भाषा", "हिन्दी|भाषा"), ("x²", "x²"),
        ("e\u{301}te\u{301}", "été"), ("二〇二六年", "二|〇|二|六|年"), ("😀 ok", "ok"), ("\u{301}a", "a"), ("𠀀x", "𠀀|x"),
    ])
    func unicodeTokens(_ text: String, _ tokens: String) {
        #expect(TokenRules.unicode.tokens(of: text).joined(separator: "|") == tokens)
    }

    @Test(arguments: [
        ("  Write\u{A0}\n A  poem ", "write a poem"), ("É", "e\u{301}"), ("", ""), (" \t", ""), ("ΟΔΟΣ", "οδοσ"),
    ])
    func normalisedTexts(_ text: String, _ normalised: String) {
        #expect(NormalisedText.of(text) == normalised)
    }

    /// Numbers of tokens do not depend on the order in which texts come.
    @Test func ranksDoNotDependOnTheOrder() {
        let texts = [["b", "a", "a"], ["c", "d"], ["a", "d", "e"]]
        func named(_ texts: [[String]]) -> [[String]: [Int32]] {
            let corpus = makeCorpus(texts)
            return Dictionary(uniqueKeysWithValues: texts.enumerated().map { ($1, Array(corpus.sequence(of: $0))) })
        }
        #expect(named(texts) == named(texts.reversed()))
        #expect(named(texts)[texts[0]] == [0, 4, 4])
    }

    @Test func firstWordsAndObjects() {
        var words = FirstWords()
        for text in [
            "Write a poem about spring.", "write the poem!", "\"Write\" to her", "(Give) me your list", "What's it?",
            "...", "",
        ] {
            words.add(text)
        }
        let found = words.most(2, objects: 3)
        #expect(found.map(\.word) == ["write", "give"])
        #expect(found.map(\.count) == [3, 1])
        #expect(found[0].objects == [FirstWords.Object(word: "poem", count: 2)])
        #expect(found[1].objects.map(\.word) == ["list"])
        #expect(words.count == 3)
    }
}
