import JSON
import Testing

@testable import Jinja

/// A hostile template meets a limit, which is an error of its own kind, and not the machine's end.
@Suite(.timeLimit(.minutes(2))) struct LimitsTests {
    private static func nested(_ open: String, _ close: String, around middle: String = "1", _ depth: Int = 5000)
        -> String
    {
        String(repeating: open, count: depth) + middle + String(repeating: close, count: depth)
    }

    @Test(arguments: [
        "{% for a in range(1000) %}{% for b in range(1000) %}{% endfor %}{% endfor %}",
        "{% set n = namespace(x=0) %}{% for a in range(100000) %}{% set n.x = n.x + a * 2 - 1 %}{% endfor %}",
        "{% for x in [1] %}{% for y in range(100000) %}{{ y is odd and y is even or y }}{% endfor %}{% endfor %}",
        "{% set l = [1] %}{% for x in l %}{% do l.append(x) %}{% endfor %}",
        "{{ range(100000)|map('string')|map('string')|map('string')|map('string')|list|length }}",
    ])
    func steps(_ source: String) {
        #expect(failure(source) { $0.limits.steps = 50_000 }?.kind == .stepLimit)
    }

    @Test(arguments: ["range(100001)", "range(-9223372036854775807, 9223372036854775807)", "range(0, -999999, -1)"])
    func rangeLength(_ range: String) {
        #expect(failure("{{ \(range)|length }}")?.kind == .memoryLimit)
        #expect(throws: Never.self) { try render("{{ range(100000)|length }}") }
    }

    @Test(arguments: [
        "{% for x in range(100000) %}aaaaaaaaaaaaaaaaaaaaaaaa{% endfor %}", "{{ 'a' * 2000000 }}",
        "{{ 'a'.ljust(9999999999) }}", "{{ 'a'|center(9223372036854775807) }}", "{{ '%999999999d' % 1 }}",
        "{{ '{:>999999999}'.format(1) }}", "{{ 'a'.zfill(9223372036854775807) }}", "{{ [1]|tojson(indent=999999999) }}",
        "{{ ('a ' * 100000)|wordwrap(1, true, 'x' * 1000) }}", "{{ ('a\n' * 100000)|indent(100000) }}",
    ])
    func output(_ source: String) {
        #expect(failure(source)?.kind == .outputLimit)
    }

    @Test(arguments: [
        "{% set n = namespace(x='a' * 1000) %}{% for i in range(40) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{{ ('a' * 1000000)|replace('a', 'b' * 100000) }}", "{{ range(100000)|join('x' * 10000) }}",
        "{{ [1]|batch(999999999, 1)|list|length }}", "{{ [0] * 999999999 }}",
        "{% set x = (1,) * 9223372036854775807 %}",
        "{% macro m() %}{% for i in range(90000) %}aaaaaaaaaa{% endfor %}{% endmacro %}{% for i in range(90) %}{% set x = m() %}{% endfor %}",
    ])
    func memory(_ source: String) {
        #expect(failure(source) { $0.limits.steps = 20_000_000 }?.kind == .memoryLimit)
    }

    @Test(arguments: [
        "{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}", "{% include 'itself' %}", "{% extends 'parent' %}",
        "{% import 'importer' as i %}", "{% block b %}{{ self.b() }}{% endblock %}",
        "{% for x in [[1]] recursive %}{{ loop([x]) }}{% endfor %}",
    ])
    func callDepth(_ source: String) {
        let templates = [
            "itself": "{% include 'itself' %}", "parent": "{% extends 'parent' %}",
            "importer": "{% import 'importer' as i %}",
        ]
        #expect(failure(source, templates: templates)?.kind == .recursionLimit)
    }

    @Test(arguments: [
        nested("(", ")"), nested("[", "]"), nested("{1:", "}"), nested("not ", ""), nested("-", ""), nested("f(", ")"),
        nested("x[", "]"), nested("1 if 0 else ", ""),
    ])
    func parseDepth(_ expression: String) {
        #expect(failure("{{ \(expression) }}")?.kind == .parseLimit)
    }

    @Test(arguments: ["{% if 1 %}|{% endif %}", "{% for x in y %}|{% endfor %}", "{% block b@ %}|{% endblock %}"])
    func statementDepth(_ tags: String) {
        let parts = tags.split(separator: "|")
        let openings = (0..<2000).map { parts[0].replacing("@", with: String($0)) }.joined()
        #expect(failure(openings + String(repeating: String(parts[1]), count: 2000))?.kind == .parseLimit)
    }

    @Test(arguments: ["+1", "**1", "~1", ".b", "|string", " and 1", " or 1", " < 1", "[0]", "()", " % 2"])
    func chainLength(_ link: String) {
        #expect(failure("{{ 1" + String(repeating: link, count: 5000) + " }}")?.kind == .parseLimit)
    }

    @Test func sourceSize() {
        #expect(failure(String(repeating: "a", count: 1001)) { $0.limits.sourceBytes = 1000 }?.kind == .parseLimit)
        #expect(throws: Never.self) { try render(String(repeating: "a", count: 1000)) { $0.limits.sourceBytes = 1000 } }
    }

    @Test(arguments: ["{{ n.x }}", "{{ n.x == n.y }}", "{{ n.x|tojson }}", "{{ n.x < n.y }}", "{{ n.x|pprint }}"])
    func nestingOfValues(_ use: String) {
        let build =
            "{% set n = namespace(x=1, y=1) %}{% for i in range(5000) %}{% set n.x = [n.x] %}{% set n.y = [n.y] %}{% endfor %}"
        #expect(failure(build + use)?.kind == .recursionLimit)
    }

    /// Values that hold one another ten thousands deep are freed without a stack overflow.
    @Test(arguments: [
        "[n.x]", "(n.x,)", "{'a': n.x}", "[n.x].append", "{'a': n.x}.items()", "namespace(x=n.x)", "cycler(n.x).next",
        "joiner(n.x)", "[n.x]|map('string')", "['']|map('default', n.x)", "[n.x]|reverse", "[n.x]|batch(1)",
        "dict(a=n.x).values()", "[n.x]|unique", "{(n.x,): 1} if n.x is string else [n.x]",
    ])
    func deepNestingIsFreed(_ link: String) throws {
        let source = "{% set n = namespace(x='') %}{% for i in range(60000) %}{% set n.x = LINK %}{% endfor %}done"
        #expect(try render(source.replacing("LINK", with: link)) == "done")
    }

    @Test(arguments: [
        "{% macro f(p) %}{% macro g() %}{{ p }}{% endmacro %}{% set n.x = g %}{% endmacro %}{{ f(n.x) }}",
        "{% for y in [n.x] %}{% set n.x = loop %}{% endfor %}",
        "{% for y in [n.x] %}{% set n.x = loop.cycle %}{% endfor %}",
    ])
    func deepNestingOfCallablesIsFreed(_ body: String) throws {
        let source = "{% set n = namespace(x='') %}{% for i in range(30000) %}BODY{% endfor %}done"
        #expect(try render(source.replacing("BODY", with: body)) == "done")
    }

    @Test(arguments: [
        "before {{ 1 // 0 }}", "{% set x %}inside {{ y.z }}{% endset %}",
        "{% for x in [1, 2] %}{{ x }}{{ [x][5].a }}{% endfor %}",
        "{% macro m() %}a{{ 1 // 0 }}{% endmacro %}{{ m() }}", "{% autoescape true %}<{{ 1 + 'a' }}{% endautoescape %}",
        "{% filter upper %}a{{ nope() }}{% endfilter %}", "{{ [1, 'a']|sort }}",
    ])
    func failureLeavesNothingBehind(_ source: String) throws {
        let environment = Environment()
        let machine = Machine(environment)
        let output = ByteBuffer()
        output.append("kept")
        let failing = try environment.compile(source)
        let working = try environment.compile("{% for x in 'ab' %}{{ x }}{{ loop.index }}{% endfor %}{{ '<' }}")
        for round in 1...3 {
            #expect(throws: JinjaError.self) { try machine.render(failing, nil, to: output) }
            #expect(output.string == "kept" + String(repeating: "a1b2<", count: round - 1))
            try machine.render(working, nil, to: output)
        }
    }
}
