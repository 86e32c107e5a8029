import JSON
import Testing
import Yams

@testable import Reports

@Suite struct DataCardTests {
    private static let lines = try! JSONValue(
        parsing: #"""
            {"format": "parts", "columns": {"parts": ["string"], "turns": [{"role": "string"}], "meta": {"key": "string", "n": "int64"}},
             "example": "{\"parts\":[\"```\"]}"}
            """#)
    private static let outputs = try! JSONValue(
        parsing: #"""
            [{"name": "no-00000-of-00002.jsonl", "bytes": 10, "sha256": "aa", "records": 600, "split": "no"},
             {"name": "no-00001-of-00002.jsonl", "bytes": 11, "sha256": "bb", "records": 600, "split": "no"},
             {"name": "1e3-00000-of-00001.jsonl", "bytes": 5, "sha256": "cc", "records": 1, "split": "1e3"}]
            """#)
    static let manifest = SampleManifest.full.setting(["lines"], to: lines).setting(["outputs"], to: outputs)

    /// The front matter and the text of a card.
    private func parts(_ manifest: JSONValue) throws -> (matter: [String: Any], text: String) {
        let card = try DataCard(Manifest(manifest)).text
        let ends = card.ranges(of: "---\n")
        try #require(ends.count >= 2 && ends[0].lowerBound == card.startIndex)
        let matter = try Yams.load(yaml: String(card[ends[0].upperBound..<ends[1].lowerBound]), .default)
        return (try #require(matter as? [String: Any]), String(card[ends[1].upperBound...]))
    }

    @Test func frontMatterTellsHowToLoad() throws {
        let matter = try parts(Self.manifest).matter
        let config = try #require((matter["configs"] as? [[String: Any]])?.first)
        let files = try #require(config["data_files"] as? [[String: String]])
        #expect(files == [["split": "no", "path": "no-*.jsonl"], ["split": "1e3", "path": "1e3-*.jsonl"]])
        let info = try #require(matter["dataset_info"] as? [String: Any])
        let splits = try #require(info["splits"] as? [[String: Any]])
        #expect(splits.map { $0["name"] as? String } == ["no", "1e3"])
        #expect(splits.map { $0["num_bytes"] as? Int } == [21, 5])
        #expect(splits.map { $0["num_examples"] as? Int } == [1200, 1])
        #expect(info["dataset_size"] as? Int == 26)
        #expect(info["download_size"] as? Int == 26)
        let features = try #require(info["features"] as? [[String: Any]])
        #expect(features.map { $0["name"] as? String } == ["parts", "turns", "meta"])
        #expect(features[0]["list"] as? String == "string")
        #expect(features[1]["list"] as? [[String: String]] == [["name": "role", "dtype": "string"]])
        #expect(
            features[2]["struct"] as? [[String: String]] == [
                ["name": "key", "dtype": "string"], ["name": "n", "dtype": "int64"],
            ])
        #expect(matter["size_categories"] as? [String] == ["1K<n<10K"])
        #expect(matter["tags"] as? [String] == ["instruction-tuning", "hornbook", "web"])
        #expect(matter["language"] == nil)
    }

    @Test(arguments: [
        (0, "n<1K"), (999, "n<1K"), (1000, "1K<n<10K"), (9999, "1K<n<10K"), (10_000, "10K<n<100K"),
        (999_999, "100K<n<1M"), (1_000_000, "1M<n<10M"), (99_999_999, "10M<n<100M"), (100_000_000, "100M<n<1B"),
        (1_000_000_000, "1B<n<10B"), (99_999_999_999, "10B<n<100B"), (999_999_999_999, "100B<n<1T"),
        (1_000_000_000_000, "n>1T"),
    ])
    func sizesAreTheHubs(_ count: Int, _ word: String) {
        #expect(CardFrontMatter.size(of: count).description == word)
    }

    @Test(arguments: [
        ("CC-BY-4.0", "cc-by-4.0"), ("CC BY-SA 4.0", "cc-by-sa-4.0"), ("MIT", "mit"), ("The MIT License", "mit"),
        ("Apache-2.0", "apache-2.0"), ("Apache License, Version 2.0", "apache-2.0"), ("Apache v2.0", "apache-2.0"),
        ("GPL-3.0-or-later", "gpl-3.0"), ("LGPL-2.1-only", "lgpl-2.1"), ("CC0", "cc0-1.0"), ("ODbL-1.0", "odbl"),
        ("ODC-By-1.0", "odc-by"), ("openrail++", "openrail++"), ("deepfloyd-if-license", "deepfloyd-if-license"),
        ("unknown", "unknown"), ("other", nil), ("CC-BY", nil), ("", nil), ("or later", nil), ("v", nil),
        ("MIT and CC-BY-4.0", nil), ("license", nil),
    ])
    func licencesAreTheHubs(_ text: String, _ identifier: String?) {
        #expect(HubLicence.identifier(of: text) == identifier)
    }

    /// Texts of a manifest add no line, no heading, no cell and no element to the card, but in fences longer than theirs.
    @Test(
        arguments: HostileTextTests.texts + [
            "a | b", "\\|", "\n# Heading\n", "`code`", "![x](y) [z](w)", "~~~", "\n---\n", "$x$ :a: @b",
        ])
    func textsAreTexts(_ text: String) throws {
        func card(_ text: String) throws -> String {
            let plain = Self.manifest.setting(["recipe", "text"], to: "seed: 17\n").setting(
                ["lines", "example"], to: nil)
            return try parts(plain.replacingTexts(kept: ["tool", "severity", "text"]) { _ in text }).text
        }
        // The cells of each line; what stands in front of the first heading's words, and so on.
        func skeleton(_ text: String) -> [Int] {
            text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                line.hasPrefix("|") ? line.count { $0 == "|" } : line.hasPrefix("#") ? -1 : line.isEmpty ? -2 : -3
            }
        }
        let (hostile, harmless) = (try card(text), try card(text.isEmpty ? "" : "harmless"))
        #expect(skeleton(hostile) == skeleton(harmless))
        let own = ["<code>", "</code>", "<b>"]
        #expect(own.reduce(hostile) { $0.replacing($1, with: "") }.firstMatch(of: /<[a-zA-Z\/!?]/) == nil)
        #expect(hostile.firstMatch(of: /(^|[^\\])[\[\]*~$@]/) == nil)
        #expect(!hostile.unicodeScalars.contains { DisplayText.isHidden($0) && $0 != "\n" })
    }

    @Test func recipeStandsAsItIsInALongerFence() throws {
        let recipe = "# ```` and `\n```\n# |\r\n"
        let text = try parts(Self.manifest.setting(["recipe", "text"], to: .string(recipe))).text
        #expect(text.contains("`````yaml\n\(recipe)`````\n"))
        #expect(text.contains("\n````json\n{\"parts\":[\"```\"]}\n````\n"))
    }

    @Test func longTablesAreCut() throws {
        let files = (0..<250).map { JSONValue.object(["name": .string("f\($0)"), "bytes": 1, "sha256": "aa"]) }
        let inputs = JSONValue.array([.object(["dataset": "news", "files": .array(files)])])
        let text = try parts(Self.manifest.setting(["inputs"], to: inputs)).text
        #expect(text.contains("<code>f199</code>") && !text.contains("<code>f200</code>"))
        #expect(text.contains("The first 200 of 250 input files are shown"))
    }

    @Test func leastManifestHasACard() throws {
        let (matter, text) = try parts(SampleManifest.least)
        #expect(matter["configs"] == nil && matter["license"] as? String == "unknown")
        #expect(text.hasPrefix("\n# Instruction data from nothing\n"))
    }

    @Test func mistakesAreTold() {
        #expect(throws: (any Error).self) { try DataCard(Manifest(.object(["tool": "other"]))) }
        for columns in ["[]", #"{"a": 1}"#, #"{"a": []}"#, #"{"a": ["string", "string"]}"#, #"{"a": [["string"]]}"#] {
            let manifest = Self.manifest.setting(["lines", "columns"], to: try! JSONValue(parsing: columns))
            #expect(throws: (any Error).self, "\(columns)") { try DataCard(Manifest(manifest)) }
        }
    }

    @Test func exampleIsCutAndHidesNothing() throws {
        func shown(_ line: String) -> String? { Array(line.utf8).withUnsafeBytes { CardExample.text(of: $0) } }
        let line = #"{"a":"é\n\"\\","b":[1,null,true],"c":{"d":"x"}}"#
        #expect(shown(line) == line)
        let long = String(repeating: "é", count: 401)
        #expect(shown(#"{"a":"\#(long)"}"#) == #"{"a":"\#(long.dropLast())…"}"#)
        #expect(shown("[1,2,3,4,5]") == "[1,2,3,4,5]")
        #expect(shown("[1,2,3,4,5,6,7]") == #"[1,2,3,"…",6,7]"#)
        let hidden = try #require(shown("{\"a\":\"\u{202E}\u{E0001}\u{7F}\"}"))
        #expect(hidden == #"{"a":"\u202e\udb40\udc01\u007f"}"#)
        #expect(try JSONValue(parsing: hidden)["a"]?.text == "\u{202E}\u{E0001}\u{7F}")
        #expect(shown("{") == nil)
    }
}
