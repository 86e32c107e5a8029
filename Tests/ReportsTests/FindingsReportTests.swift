import Diagnostics
import Foundation
import Testing

@testable import Reports

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Findings as machines read them: each form is read back by a reader of its own kind.
@Suite struct FindingsReportTests {
    /// Characters that mean something in one form or another, or that some form forbids.
    static let hostile =
        "a<b>&\"'`|*_x_[y](z)]]>--> %25 100% ::warning::,: \r\n\t\\ \0 \u{1} \u{1B}[31m \u{7F} \u{85} \u{FFFE} \u{FFFF} é\u{301} 😀"

    private enum TestRule: String, Rule {
        case one, two, three

        var summary: String { "what is looked for" }
    }

    private func finding(
        _ rule: TestRule, _ message: String = "wrong", _ severity: Severity = .error, file: String? = "pack.yaml",
        line: Int = 1
    ) -> Diagnostic {
        Diagnostic(
            rule, message, severity: severity,
            at: file.map { SourceLocation(file: $0, line: line, column: 2) })
    }

    private func text(_ findings: [Diagnostic], _ format: FindingsFormat) -> String {
        FindingsReport(command: "hornbook check", findings: findings, rules: TestRule.allCases)
            .text(as: format, version: "1")
    }

    // MARK: JUnit

    /// The elements of a document with their attributes and texts, in order; nil if it is not well-formed.
    private final class Elements: NSObject, XMLParserDelegate {
        var all: [(name: String, attributes: [String: String], text: String)] = []
        private var open: [Int] = []

        init?(_ document: String) {
            super.init()
            let parser = XMLParser(data: Data(document.utf8))
            parser.delegate = self
            guard parser.parse() else { return nil }
        }

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            open.append(all.count)
            all.append((name, attributes, ""))
        }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
        ) { open.removeLast() }

        func parser(_ parser: XMLParser, foundCharacters string: String) {
            if let last = open.last { all[last].text += string }
        }

        func named(_ name: String) -> [(name: String, attributes: [String: String], text: String)] {
            all.filter { $0.name == name }
        }
    }

    @Test func hostileTextsStayWellFormedAndWhole() throws {
        let found = finding(.one, Self.hostile, file: Self.hostile)
        let elements = try #require(Elements(text([found], .junit)))
        let visible = Self.hostile.unicodeScalars.map { scalar in
            let isForbidden =
                scalar.value < 0x20 && !"\r\n\t".unicodeScalars.contains(scalar)
                || [0xFFFE, 0xFFFF].contains(scalar.value)
            return isForbidden ? "\\u{\(String(scalar.value, radix: 16))}" : String(Character(scalar))
        }.joined()
        let testCase = try #require(elements.named("testcase").first)
        #expect(Array(testCase.attributes["file"]!.unicodeScalars) == Array(visible.unicodeScalars))
        let failure = try #require(elements.named("failure").first)
        #expect(Array(failure.attributes["message"]!.unicodeScalars) == Array(visible.unicodeScalars))
        #expect(failure.attributes["type"] == "one")
        #expect(failure.text.contains(#"a<b>&"'`|*_x_[y](z)]]>--> %25 100%"#))
    }

    @Test func rulesAndPlacesAreCasesAndFilesAreSuites() throws {
        let findings = [
            finding(.one, file: "a"), finding(.one, "again", file: "a"), finding(.one, file: "a", line: 2),
            finding(.two, "so", .warning, file: "b"), finding(.two, "by the way", .note, file: "b", line: 3),
            finding(.three, file: nil),
        ]
        let elements = try #require(Elements(text(findings, .junit)))
        #expect(elements.named("testsuite").map { $0.attributes["name"] } == ["a", "b", "hornbook check"])
        #expect(elements.named("testsuite").map { $0.attributes["failures"] } == ["2", "1", "1"])
        #expect(elements.named("testsuites").map { $0.attributes["tests"] } == ["5"])
        #expect(
            elements.named("testcase").map { $0.attributes["name"] } == [
                "one at 1:2", "one at 2:2", "two at 1:2", "two at 3:2", "three",
            ])
        #expect(elements.named("failure").count == 4)
        #expect(elements.named("failure").first?.text.contains("again") == true)
        #expect(elements.named("system-out").map(\.text) == ["b:3:2: note: by the way [two]"])
    }

    @Test func nothingFoundIsACaseThatPasses() throws {
        let elements = try #require(Elements(text([], .junit)))
        #expect(elements.named("testcase").count == 1)
        #expect(elements.named("failure").isEmpty)
        #expect(elements.named("testsuites").map { $0.attributes["failures"] } == ["0"])
    }

    // MARK: GitHub

    /// What the runner makes of a workflow command.
    private func command(_ line: Substring) throws -> (name: String, properties: [String: String], message: String) {
        let match = try #require(line.wholeMatch(of: /(?s)::([a-z]+) (.*?)::(.*)/))
        func unescaped(_ text: Substring) -> String {
            [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")].reduce(String(text)) {
                $0.replacing($1.0, with: $1.1)
            }
        }
        let pairs = match.2.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1) }
        return (
            String(match.1), Dictionary(uniqueKeysWithValues: pairs.map { (String($0[0]), unescaped($0[1])) }),
            unescaped(match.3)
        )
    }

    @Test func hostileTextsStayInTheirCommand() throws {
        let lines = text([finding(.one, Self.hostile, file: Self.hostile)], .github).split(separator: "\n")
        #expect(lines.count == 1)
        let (name, properties, message) = try command(try #require(lines.first))
        #expect(name == "error")
        #expect(Array(properties["file"]!.unicodeScalars) == Array(Self.hostile.unicodeScalars))
        #expect(properties["line"] == "1" && properties["col"] == "2" && properties["title"] == "one")
        #expect(message == safeForTerminal(Self.hostile))
    }

    @Test func nineAnnotationsAndACount() throws {
        func shown(_ findings: [Diagnostic]) throws -> [String] {
            try text(findings, .github).split(separator: "\n").map { line in
                let (name, properties, message) = try command(line)
                return properties["file"] == nil
                    ? "\(name): \(message)" : "\(name) \(properties["title"]!) \(properties["line"]!)"
            }
        }
        let nine = (1...9).map { finding(.one, line: $0) }
        #expect(try shown(nine).count == 9)
        #expect(try shown(nine + [finding(.one, line: 10)]).last == "error: 1 more finding has no annotation: one 1")
        // Every rule is shown, those with errors first, whatever order they were found in.
        var counted = finding(.one, line: 99)
        counted.count = 2000
        let many =
            (1...20).map { finding(.two, "so", .warning, line: $0) } + (1...20).map { finding(.one, line: $0) }
            + [finding(.three, "by the way", .note)] + [counted]
        #expect(
            try shown(many) == (1...4).map { "error one \($0)" } + (1...4).map { "warning two \($0)" }
                + ["notice three 1", "error: 2,032 more findings have no annotation: one 2,016, two 16"])
    }

    // MARK: SARIF

    @Test func resultsHaveRulesLevelsAndRegions() throws {
        let findings = [finding(.two, Self.hostile, .note, file: "ä b.yaml", line: 7), finding(.one, file: nil)]
        let object = try JSONSerialization.jsonObject(with: Data(text(findings, .sarif).utf8))
        let run = try #require(((object as? [String: Any])?["runs"] as? [[String: Any]])?.first)
        let driver = (run["tool"] as? [String: Any])?["driver"] as? [String: Any]
        let rules = try #require(driver?["rules"] as? [[String: Any]])
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(rules.map { $0["id"] as? String } == ["one", "two", "three"])
        #expect(results.map { $0["ruleIndex"] as? Int } == [1, 0])
        #expect(results.map { $0["level"] as? String } == ["note", "error"])
        let place = (results[0]["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
        #expect(place?["region"] as? [String: Int] == ["startLine": 7, "startColumn": 2])
        #expect(place?["artifactLocation"] as? [String: String] == ["uri": "%C3%A4%20b.yaml"])
        let message = (results[0]["message"] as? [String: String])?["text"]
        #expect(message.map { Array($0.unicodeScalars) } == Array(Self.hostile.unicodeScalars))
    }

    // MARK: JSON

    @Test func keysStandWhereThereIsAValue() {
        #expect(Diagnostic("wrong").json.line == #"{"severity":"error","message":"wrong"}"#)
        var found = finding(.two, "so", .note)
        (found.help, found.dataset, found.template, found.field) = ("fix it", "d", "t", "f")
        (found.record, found.count, found.example) = (4, 2, .init(file: "rows", line: 9, record: 8))
        #expect(
            found.json.line == #"{"severity":"note","rule":"two","message":"so","help":"fix it","file":"pack.yaml","#
                + #""line":1,"column":2,"dataset":"d","template":"t","record":4,"field":"f","count":2,"#
                + #""example":{"file":"rows","line":9,"record":8}}"#)
        #expect(finding(.one).listed(under: .failure).rule == "one")
    }

    // MARK: Markdown

    @Test(arguments: [
        ("a|b <i>`c`</i>", "a\\|b \\<i\\>\\`c\\`\\</i\\>"), ("two\nlines", "two\\\\nlines"),
        ("snake_case_9 _so_", "snake_case_9 \\_so\\_"),
        ("# *x* [a](b) &amp; @me \\", "\\# \\*x\\* \\[a\\](b) \\&amp; \\@me \\\\"),
    ])
    func markupIsEscaped(_ text: String, _ expected: String) {
        #expect(markdownText(text) == expected)
    }

    @Test func longTextsAreCut() {
        #expect(markdownText(String(repeating: "x", count: 600)) == String(repeating: "x", count: 500) + "…")
    }

    @Test func rulesHaveALineEachAndMessagesOfTheRunAreListed() {
        var row = finding(.one, "a | b", .warning, file: "a|b", line: 3)
        row.record = 4
        let warning = Diagnostic("too `few`", severity: .warning, help: "take more")
            .listed(under: .plan, at: SourceLocation(file: "r.yaml", line: 1, column: 1))
        let report = FindingsReport(command: "hornbook build", findings: [row, row, warning], rules: RunRule.allCases)
        #expect(
            report.markdown(of: "r.yaml") == """
                ### hornbook build: r.yaml

                | rule | severity | count | first at | what |
                | --- | --- | ---: | --- | --- |
                | one | warning | 2 | a\\|b:3:2 | record 4: a \\| b |

                - **warning**: r.yaml:1:1: too \\`few\\`; take more


                """)
    }

    // MARK: Metrics

    @Test func everyKeyOfMetricsStandsForOneNumber() throws {
        let ledgers = ["total", "a", "a.splits", "dataset.total", "total.splits"].map { name in
            var ledger = DatasetLedger(name: name)
            (ledger.rows, ledger.instances, ledger.splits) = (3, 2, ["rows": 2, "taken": 0])
            return ledger
        }
        let text = Metrics(ledgers).text
        let keys = text.split(separator: "\n").compactMap { $0.firstMatch(of: /"(.*)":/)?.1 }
        #expect(keys.count == Set(keys).count)
        let numbers = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Double])
        #expect(numbers.count == keys.count)
        #expect(numbers["total.rows"] == 15 && numbers["dataset.total.rows"] == 3)
        #expect(numbers["dataset.dataset.total.rows"] == 3 && numbers["total.splits.rows"] == 10)
    }
}
