import Diagnostics
import Prompting
import Recipes
import Testing

@testable import Linting

/// The rules of `check` that concern whole packs, and how recipes switch rules off.
@Suite struct PackLintTests {
    private func lint(_ text: String) throws -> [String] {
        let pack = try Pack(name: "p.yaml", text: text)
        let templates = pack.templates.map { LintedTemplate($0, options: PromptOptions()) }
        return (pack.findings(templates) + pack.unusedInputs(templates)).map {
            "\($0.location?.line ?? 0) \($0.severity.rawValue) \($0.rule ?? "")"
        }
    }

    private func template(_ key: String, id: String? = nil, name: String? = nil, _ jinja: String) -> String {
        "  \(key): {id: \(id ?? key), name: \(name ?? key), jinja: '\(jinja)'}\n"
    }

    @Test func theSameTemplateTwiceIsFound() throws {
        let first = template("a", "{{ x }}  ||| {{ y }}")
        #expect(
            try lint("templates:\n" + first + template("b", "{{ x }} |||   {{ y }}")).contains(
                "3 warning duplicate-template"))
        #expect(
            try lint("templates:\n" + template("a", "{{ x }} ||| {{ y }}") + template("b", "{{ x }}. ||| {{ y }}"))
                .isEmpty)
    }

    @Test func equalNamesAndIdsAreFound() throws {
        let first = "templates:\n" + template("a", "{{ x }} ||| {{ y }}")
        #expect(try lint(first + template("b", name: "a", "{{ x }}. ||| {{ y }}")) == ["3 warning duplicate-template"])
        #expect(try lint(first + template("b", id: "a", "{{ x }}. ||| {{ y }}")) == ["3 error duplicate-template"])
    }

    @Test func inputsAreHeldAgainstTemplates() throws {
        let templates = "templates:\n" + template("a", "{{ x }} {{ range(2) | join }} ||| {{ y }}")
        #expect(try lint("inputs: {x: one, y: two}\n" + templates).isEmpty)
        #expect(try lint("inputs:\n  x: one\n  y: two\n  z: three\n" + templates) == ["4 warning unused-input"])
        #expect(try lint("inputs: {x: one}\n" + templates) == ["3 warning undeclared-input"])
        #expect(try lint(templates).isEmpty)
    }

    private func recipe(_ check: String) throws -> Recipe {
        try Recipe(
            path: "r.yaml", text: "datasets: [{name: d, data: d.jsonl, templates: sentiment}]\ncheck: \(check)\n")
    }

    @Test func rulesAreSwitchedOffWithAReason() throws {
        #expect(try recipe("{off: {date-column: dates are meant}}").switchedOff == [.dateColumn: "dates are meant"])
        #expect(try recipe("{off: {}}").switchedOff.isEmpty)
    }

    @Test(arguments: [
        ("{off: {date-colum: x}}", "date-column"), ("{off: {date-column: ' '}}", "why"),
        ("{off: {date-column: }}", "why"),
        ("{on: {}}", "off"), ("{off: [date-column]}", ""),
    ])
    func wrongSwitchesAreTold(_ check: String, _ help: String) throws {
        let error = #expect(throws: Diagnostics.self) { try recipe(check) }
        let first = try #require(error?.all.first)
        #expect(first.location?.line == 2)
        if !help.isEmpty { #expect(first.help?.contains(help) ?? false) }
    }
}
