import Testing

@testable import Jinja

/// What PromptSource adds to Jinja2's library, and draws at random; expectations by its `templates.py`.
@Suite struct PromptSourceLibraryTests {
    private func answer(_ source: String, draw: DrawPolicy = .first) throws -> String {
        try render(source) { environment in
            environment.library = .promptSource
            environment.draw = draw
        }
    }

    @Test(arguments: [
        ("{{ [1, 2, 2, 3, 3] | most_frequent }}", "[2, 3]"),
        ("{{ ['b', 'a', 'b'] | most_frequent | first }}", "b"),
        ("{{ 'abca' | most_frequent }}", "['a']"),
        ("{{ [1, 1.0, true] | most_frequent }}", "[1]"),
        ("{{ [] | most_frequent }}", "None"),
        ("{{ 'x' | highlight }}", "<span style='color: #F08080'>x</span>"),
        ("{{ '' | highlight }}", "<span style='color: #F08080'></span>"),
        ("{% for a, b in zip([1, 2, 3], 'xy') %}{{ a }}{{ b }};{% endfor %}", "1x;2y;"),
        ("{{ zip() | list }}", "[]"),
        ("{{ zip([], [1]) | list }}", "[]"),
        ("{{ [1, 2] | choice }}{{ 'abc' | choice }}{{ [7] | random }}", "1a7"),
        ("{{ [] | random }}", ""),
    ])
    func valuesAreThoseOfPromptSource(_ source: String, _ expected: String) throws {
        #expect(try answer(source) == expected)
    }

    @Test(arguments: [
        "{{ 5 | highlight }}", "{{ [] | choice }}", "{{ [[1], [1]] | most_frequent }}", "{{ 5 | most_frequent }}",
        "{{ 5 | choice }}",
    ])
    func whatPromptSourceRefusesIsRefused(_ source: String) {
        #expect(failure(source) { $0.library = .promptSource } != nil)
    }

    @Test func theLastElementIsDrawnIfAskedFor() throws {
        #expect(try answer("{{ [1, 2] | choice }}{{ 'abc' | random }}", draw: .last) == "2c")
    }

    /// Draws by key: the same in every rendering of a row, others in its next draw.
    @Test func drawsByKeyAreRepeatable() throws {
        let source = "{% for i in range(40) %}{{ [0, 1, 2, 3, 4, 5, 6, 7] | choice }}{% endfor %}"
        let first = try answer(source, draw: .seeded)
        #expect(first == (try answer(source, draw: .seeded)))
        #expect(Set(first).count >= 6)
    }
}
