import JSON
import Testing

@testable import Reports

/// However large a manifest is, its page is bounded, well-formed, and tells what it leaves out.
@Suite struct PageBoundTests {
    private static let bound = 4 * 1024 * 1024

    /// The full manifest with its datasets many times over, under names of their own.
    private func many(_ count: Int) -> JSONValue {
        let full = SampleManifest.full
        func copies(_ value: JSONValue) -> JSONValue {
            .array((0..<count).map { value.setting(["dataset"], to: .string("dataset \($0)")) })
        }
        return full.setting(["mixture"], to: copies(full["mixture"]!.elements![0]))
            .setting(["inputs"], to: copies(full["inputs"]!.elements![0]))
            .setting(["report", "datasets"], to: copies(full["report"]!["datasets"]!.elements![0]))
    }

    @Test(.timeLimit(.minutes(2)))
    func fiveThousandDatasets() throws {
        let html = try ReportPage(manifest: many(5000)).html
        #expect(html.utf8.count <= Self.bound)
        let page = try PageMarkup(html)
        #expect(page.shows("The first 200 of 5,000 datasets are shown; manifest.json holds all."))
        #expect(page.shows("The first 60 of 5,000 datasets are shown; manifest.json holds all."))
        #expect(page.shows("The first 200 of 5,000 inputs are shown; manifest.json holds all."))
        #expect(page.shows("4,500,000"))
    }

    /// Texts that take the most bytes on the page, everywhere and at a length that is cut everywhere.
    @Test(.timeLimit(.minutes(2)), arguments: ["\u{202E}", "\"", "😀", "a"])
    func longTexts(_ character: String) throws {
        let long = String(repeating: character, count: 10_000)
        var manifest = SampleManifest.full.replacingTexts { _ in long }
        let datasets = manifest["report"]!["datasets"]!.elements![0]
            .setting(
                ["samples"],
                to: .array(
                    Array(repeating: manifest["report"]!["datasets"]!.elements![0]["samples"]!.elements![0], count: 10))
            )
        manifest = manifest.setting(
            ["report", "datasets"], to: .array((0..<100).map { datasets.setting(["dataset"], to: .string("\($0)")) }))
        let html = try ReportPage(manifest: manifest).html
        #expect(html.utf8.count <= Self.bound)
        let page = try PageMarkup(html)
        #expect(page.shows("of 102 datasets are shown; manifest.json holds all."))
        #expect(page.shows("… 8,000 more characters"))
        #expect(page.shows("The first 4 of 10 instances are shown"))
    }

    /// Sources whose names and recipe take more than a page has room for.
    @Test func aPartWithoutRoomIsNamed() throws {
        let name = String(repeating: "\u{E0041}", count: 300)
        let files = JSONValue.array(
            Array(repeating: .object(["name": .string(name), "sha256": .string(name)]), count: 200))
        let recipe = JSONValue.object(["text": .string(String(repeating: "\u{202E}", count: 1 << 16))])
        let manifest = SampleManifest.full.setting(["recipe"], to: recipe).setting(["packs"], to: files)
            .setting(["inputs"], to: .array([.object(["dataset": .string(name), "files": files])]))
        #expect(try !PageMarkup(ReportPage(manifest: manifest).html).shows("Left out"))
        let html = try ReportPage(manifest: manifest.setting(["outputs"], to: files)).html
        #expect(html.utf8.count <= Self.bound)
        let page = try PageMarkup(html)
        #expect(page.shows("Left out, because the page would be too large; manifest.json holds all."))
        #expect(page.shows("Prompt length"))
    }

    @Test func binsAreCountedTogetherUntilTheyFit() throws {
        func lengths(_ bins: [JSONValue]) -> JSONValue {
            .object([
                "count": 1000, "p50": 500, "p95": 900, "max": 999, "bins": .array(bins),
            ])
        }
        let path = ["report", "datasets"]
        func manifest(_ bins: [JSONValue]) -> JSONValue {
            SampleManifest.full.setting(
                path, to: .array([.object(["dataset": "news", "lengths": .object(["prompt": lengths(bins)])])]))
        }
        func bin(_ from: Int, _ to: Int) -> JSONValue { .object(["from": .int(from), "to": .int(to), "count": 1]) }
        let html = try ReportPage(manifest: manifest((0..<1000).map { bin($0, $0 + 1) })).html
        // 1,000 bins become 32 of 32 lengths, the last one shorter.
        #expect(html.contains("<title>0 to 31 characters: 32</title>"))
        #expect(html.contains("<title>992 to 999 characters: 8</title>"))
        for bins in [[bin(0, 10), bin(20, 30)], [bin(0, 10), bin(5, 20)], [bin(5, 5)]] {
            #expect(throws: (any Error).self) { try ReportPage(manifest: manifest(bins)) }
        }
    }
}
