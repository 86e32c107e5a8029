import Testing

@testable import Prompting

@Suite struct TemplatePiecesTests {
    private func cut(_ source: String) -> [String] {
        TemplatePieces(source).pieces.map { "\($0.kind) \($0.content)" }
    }

    @Test func sourcesAreCutAtTags() {
        #expect(
            cut("a {{ b }}|||{% if c %}d{# e #}") == [
                "text a ", "print b", "separator |||", "statement if c", "text d", "comment e",
            ])
        #expect(cut("{{ '}}' }}x") == ["print '}}'", "text x"])
        #expect(cut("{{ {'a': {}} }}") == ["print {'a': {}}"])
        #expect(cut("a {{- b -}} c") == ["text a", "print b", "text c"])
        #expect(cut("a {{ b") == ["text a ", "print b"])
        #expect(cut("a { b | c || d") == ["text a { b | c || d"])
        #expect(cut("").isEmpty)
    }

    @Test func plainFieldsAreTold() {
        for content in ["a", "a.b", "a[0]", "a['b']", "list[index]", "a[-1]"] {
            #expect(TagContent.isPlain(content), "\(content)")
        }
        for content in ["a | b", "'a'", "a + b", "a(b)", "a if b", "1"] {
            #expect(!TagContent.isPlain(content), "\(content)")
        }
    }

    @Test func namesAreTold() {
        #expect(TagContent.names("a.b | join(c) if d is defined else 'e'") == ["a", "c", "d"])
        #expect(TagContent.names("for x in rows") == ["x", "rows"])
        #expect(TagContent.names("answer_choices[label]") == ["answer_choices", "label"])
        #expect(TagContent.names("a|trim") == ["a"])
        #expect(TagContent.names("if not a and b is not none") == ["a", "b"])
    }
}
