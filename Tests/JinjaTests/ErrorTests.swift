import Diagnostics
import Testing

@testable import Jinja

/// Where an error is said to be, and of what kind.
struct ErrorCase: Sendable, CustomTestStringConvertible {
    let title: String
    let source: String
    let kind: JinjaError.Kind
    let line: Int
    let column: Int
    var name: String?
    /// The line that is shown; the template's own line unless the error is in another one.
    var excerpt: String?
    var template = "<template>"

    var testDescription: String { title }
}

@Suite struct ErrorTests {
    static let templates = [
        "macros": "{% macro half(x) %}\n  {{ x / 0 }}\n{% endmacro %}",
        "part": "first\nsecond {{ row.missing.deeper }}",
        "broken": "a\nb {% if %}",
    ]

    static let cases = [
        ErrorCase(
            title: "an operand is missing on line 3", source: "a\n\n{% if x %}{{ 1 + }}{% endif %}", kind: .syntax,
            line: 3,
            column: 18),
        ErrorCase(title: "an unknown filter", source: "{{ x|nosuch }}", kind: .syntax, line: 1, column: 6),
        ErrorCase(title: "an unknown test", source: "\n{{ x is nosuch }}", kind: .syntax, line: 2, column: 6),
        ErrorCase(title: "an unknown tag", source: "a {% foo %}", kind: .syntax, line: 1, column: 6),
        ErrorCase(title: "a block is not closed", source: "{% if a %}x", kind: .syntax, line: 1, column: 12),
        ErrorCase(title: "a text is not closed", source: "a\n{{ 'abc }}", kind: .syntax, line: 2, column: 4),
        ErrorCase(title: "a comment is not closed", source: "a\n b {# abc", kind: .syntax, line: 2, column: 4),
        ErrorCase(
            title: "brackets do not match, after text beyond ASCII", source: "日本 é\u{301}😀 {{ (1, 2 }}", kind: .syntax,
            line: 1,
            column: 17),
        ErrorCase(
            title: "an unknown field is printed", source: "x\n{{ nope }}", kind: .undefined, line: 2, column: 4,
            name: "nope"),
        ErrorCase(
            title: "an attribute is missing", source: "{{ row.missing }}", kind: .undefined, line: 1, column: 7,
            name: "missing"),
        ErrorCase(
            title: "an unknown function is called", source: "{{ foo(1) }}", kind: .undefined, line: 1, column: 7,
            name: "foo"),
        ErrorCase(
            title: "a division by zero after text beyond ASCII", source: "é日😀 {{ 1 // 0 }}", kind: .value, line: 1,
            column: 10),
        ErrorCase(
            title: "a loop over a number", source: "{% for x in 5 %}{% endfor %}", kind: .type, line: 1, column: 4),
        ErrorCase(
            title: "a filter does not suit the value", source: "a\n  {{ [3, 'a']|sort }}", kind: .type, line: 2,
            column: 15),
        ErrorCase(
            title: "in a macro", source: "{% macro m() %}\n  {{ 1 // 0 }}\n{% endmacro %}\n\n{{ m() }}", kind: .value,
            line: 2,
            column: 8),
        ErrorCase(
            title: "in an imported macro", source: "{% from 'macros' import half %}\n{{ half(1) }}", kind: .value,
            line: 2, column: 8,
            excerpt: "  {{ x / 0 }}", template: "macros"),
        ErrorCase(
            title: "in an included template", source: "a\n\n\n{% include 'part' %}", kind: .undefined, line: 2,
            column: 22,
            name: "missing", excerpt: "second {{ row.missing.deeper }}", template: "part"),
        ErrorCase(
            title: "in the syntax of an included template", source: "{% include 'broken' %}", kind: .syntax, line: 2,
            column: 9,
            excerpt: "b {% if %}", template: "broken"),
        ErrorCase(
            title: "a template does not exist", source: "{% include 'nope' %}", kind: .templateNotFound, line: 1,
            column: 4,
            name: "nope"),
    ]

    @Test(arguments: cases)
    func placeAndKind(_ test: ErrorCase) throws {
        let error = try #require(
            failure(test.source, ["row": .dict(Dict())], templates: Self.templates) { $0.undefined = .strict })
        #expect(error.kind == test.kind)
        #expect(error.name == test.name)
        #expect(error.templateName == test.template)
        #expect("\(error.line):\(error.column)" == "\(test.line):\(test.column)", "\(error.message)")
        let lines = test.source.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(error.excerpt == test.excerpt ?? String(lines[test.line - 1]))
        #expect(error.description == "\(test.template):\(test.line):\(test.column): \(error.message)")
    }

    @Test func expressionsCountColumnsFromTheirOwnStart() {
        let environment = Environment()
        #expect { try environment.compileExpression("a + ", name: "e") } throws: { error in
            guard let error = error as? JinjaError else { return false }
            return error.kind == .syntax && error.line == 1 && error.column == 5 && error.excerpt == "a + "
        }
        #expect { try environment.compileExpression("é|nosuch", name: "e") } throws: { error in
            (error as? JinjaError)?.column == 3
        }
    }

    @Test func raisedMessagesComeThrough() throws {
        let environment = Environment(library: .huggingFace)
        let template = try environment.compile("{{ raise_exception('no <roles> é') }}")
        #expect { try Machine(environment).evaluate(template, nil) } throws: { error in
            guard let error = error as? JinjaError else { return false }
            return error.kind == .raised && error.message == "no <roles> é"
        }
    }

    @Test func diagnosticShowsTheLine() {
        let error = failure("é {{ 1 // 0 }}")
        let diagnostic = error?.diagnostic
        #expect(diagnostic?.excerpt == "é {{ 1 // 0 }}")
        #expect(diagnostic?.location?.column == 8)
    }
}
