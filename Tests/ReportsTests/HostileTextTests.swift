import JSON
import Testing

@testable import Reports

/// Texts of a manifest are text on the page, whatever they hold.
@Suite struct HostileTextTests {
    static let texts = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
        "</title></style></svg><h1>",
        "]]>", "<!-- ", "--> <b>", "<![CDATA[", "&lt;b&gt; &amp; &#60; &nbsp;", "</pre></td></table></section></main>",
        "NUL \u{0}, lone CR \r, line\nfeed, tab\t, escape \u{1B}[31m, C1 \u{85}",
        "\u{202E}txt.exe\u{2066} \u{200B}\u{FEFF}",
        "no character \u{FFFE}\u{FFFF}\u{1FFFE}", "=\u{338}<\u{338}>\u{338}", "{{ text }} ||| \\(text) %s $(x)",
        "javascript:alert(1)",
        "",
    ]

    @Test(arguments: texts)
    func becomeNoElementAndNoAttribute(_ text: String) throws {
        // Equal texts everywhere, so that both pages show the same number of values in the instances.
        let page = try PageMarkup(ReportPage(manifest: SampleManifest.full.replacingTexts { _ in text }).html)
        let harmless = try PageMarkup(
            ReportPage(manifest: SampleManifest.full.replacingTexts { _ in text.isEmpty ? "" : "harmless" }).html)
        func skeleton(_ page: PageMarkup) -> [String] {
            // What is hidden in a text stands in an element of its own, and values may be marked or not.
            page.elements.filter { $0 != "span class" && !$0.hasPrefix("mark ") }
        }
        #expect(skeleton(page) == skeleton(harmless))
        #expect(Set(page.elements).isSubset(of: Set(harmless.elements).union(["span class", "mark class title"])))
        #expect(page.values["class"]!.isSubset(of: harmless.values["class"]!.union(["code", "quiet", "cut"])))
        for name in ["id", "href"] { #expect(page.values[name] == harmless.values[name]) }
    }

    @Test(arguments: texts)
    func leaveNothingHiddenOnThePage(_ text: String) throws {
        let html = try ReportPage(manifest: SampleManifest.full.replacingTexts { $0 + text }).html
        let hidden = html.unicodeScalars.filter { scalar in
            scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
                || scalar.properties.generalCategory == .format || scalar.properties.isNoncharacterCodePoint
        }
        #expect(Array(hidden).isEmpty)
    }

    @Test func areShownAsTheyStand() throws {
        let text = #"<b> & "quoted" 'single' ]]> &amp;"#
        let page = try PageMarkup(ReportPage(manifest: SampleManifest.full.replacingTexts { _ in text }).html)
        #expect(page.shows(text))
        #expect(page.values["title"]!.contains(text))
        let hidden = try PageMarkup(
            ReportPage(manifest: SampleManifest.full.replacingTexts { _ in "a\u{202E}b\u{0}c\rd" }).html)
        #expect(hidden.shows(#"a\u{202E}b\u{0}c\rd"#))
    }

    /// A number is text in JSON's grammar; one that was not parsed may be anything.
    @Test func numbersAreEscapedAsWell() throws {
        var manifest = SampleManifest.full.setting(["seed"], to: .number("<b>"))
        #expect(try PageMarkup(ReportPage(manifest: manifest).html).shows("seed <b>"))
        manifest = SampleManifest.full.setting(["mixture"], to: .array([.object(["rows": .number("<b>")])]))
        #expect(throws: (any Error).self) { try ReportPage(manifest: manifest) }
    }
}
