import Jinja
import Mixing
import Testing

@testable import Prompting

@Suite struct PromptTests {
    private func parts(
        _ jinja: String, _ row: String, choices: String? = nil, lenient: Bool = false
    ) throws -> [String]? {
        var options = PromptOptions()
        options.undefined = lenient ? .standard : .strict
        return try makeTask([makeTemplate(jinja, choices: choices)], options: options).render(row)?.parts
    }

    @Test(arguments: [
        ("Say {{text}}.|||{{label}}", #"{"text":"hi","label":"x"}"#, ["Say hi.", "x"]),
        // Parts lose white space at their ends as Python's strip takes it, and nothing else.
        (" \u{A0}{{a}} \n|||\u{200B}{{a}}\u{1F}", #"{"a":"\u3000x\u3000"}"#, ["x", "\u{200B}\u{3000}x"]),
        ("{{a}}|||b|||c", #"{"a":1}"#, ["1", "b", "c"]),
        ("no border", "{}", ["no border"]),
        ("{% if a %}{{a}}|||yes{% endif %}", #"{"a":0}"#, [""]),
    ])
    func partsAreDividedAndTrimmed(_ jinja: String, _ row: String, _ expected: [String]) throws {
        #expect(try parts(jinja, row) == expected)
    }

    @Test(arguments: [
        "a ||| b", "|||", "{{ text }} {% if %}", "<script>|||</script>", "{# c #}", Separator(variant: 0).mark,
    ])
    func valuesAreText(_ value: String) throws {
        let escaped = value.replacing("\"", with: "\\\"")
        #expect(try parts("<{{text}}>|||[{{text}}]", "{\"text\":\"\(escaped)\"}") == ["<\(value)>", "[\(value)]"])
    }

    @Test func escapedMarksInARowAreText() throws {
        #expect(
            try parts("{{text}}|||x", #"{"text":"a\ufdd0\uFDD2\ufdd1b"}"#) == ["a\(Separator(variant: 0).mark)b", "x"])
    }

    @Test func answerChoicesAreDividedWhereverTheirBordersComeFrom() throws {
        let row = #"{"options":["a ||| b","c"],"label":1}"#
        let task = try makeTask([
            makeTemplate(
                "{{answer_choices[0]}}|||{{answer_choices[label]}}", choices: #"{{ options | join(" ||| ") }}"#)
        ])
        let rendered = try #require(try task.render(row))
        #expect(rendered.choices == ["a ||| b", "c"])
        #expect(rendered.parts == ["a ||| b", "c"])
    }

    @Test func separatorInASearchedTextMeansWhatItLooksLike() throws {
        #expect(try parts("{{ text.split('|||') | join('+') }}|||x", #"{"text":"a|||b"}"#) == ["a+b", "x"])
        #expect(try parts("{{ 'yes' if '|||' in text else 'no' }}|||x", #"{"text":"a|||b"}"#) == ["yes", "x"])
    }

    @Test func missingFieldsAreErrorsUnlessLenient() throws {
        #expect(try parts("{{text}}|||{{nothing}}x", #"{"text":"a"}"#, lenient: true) == ["a", "x"])
        do {
            _ = try parts("{{text}}|||{{nothing}}x", #"{"text":"a"}"#)
            Issue.record("no error")
        } catch let error as PromptError {
            #expect(error.code == .undefinedField)
            #expect(error.field == "nothing")
            #expect(error.template == "t")
            #expect(error.message.contains("line 1"))
        }
    }

    @Test func rowWithReservedFieldIsRefused() throws {
        #expect(throws: PromptError.self) { try parts("{{answer_choices}}|||b", #"{"answer_choices":[1]}"#) }
    }

    @Test func valuesAreCutAsPromptSourceDoes() throws {
        var options = PromptOptions()
        options.truncation = 10
        let task = try makeTask([makeTemplate("{{text}}|||x")], options: options)
        #expect(try task.render(#"{"text":"one two three four five six"}"#)?.parts == ["one...", "x"])
    }
}

@Suite struct TransformTests {
    private func value(_ transform: RowTransform, _ row: String, _ jinja: String = "{{label}}|||{{choices}}") throws
        -> [String]?
    {
        try makeTask([makeTemplate(jinja)], transform: transform).render(row)?.parts
    }

    @Test(arguments: [#"{"label":1}"#, #"{"label":"1"}"#])
    func labelsBecomeWords(_ row: String) throws {
        let transform = try RowTransform(labels: [("0", "bad"), ("1", "good")])
        #expect(try value(transform, row) == ["good", "['bad', 'good']"])
    }

    @Test func unknownLabelIsAnError() throws {
        let transform = try RowTransform(labels: [("0", "bad")])
        #expect(throws: PromptError.self) { try value(transform, #"{"label":7}"#) }
        #expect(throws: PromptError.self) { try value(transform, #"{"other":7}"#) }
    }

    @Test func fieldsAreComputedFromTheRowAsItStands() throws {
        let transform = try RowTransform(fields: [("a", "{{ b }}"), ("b", "{{ a + 1 }}"), ("c", "<{{ a }}>")])
        #expect(
            try value(transform, #"{"a":1,"b":2}"#, "{{a}} {{b}} {{c}}|||{{ b is integer }} {{ c is string }}") == [
                "2 2 <1>", "True True",
            ])
    }

    @Test func whereRefusesRows() throws {
        let transform = try RowTransform(where: "label is not none")
        #expect(try value(transform, #"{"label":null,"choices":1}"#) == nil)
        #expect(try value(transform, #"{"label":3,"choices":1}"#) == ["3", "1"])
    }

    @Test func mistakesAreToldBeforeARowIsRead() {
        #expect(throws: (any Error).self) { try RowTransform(where: "label is not") }
        #expect(throws: (any Error).self) { try RowTransform(fields: [("a", "{{ b | nosuch }}")]) }
    }
}
