import Diagnostics
import Formats
import Foundation
import JSON
import Testing

@testable import Reports

@Suite struct ReportPageTests {
    private func parsed(_ manifest: JSONValue) throws -> PageMarkup {
        try PageMarkup(ReportPage(manifest: manifest).html)
    }

    private func message(_ manifest: JSONValue) -> String? {
        do throws(Diagnostic) {
            _ = try ReportPage(manifest: manifest)
            return nil
        } catch {
            return error.message
        }
    }

    @Test(arguments: [
        "hornbook 0.1.0", "seed 18446744073709551615", "1,234,567", "5,587,970", "from 2 datasets", "75.0%", "90.0%",
        "44.5", "0.25",
        "over cap", "1,233,637", "json_syntax", "headline_to_write", "inverted", "Prompt length", "median 210",
        "p95 480", "longest 511",
        "Values of label", "Sports", "66.7%", "Other values: 10 instances", "news.csv:17 (record 16)",
        "expected a value",
        "4 more of this reason.", "after 2 demonstrations", "0123456789abcdef", "2 within splits, 1 across",
        "1 error, 1 warning",
        "recipe.yaml:3", "seed: 17\ndatasets: []", "bb22", "cc33", "dd44", "1.5 MB", "No instance demonstrates itself",
        "Every row that was read is accounted for", "reading", "CC-BY-4.0", "only the beginnings", "4711",
    ])
    func showsWhatTheManifestTells(_ text: String) throws {
        #expect(try parsed(SampleManifest.full).shows(text))
    }

    /// The text and the label of the row in the row itself and in the instance.
    @Test func marksValuesOfTheRow() throws {
        let html = try ReportPage(manifest: SampleManifest.full).html
        func count(_ text: String) -> Int { html.components(separatedBy: text).count - 1 }
        #expect(count(#"<mark class="colour0" title="text">The game ended late.</mark>"#) == 2)
        #expect(count(#"<mark class="colour1" title="label">Sports</mark>"#) == 2)
        #expect(count("<mark ") == 4)
    }

    @Test func theWorstFindingComesFirst() throws {
        let text = try parsed(SampleManifest.full).text
        let (error, warning) = (text.range(of: "too few rows")!, text.range(of: "equal prompts")!)
        #expect(error.lowerBound < warning.lowerBound)
    }

    @Test func rowsThatAreUnaccountedForAreTold() throws {
        let mixture = JSONValue.array([.object(["dataset": "lost", "rows": 10, "taken": 8, "instances": 8])])
        let page = try parsed(SampleManifest.full.setting(["mixture"], to: mixture))
        #expect(page.shows("The counts of lost do not add up to the rows that were read."))
        #expect(!page.shows("accounted for"))
    }

    @Test func sameManifestSameBytes() throws {
        let first = try ReportPage(manifest: SampleManifest.full).html
        #expect(try ReportPage(manifest: SampleManifest.full).html == first)
        #expect(first.hasSuffix("</html>\n"))
    }

    /// What is missing is left out, and the links of the contents lead somewhere all the same.
    @Test(arguments: [
        [], ["version"], ["seed"], ["recipe"], ["inputs"], ["packs"], ["outputs"], ["unit"], ["mixture"], ["groups"],
        ["report"],
        ["report", "datasets"], ["report", "duplicates"], ["report", "findings"], ["report", "duplicates", "within"],
    ])
    func partsMayBeMissing(_ path: [String]) throws {
        for value in [nil, JSONValue.null] {
            let manifest = path.isEmpty ? SampleManifest.least : SampleManifest.full.setting(path, to: value)
            let page = try parsed(manifest)
            let ids = page.values["id"] ?? []
            #expect((page.values["href"] ?? []).allSatisfy { ids.contains(String($0.dropFirst())) })
        }
    }

    @Test func theLeastManifestHasSourcesOnly() throws {
        #expect(try parsed(SampleManifest.least).values["href"] == ["#report", "#sources"])
    }

    @Test func emptyPartsSaySo() throws {
        let manifest = SampleManifest.full.setting(["report", "findings"], to: .array([]))
            .setting(["report", "duplicates"], to: .object([:]))
        let page = try parsed(manifest)
        #expect(page.shows("Nothing was noticed."))
        #expect(page.shows("No split holds an instance twice."))
        #expect(page.shows("No instance stands in two splits."))
        #expect(
            try parsed(SampleManifest.full.setting(["report"], to: nil)).shows("How often each template is used"))
    }

    @Test func wrongPartsAreNamed() {
        #expect(message("text") == "the manifest: expected an object")
        #expect(message(.object([:])) == "this is no manifest of a build: its `tool` is not `hornbook`")
        let full = SampleManifest.full
        #expect(message(full.setting(["recipe"], to: "text")) == "recipe: expected an object")
        #expect(message(full.setting(["mixture"], to: true)) == "mixture: expected a list")
        let ledgers = JSONValue.array([.object(["rows": 1]), .object(["rows": .number("-1")])])
        #expect(
            message(full.setting(["mixture"], to: ledgers)) == "mixture[1].rows: expected a whole number, not below 0")
        let counts = JSONValue.array([.object(["demonstrations": .object(["some": 1])])])
        #expect(
            message(full.setting(["mixture"], to: counts))
                == "mixture[0].demonstrations: expected whole numbers, not below 0, as keys")
        let finding = JSONValue.array([.object(["severity": "fatal"])])
        #expect(
            message(full.setting(["report", "findings"], to: finding))
                == "report.findings[0].severity: expected error, warning or note")
    }

    /// Sums of counts that no build can have end in a large number, not in a trap.
    @Test func countsAreNoDanger() throws {
        let most = JSONValue.int(1 << 53)
        let ledger = JSONValue.object([
            "rows": most, "taken": most, "rejected": most, "over_cap": most, "instances": most, "characters": most,
            "inverted": most, "rate": .number("9e15"), "share_asked": .number("9e15"), "splits": .object(["a": most]),
            "demonstrations": .object(["0": most, "3": most]),
        ])
        let manifest = SampleManifest.full.setting(["mixture"], to: .array(Array(repeating: ledger, count: 2000)))
        #expect(try parsed(manifest).shows("9,223,372,036,854,775,807"))
        #expect(message(SampleManifest.full.setting(["outputs"], to: .array([.object(["bytes": .int(.max)])]))) != nil)
    }

    /// The policy allows the page's own styles by their hash, and nothing else.
    @Test func policyIsThatOfTheStyles() throws {
        let page = try parsed(SampleManifest.full)
        let hex = Array(page.styles.utf8).withUnsafeBytes { SHA256.hex(of: $0) }
        let bytes = stride(from: 0, to: hex.count, by: 2).map { place in
            UInt8(hex.dropFirst(place).prefix(2), radix: 16)!
        }
        let hash = "sha256-" + Data(bytes).base64EncodedString()
        #expect(
            page.values["content"]!.contains(
                "default-src 'none'; style-src '\(hash)'; base-uri 'none'; form-action 'none'"),
            "Stylesheet.hash should be \(hash)")
        #expect(page.values["style"] == nil)
        #expect(!page.styles.contains("url(") && !page.styles.contains("@import"))
    }
}
