import Testing

@testable import Jinja

/// What a template's text tells without rendering it.
@Suite struct AnalysisTests {
    private func template(_ source: String, separator: Separator? = Separator()) throws -> Template {
        let environment = Environment(library: .promptSource)
        environment.separator = separator
        return try environment.compile(source)
    }

    @Test func onlyTextAndNamesIsASplice() throws {
        let mark = Separator().mark
        #expect(
            try template("Q: {{ text }}\nA: ||| {{ label }}").splice == [
                .text(Array("Q: ".utf8)), .name("text"), .text(Array("\nA: \(mark) ".utf8)), .name("label"),
            ])
        #expect(try template("{{ answer_choices[label] }}").splice == [.item(of: "answer_choices", at: "label")])
        #expect(try template("{# nothing #}plain").splice == [.text(Array("plain".utf8))])
        #expect(try template("a ||| b", separator: nil).splice == [.text(Array("a ||| b".utf8))])
        #expect(try template("").splice == [])
    }

    @Test(arguments: [
        "{{ text | lower }}", "{{ text.a }}", "{% if x %}a{% endif %}", "{% set x = 1 %}{{ x }}", "{{ 'a' }}",
        "{% for x in y %}{{ x }}{% endfor %}", "{% include 'a' %}",
    ])
    func moreThanThatIsNone(_ source: String) throws {
        #expect(try template(source).splice == nil)
    }

    @Test func escapingIsMoreThanSplicing() throws {
        let environment = Environment()
        environment.autoescape = true
        #expect(try environment.compile("{{ text }}").splice == nil)
    }

    @Test(arguments: [
        ("no separator", SeparatorPlacement.topLevel(count: 0)),
        ("{{ a }} ||| {{ b }}", .topLevel(count: 1)),
        ("{% if a %}x{% endif %} ||| b ||| c", .topLevel(count: 2)),
        ("{% if a %}x ||| y{% endif %}", .nested),
        ("{% if a %}x{% else %}y ||| z{% endif %}", .nested),
        ("{% for a in b %}{% if a %}|||{% endif %}{% endfor %}", .nested),
        ("{{ a if b else 'c ||| d' }}", .nested),
        ("{{ a.split('|||')[0] }}", .nested),
        ("{% set x = 'a ||| b' %}c", .topLevel(count: 0)),
        ("{% include 'a' %}", .nested),
        ("{% macro m() %}|||{% endmacro %}", .nested),
    ])
    func separatorsAreFound(_ source: String, _ placement: SeparatorPlacement) throws {
        #expect(try template(source).separators == placement)
    }

    @Test func namesThatAreReadAreTold() throws {
        let template = try template("{% set x = a %}{{ x }}{% for i in b %}{{ i }}{{ c }}{% endfor %}{{ range(3) }}")
        #expect(template.externalNames == ["a", "b", "c", "range"])
    }

    @Test func sourceDepthIsSettable() throws {
        let environment = Environment()
        environment.limits.parseDepth = 10
        #expect(throws: JinjaError.self) {
            try environment.compile(
                "{{ " + String(repeating: "(", count: 11) + "1" + String(repeating: ")", count: 11) + " }}")
        }
    }

    @Test func whatWasExpectedIsTold() throws {
        let error = #expect(throws: JinjaError.self) { try Environment().compile("{% for x y %}{% endfor %}") }
        #expect(error?.expected == "in")
    }
}
