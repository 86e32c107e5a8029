import JSON
import Testing

@testable import Jinja

/// The engine against Jinja2's own answers; see `Cases/README.md`.
@Suite struct CaseTests {
    /// Cases that the engine answers otherwise, by intent. `Sources/Jinja/Differences.md` gives the reasons at length.
    static let statedDifferences: [String: String] = [
        "global.lipsum.shape": "lipsum() makes random text and is refused",
        "global.lipsum.zero_paragraphs": "lipsum() makes random text and is refused",
    ]

    @Test(arguments: TemplateCase.all)
    func answerIsJinja2s(_ test: TemplateCase) {
        let answer = Result { () throws(JinjaError) in try test.render() }
        let isSame =
            switch (answer, test.expected) {
            // Swift's == takes composed and decomposed letters for equal.
            case (.success(let output), let expected?): Array(output.utf8) == Array(expected.utf8)
            case (.failure, nil): true
            default: false
            }
        if let reason = Self.statedDifferences[test.name] {
            #expect(!isSame, "no difference any more, but one is stated: \(reason)")
        } else {
            #expect(isSame, "\(test.source) gives \(answer), not \(test.expected ?? "an error")")
        }
    }

    @Test func everyLineIsACase() {
        #expect(TemplateCase.all.count == TemplateCase.lineCount)
        #expect(TemplateCase.all.count > 1500)
        #expect(Set(TemplateCase.all.map(\.name)).count == TemplateCase.all.count)
    }

    @Test func statedDifferencesAreCases() {
        let names = Set(TemplateCase.all.map(\.name))
        for name in Self.statedDifferences.keys { #expect(names.contains(name), "no case is called \(name)") }
    }
}
