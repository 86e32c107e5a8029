import Testing

@testable import Reports

@Suite struct MarkedTextTests {
    private func spans(_ text: String, _ values: KeyValuePairs<String, String>) -> [String] {
        MarkedText(text, values: values.map { ($0.key, $0.value) }).spans.map { span in
            "\(span.field) \(span.range.lowerBound)-\(span.range.upperBound)"
        }
    }

    @Test func placesAreInCodePoints() {
        #expect(spans("é😀: naïve!", ["a": "naïve"]) == ["a 4-9"])
        // As bytes, not as characters: a combining mark behind a value does not hide it.
        #expect(spans("cafe\u{301} cafe", ["a": "cafe"]) == ["a 0-4", "a 6-10"])
    }

    @Test func longerValuesComeFirst() {
        #expect(spans("the cat sat", ["a": "cat", "b": "the cat"]) == ["b 0-7"])
        #expect(spans("the cat and a cat", ["a": "cat", "b": "the cat"]) == ["b 0-7", "a 14-17"])
        // Of equal values the first field's.
        #expect(spans("abc", ["x": "abc", "y": "abc"]) == ["x 0-3"])
    }

    @Test func placesDoNotOverlap() {
        #expect(spans("aaaaaaa", ["a": "aaa"]) == ["a 0-3", "a 3-6"])
        #expect(spans("abcde", ["a": "abc", "b": "cde"]) == ["a 0-3"])
    }

    @Test func shortValuesAndOuterWhiteSpaceDoNotCount() {
        #expect(spans("a be sea", ["a": "a", "b": "be", "c": ""]) == [])
        #expect(spans("[word]", ["a": "  word\n"]) == ["a 1-5"])
        #expect(spans("[a]", ["a": "a   "]) == [])
        #expect(spans("   ", ["a": "   "]) == [])
        #expect(spans("", ["a": "abc"]) == [])
    }

    @Test(.timeLimit(.minutes(1)))
    func textsMadeToBeSlowAreNot() {
        let text = String(repeating: "a", count: 200_000)
        let value = String(repeating: "a", count: 50_000) + "b" + String(repeating: "a", count: 50_000)
        #expect(spans(text, ["a": value]) == [])
    }
}
