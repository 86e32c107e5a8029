import JSON
import Testing
import Yams

@testable import Reports

/// What a card's front matter holds is read as it was meant, by YAML 1.1 as well.
@Suite struct CardYAMLTests {
    /// What YAML 1.1 takes for something else than a text where it stands without quotes, and what breaks lines or quotes.
    static let texts = [
        "no", "No", "y", "on", "off", "yes", "true", "null", "~", "", "1", "-1", "+1", "1e3", "1.5", ".inf", ".NaN",
        "0x1F", "017",
        "0o17", "0b1", "1_000", "1:30", "190:20:30", "2026-08-01", "2026-08-01T10:00:00Z", "=", "<<", "-", "---", "...",
        "? x", "- a",
        "a: b", "a #b", "# a", "&anchor", "*alias", "!tag", "|", ">", "%YAML", "@a", "`a`", "[a]", "{a: b}", ",", "'",
        "\"", "\\", "\\n",
        " a ", "a\nb", "\n", "a\tb", "a\rb", "\u{0}\u{1B}\u{7F}", "\u{85}\u{A0}\u{2028}\u{2029}", "a\u{FEFF}\u{202E}",
        "\u{FFFE}\u{1FFFE}",
        "é日本😀", "\u{E0001}",
    ]

    private func yaml(_ text: String) -> String {
        CardYAML.mapping([
            ("text", .text(text)), ("list", .list([.text(text), .mapping([("a", .text(text)), ("b", .count(1))])])),
            ("empty", .list([])), ("word", .word("text-generation")),
        ]).text
    }

    @Test(arguments: texts)
    func textsStayTexts(_ text: String) throws {
        // The resolver takes plain scalars for what YAML 1.1 says.
        let read = try #require(try Yams.load(yaml: yaml(text), .default) as? [String: Any])
        func isText(_ value: Any?) -> Bool {
            (value as? String)?.unicodeScalars.elementsEqual(text.unicodeScalars) ?? false
        }
        #expect(isText(read["text"]))
        let list = try #require(read["list"] as? [Any])
        #expect(isText(list[0]))
        let inner = try #require(list[1] as? [String: Any])
        #expect(isText(inner["a"]))
        #expect(inner["b"] as? Int == 1)
        #expect((read["empty"] as? [Any])?.isEmpty == true)
        #expect(read["word"] as? String == "text-generation")
    }

    @Test(arguments: texts)
    func textsHideNothingAndBreakNoLine(_ text: String) {
        #expect(!yaml(text).unicodeScalars.contains { DisplayText.isHidden($0) && $0 != "\n" })
        #expect(yaml(text).split(separator: "\n", omittingEmptySubsequences: false).count == 8)
    }

    /// The test above is worth something: without quotes most of these texts are not read as they stand.
    @Test func plainScalarsWouldBeReadAsSomethingElse() throws {
        for text in ["no", "1e3", "2026-08-01", "1:30", "0x1F", "~"] {
            let read = try #require(try Yams.load(yaml: "text: \(text)\n", .default) as? [String: Any])
            #expect(read["text"] as? String != text, "\(text)")
        }
    }
}
