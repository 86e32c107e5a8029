import Foundation
import Running
import TestSupport
import Testing

@testable import Linting

/// The rules of `check` that look at rows.
@Suite struct CheckTests {
    /// Checks a pack of one template against rows given as lines; gives `rule line-of-the-example`.
    private func check(
        _ jinja: String, choices: String? = nil, shown: Bool = false, inverted: Bool = false, rows: [String],
        limit: Int = 200
    ) throws -> [String] {
        let source = jinja.split(separator: "\n", omittingEmptySubsequences: false).map { "      " + $0 }.joined(
            separator: "\n")
        let pack = """
            templates:
              t:
                name: t
                jinja: |-
            \(source)
                answer_choices: \(choices ?? "null")
                metadata: {choices_in_prompt: \(shown), inverted: \(inverted), inverts: a to b}
            """
        return try inTemporaryFolder { folder in
            let file = folder.appendingPathComponent("pack.yaml")
            let data = folder.appendingPathComponent("rows.jsonl")
            try Data(pack.utf8).write(to: file)
            try Data(rows.map { $0 + "\n" }.joined().utf8).write(to: data)
            var checker = Checker()
            checker.rows = limit
            checker.data = InputSet(paths: [data.path])
            checker.check(file.path)
            #expect(checker.report.failures.isEmpty)
            #expect(checker.report.rows == min(limit, rows.count))
            return checker.report.findings.map { finding in
                (finding.rule ?? "") + (finding.example.map { " \($0.line)" } ?? "")
            }
        }
    }

    private func rows(_ count: Int, _ row: (Int) -> String) -> [String] { (0..<count).map(row) }

    @Test func fieldsThatRowsLackAreFound() throws {
        let rows = [#"{"text":"a","label":"b"}"#, #"{"text":"c"}"#]
        #expect(try check("{{ text }} ||| {{ label }}", rows: rows) == ["undefined-field 2"])
        #expect(try check("{{ text }} ||| {{ label | default('none') }}", rows: rows).isEmpty)
        #expect(
            try check("{{ text }} ||| {% if x is defined %}{{ x }}{% endif %}{{ text | upper }}", rows: rows).isEmpty)
        #expect(
            try check("{{ text }} ||| {% if text == 'z' %}{{ x }}{% else %}b{% endif %}", rows: rows) == [
                "undefined-field"
            ])
    }

    @Test func templatesThatFailAreFound() throws {
        #expect(try check("{{ a / b }} ||| x", rows: [#"{"a":1,"b":1}"#, #"{"a":1,"b":0}"#]) == ["render-fails 2"])
    }

    @Test func blankAndDividedRendersAreFound() throws {
        let rows = [#"{"a":"x","b":"y"}"#, #"{"a":"x","b":" "}"#]
        #expect(try check("{{ a }} ||| {{ b }}", rows: rows) == ["blank-render 2"])
        #expect(try check("{{ a }} ||| {{ b }}", rows: [rows[0]]).isEmpty)
        #expect(
            try check("{{ a }} ||| {{ b }}{% if b == 'y' %} ||| z{% endif %}", rows: [rows[0]]) == ["too-many-parts 1"])
        #expect(try check("{{ a }} {{ b }}", rows: rows) == ["no-separator"])
    }

    @Test func anAnswerInThePromptIsFound() throws {
        let rows = [#"{"q":"where","answer":" Oslo "}"#]
        #expect(
            try check("{{ q }} {{ answer | upper | lower | title }} ||| {{ answer | trim }}", rows: rows) == [
                "answer-in-prompt 1"
            ])
        // Copied from a passage, or too short.
        #expect(try check("{{ q }} ||| {{ answer }}", rows: [#"{"q":"Oslo is where","answer":"Oslo"}"#]).isEmpty)
        #expect(try check("{{ q }} {{ answer | trim }} ||| {{ answer }}", rows: [#"{"q":"1","answer":"12"}"#]).isEmpty)
        let mixed = [#"{"a":"One Two"}"#, #"{"a":"Three"}"#, #"{"a":"four"}"#]
        #expect(try check("Mend the case: {{ a | lower }} ||| {{ a }}", rows: mixed).isEmpty)
        let two = "Which, {{ a | trim }} or {{ b | trim }}? ||| {% if x %}{{ a }}{% else %}{{ b }}{% endif %}"
        #expect(try check(two, rows: [#"{"a":"tea","b":"milk","x":true}"#]).isEmpty)
    }

    @Test func labelsOutOfRangeAreFound() throws {
        let jinja = "{{ text }} ||| {{ answer_choices[label] }}"
        func row(_ label: Int) -> String { "{\"text\":\"t\(label)\",\"label\":\(label)}" }
        #expect(try check(jinja, choices: "bad ||| good", rows: [row(0), row(2)]) == ["label-out-of-range 2"])
        #expect(try check(jinja, choices: "bad ||| good", rows: [row(0), row(-1)]) == ["label-out-of-range 2"])
        #expect(try check(jinja, choices: "bad ||| good", rows: [row(0), row(1)]).isEmpty)
    }

    @Test func choicesThatNoRowTakesAreFound() throws {
        let jinja = "{{ text }} ||| {{ answer_choices[label] }}"
        func row(_ index: Int) -> String { "{\"text\":\"t\(index)\",\"label\":\(index % 2)}" }
        #expect(try check(jinja, choices: "bad ||| good ||| fair", rows: rows(100, row)) == ["unreachable-choice"])
        #expect(try check(jinja, choices: "bad ||| good ||| fair", rows: rows(99, row)).isEmpty)
        #expect(try check(jinja, choices: "bad ||| good", rows: rows(100, row)).isEmpty)
    }

    @Test func optionsAreLookedForInPrompts() throws {
        let rows = [#"{"text":"one","label":0}"#, #"{"text":"two","label":1}"#, #"{"text":"three","label":0}"#]
        let answer = " ||| {{ answer_choices[label] }}"
        #expect(
            try check("Choose one: {{ text }}" + answer, choices: "bad ||| good", shown: true, rows: rows) == [
                "options-not-shown 1"
            ])
        #expect(
            try check("Choose one. {{ text }}, good or bad?" + answer, choices: "bad ||| good", rows: rows)
                == ["options-shown-unmarked 1"])
        #expect(
            try check("Choose one. {{ text }}, good or bad?" + answer, choices: "bad ||| good", shown: true, rows: rows)
                .isEmpty)
        #expect(try check("{{ text }}, goods or bad?" + answer, choices: "bad ||| good", rows: rows).isEmpty)
    }

    @Test func sentencesThatRunIntoValuesAreFound() throws {
        let jinja = "Read this.{{ text }} ||| {{ label }}"
        #expect(try check(jinja, rows: [#"{"text":"Once","label":"x"}"#]) == ["missing-space 1"])
        #expect(try check(jinja, rows: [#"{"text":" Once","label":"x"}"#, #"{"text":"txt","label":"x"}"#]).isEmpty)
    }

    @Test func equalPromptsWithOtherCompletionsAreFound() throws {
        let rows = [#"{"a":"xyz","b":"1"}"#, #"{"a":"xyz","b":"1"}"#, #"{"a":"xyz","b":"2"}"#]
        #expect(try check("{{ a }} ||| {{ b }}", rows: rows) == ["ambiguous-prompt 3"])
        #expect(try check("{{ a }} ||| {{ b }}", inverted: true, rows: rows).isEmpty)
        #expect(try check("{{ a }} ||| {{ b }}", rows: Array(rows.prefix(2))).isEmpty)
    }

    @Test func lettersThatInvertedTemplatesStartFromAreFound() throws {
        let rows = [#"{"q":"What?","answer":"(b)."}"#, #"{"q":"Who?","answer":"C"}"#]
        #expect(
            try check("Ask for {{ answer }} ||| {{ q }}", inverted: true, rows: rows) == ["inverted-answer-letter 1"])
        #expect(try check("{{ answer }} ||| {{ q }}", inverted: true, rows: rows) == ["inverted-answer-letter 1"])
        #expect(try check("{{ q }} ||| {{ answer }}", inverted: true, rows: rows) == ["inverted-answer-letter 1"])
        #expect(try check("{{ q }} ||| {{ answer }}", rows: rows).isEmpty)
        #expect(
            try check("Ask for {{ answer }} ||| {{ q }}", inverted: true, rows: [#"{"q":"What?","answer":"tea"}"#])
                .isEmpty)
    }

    @Test func inversionsThatABuildRefusesAreFound() throws {
        let rows = [#"{"q":"What is it?","a":"tea"}"#, #"{"q":"Who is it?","a":"C"}"#, #"{"q":"","a":"tea"}"#]
        let jinja = "Ask for {{ a }} ||| {{ q or 'No idea' }}"
        #expect(
            try check(jinja, inverted: true, rows: rows) == ["inversion-refused 3", "inversion-refused 2"])
        #expect(try check(jinja, inverted: true, rows: Array(rows.prefix(1))).isEmpty)
        #expect(try check(jinja, rows: Array(rows.prefix(2))).isEmpty)
    }

    @Test func columnsOfDatesAreFound() throws {
        func row(_ day: Int) -> String { "{\"text\":\"day \(day)\",\"n\":{\"d\":\"2024-02-0\(day)\"}}" }
        #expect(try check("{{ text }} ||| {{ n.d }}", rows: (1...3).map(row)) == ["date-column 1"])
        #expect(try check("{{ text }} ||| On {{ n.d }}", rows: (1...3).map(row)).isEmpty)
        #expect(
            try check("{{ t }} ||| It is {{ t }}", rows: rows(3) { "{\"t\":\"12:0\($0)\"}" }) == [
                "date-column 1", "date-column 1",
            ])
    }

    @Test func rowsAreTakenFromAllPartsOfASortedFile() throws {
        let rows = rows(400) { #"{"t":"a\#($0)","label":\#($0 / 200)}"# }
        let jinja = "{{ t }} ||| {{ answer_choices[label] }}"
        #expect(try check(jinja, choices: "no ||| yes", rows: rows, limit: 120).isEmpty)
        #expect(try check(jinja, choices: "no ||| yes ||| maybe", rows: rows, limit: 120) == ["unreachable-choice"])
    }
}
