import TestSupport
import Testing

/// What a failing case shows.
@Suite struct LineDifferenceTests {
    private func unified(_ expected: String, _ actual: String) -> String {
        LineDifference(expected: expected, actual: actual).unified(from: "a", to: "b")
    }

    @Test func changesStandWithTheLinesAroundThem() {
        let lines = (1...20).map { "line \($0)\n" }
        var others = lines
        others[4] = "another\n"
        others.remove(at: 15)
        #expect(
            unified(lines.joined(), others.joined()) == """
                --- a
                +++ b
                @@ -2,7 +2,7 @@
                 line 2
                 line 3
                 line 4
                -line 5
                +another
                 line 6
                 line 7
                 line 8
                @@ -13,7 +13,6 @@
                 line 13
                 line 14
                 line 15
                -line 16
                 line 17
                 line 18
                 line 19
                """)
    }

    @Test func equalTextsHaveNone() {
        #expect(unified("a\nb\n", "a\nb\n") == "")
        #expect(unified("", "") == "")
    }

    @Test func missingEndIsTold() {
        #expect(
            unified("a\nb\n", "a\nb") == """
                --- a
                +++ b
                @@ -1,2 +1,3 @@
                 a
                 b
                +\\ No newline at end of file
                """)
    }

    /// Letters that look alike are other bytes, and nothing speaks to the terminal.
    @Test func bytesAreCompared() {
        #expect(unified("e\u{301}\n", "\u{E9}\u{1B}[31m\n").hasSuffix("-e\u{301}\n+\u{E9}\\u{1B}[31m"))
        #expect(unified("e\u{301}\n", "\u{E9}\n") != "")
    }

    @Test(arguments: 0..<50)
    func bothTextsStandInTheDifference(_ round: Int) {
        var draws = Draws(seed: round)
        func text() -> [String] { (0..<draws.draw(9)).map { _ in draws.pick(["a", "b", "c", ""]) } }
        let (old, new) = (text(), text())
        guard old != new else { return }
        let shown = unified(old.map { $0 + "\n" }.joined(), new.map { $0 + "\n" }.joined()).split(
            separator: "\n", omittingEmptySubsequences: false
        ).dropFirst(2).filter { !$0.hasPrefix("@@") }
        // What is further off than the context is not shown.
        let before = shown.filter { !$0.hasPrefix("+") }.map { String($0.dropFirst()) }
        let after = shown.filter { !$0.hasPrefix("-") }.map { String($0.dropFirst()) }
        #expect(contains(old, before))
        #expect(contains(new, after))
        #expect(before != after)
    }

    /// Whether some lines stand in others, in their order.
    private func contains(_ lines: [String], _ some: [String]) -> Bool {
        var rest = some[...]
        for line in lines where line == rest.first { rest.removeFirst() }
        return rest.isEmpty
    }
}
