import Diagnostics
import Testing

@testable import Recipes

@Suite struct SystemPackTests {
    @Test func textsAreRead() throws {
        let pack = try SystemPack(name: "s.yaml", text: "- a\n- 'b: c'\n- |\n  {{ d }}\n  e\n- 7\n")
        #expect(pack.messages.map(\.jinja) == ["a", "b: c", "{{ d }}\ne\n", "7"])
        #expect(pack.messages.map { $0.location?.line } == [1, 2, 4, 6])
        #expect(pack.messages.map(\.name) == ["s.yaml:1", "s.yaml:2", "s.yaml:3", "s.yaml:6"])
    }

    /// Each mistake as `line:column message`.
    @Test(arguments: [
        ("", ["1:1 the file is empty"]), ("[]", ["1:1 a file of system messages is a list of texts"]),
        ("a: b", ["1:1 a file of system messages is a list of texts"]),
        ("Be kind.", ["1:1 a file of system messages is a list of texts"]),
        (
            "- a\n- {{ b }}\n- [c]\n- ~\n- ' '\n",
            [
                "2:3 a system message must be a text", "3:3 a system message must be a text",
                "4:3 a system message must be a text", "5:3 the system message is empty",
            ]
        ),
        ("- a\n- b\n- 'a'\n", ["3:3 the system message stands in line 1 already"]),
    ])
    func mistakesAreTold(_ text: String, _ expected: [String]) {
        let error = #expect(throws: Diagnostics.self) { try SystemPack(name: "s.yaml", text: text) }
        let found = error?.all.map { "\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.message)" }
        #expect(found == expected)
        #expect(error?.all.allSatisfy { $0.location?.file == "s.yaml" } == true)
    }

    @Test func tooManyAreRefused() {
        let text = (0...10_000).map { "- m\($0)\n" }.joined()
        let error = #expect(throws: Diagnostics.self) { try SystemPack(name: "s.yaml", text: text) }
        #expect(error?.all.count == 1)
    }
}
