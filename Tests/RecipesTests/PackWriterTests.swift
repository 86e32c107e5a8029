import Jinja
import Prompting
import Testing

@testable import Recipes

@Suite struct PackWriterTests {
    /// All of a template but where it stands.
    private func contents(_ template: PromptTemplate) -> [String] {
        [
            template.id, template.name, template.jinja, template.answerChoices ?? "<none>",
            "\(template.choicesInPrompt) \(template.isOriginalTask) \(template.isInverted)",
            "\(template.languages) \(template.metrics)", template.inverts ?? "<none>", template.reference ?? "<none>",
            "\(template.options)",
        ]
    }

    private func expectRoundTrip(_ pack: Pack) throws {
        let text = PackWriter().text(pack)
        let again = try Pack(name: pack.name, text: text)
        #expect(again.templates.map(contents) == pack.templates.map(contents))
        #expect(again.inputs.map(\.name) == pack.inputs.map(\.name))
        #expect(again.inputs.map(\.text) == pack.inputs.map(\.text))
        #expect(
            [again.task, again.description, again.dataset, again.subset]
                == [pack.task, pack.description, pack.dataset, pack.subset])
        #expect(PackWriter().text(again) == text)
    }

    @Test(arguments: PackLibrary.shippedNames)
    func shippedPacksLoadBack(_ name: String) throws {
        try expectRoundTrip(try #require(try PackLibrary.shipped(name)))
    }

    /// Texts that YAML has a meaning of its own for, or readers stumble over. (A byte order mark at the start of a text is
    /// none of them: Yams drops it.)
    static let texts = [
        "", " ", "a", "null", "~", "true", "No", "1", "1.5", "0x1F", "2001-01-01", "- a", "a: b", "a #b", "#a", "!x",
        "&a", "*a", "'", "\"", "it's", "\"a\" 'b'", "a\nb", "a\nb\n", "a\nb\n\n", "\na", "\n", " a\nb", "\ta\nb",
        "a\n\tb",
        "a\n  b\nc", "a\n \nb", "a\n\nb", "a \nb", "a\n---\nb", "a\n...\nb", "a\r\nb", "\u{85}", "a\u{2028}b",
        "a\u{FEFF}b",
        "\u{0}", "\u{1B}[31m", "\u{7F}", "é😀", "\u{202E}x", "\u{FFFE}", "a\\nb", "\\", "{{ a }}|||{{ b }}", "a, b",
        "[a]",
        "{a: b}", "a ||| b", "%a", "@a", "`a`", "|", ">", "? a", "a:", "a\n# b\nc", "---", "x y", "(a)",
        "a\n{{ b }}   ", "   a",
    ]

    @Test func anyTextLoadsBack() throws {
        var pack = Pack(name: "p.yaml", templates: [])
        for (index, text) in Self.texts.enumerated() {
            var template = PromptTemplate(
                id: "\(index)\(text)", name: text, jinja: text, answerChoices: text, isOriginalTask: false,
                isInverted: index.isMultiple(of: 2))
            template.languages = [text, "en"]
            template.inverts = text
            template.options.order = index.isMultiple(of: 3) ? nil : .shuffled
            template.options.styles = index.isMultiple(of: 4) ? [.letters] : [.bullets, .inline]
            template.options.answers = index.isMultiple(of: 4) ? [.letter, .both] : nil
            template.reference = text.isEmpty ? nil : text
            pack.templates.append(template)
            pack.inputs.append((name: "\(index)\(text)", text: text))
        }
        (pack.dataset, pack.description) = ("a: b", "two\nlines")
        try expectRoundTrip(pack)
    }

    @Test func commentsStandWhereTheyBelong() throws {
        var pack = Pack(name: "p.yaml", templates: [PromptTemplate(id: "a", name: "first", jinja: "x ||| y")])
        pack.dataset = "d"
        var writer = PackWriter()
        writer.header = ["Top.", ""]
        writer.templateNotes = ["a": ["Here."]]
        #expect(
            writer.text(pack) == """
                # Top.

                dataset: d
                templates:
                  # Here.
                  a: !Template
                    id: a
                    name: first
                    answer_choices: null
                    jinja: |-
                      x ||| y
                    metadata: !TemplateMetadata
                      choices_in_prompt: false
                      original_task: true
                      languages: []
                      metrics: []
                    reference: ''

                """)
    }
}
