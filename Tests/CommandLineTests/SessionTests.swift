import Foundation
import TestSupport
import Testing

/// What every command owes scripts: one JSON object, warnings under `--quiet`, all rejected rows in `--rejects`.
@Suite struct SessionTests {
    /// A command on the files that `folder()` makes.
    struct Call: Sendable, CustomTestStringConvertible {
        var command: String
        /// Whether its data goes to standard output, so that the JSON object has standard error.
        var writesData = false
        var status: Int32 = 0
        var testDescription: String { command }
    }

    /// Rows of which the second and the last cannot be used, a recipe whose two datasets read them, and a finished build.
    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let good = (0..<6).map {
            #"{"prompt":"Is \#($0) even?","completion":"number \#($0)","score":\#($0),"text":"t \#($0)"}"#
        }
        try folder.write("good.jsonl", lines: good)
        try folder.write("rows.jsonl", lines: [good[0], "[]"] + good[1...] + ["{"])
        try folder.write("pack.yaml", "templates: {t: {id: t, name: t, jinja: '{{ prompt }} ||| {{ completion }}'}}\n")
        for name in ["good", "rows"] {
            let datasets = ["a", "b"].map { "  - {name: \($0), data: \(name).jsonl, templates: {pack: pack.yaml}}\n" }
            try folder.write("\(name).yaml", "datasets:\n\(datasets.joined())output: {path: out}\n")
        }
        try folder.write("template.jinja", "{{ prompt }}")
        let result = try Program.shell("hornbook build good.yaml --quiet", in: folder.url)
        try #require(result.status == 0, "\(result.error)")
        return folder
    }

    static let withJSON = [
        Call(command: "build good.yaml"), Call(command: "build good.yaml --check"), Call(command: "plan good.yaml"),
        Call(command: "mix a=good.jsonl b=good.jsonl", writesData: true),
        Call(command: "mix a=good.jsonl b=good.jsonl -o mixed"),
        Call(command: "stage good.jsonl --score score --thresholds 3,9 -o stages"),
        Call(command: "grow good.jsonl good.jsonl", writesData: true),
        Call(command: "grow good.jsonl good.jsonl -o grown"),
        Call(command: "grow --statistics good.jsonl"), Call(command: "duplicates good.yaml"),
        Call(command: "duplicates good.yaml -o -", writesData: true), Call(command: "duplicates good.yaml -o list"),
        Call(command: "request difficulty good.jsonl --model m -o asked"),
        Call(command: "check good.yaml"), Call(command: "verify out"), Call(command: "diff out out"),
        Call(command: "inspect good.jsonl"), Call(command: "preview good.yaml"), Call(command: "templates list"),
    ]

    @Test(arguments: withJSON)
    func jsonIsOneObject(_ call: Call) throws {
        let folder = try Self.folder()
        let result = try Program.shell("hornbook \(call.command) --json", in: folder.url)
        #expect(result.status == call.status, "\(result.error)")
        let text = call.writesData ? result.error : result.output
        #expect(text.hasSuffix("\n") && text.dropLast().allSatisfy { $0 != "\n" }, "\(text)")
        let object = try? JSONSerialization.jsonObject(with: Data(text.utf8))
        #expect(object is [String: Any], "\(text)")
    }

    /// Each of these has something to warn of: two datasets read one file, or a stage is empty.
    static let withWarnings = [
        Call(command: "build good.yaml"), Call(command: "mix a=good.jsonl b=good.jsonl -o mixed"),
        Call(command: "stage good.jsonl --score score --thresholds 3,9 -o stages"),
    ]

    @Test(arguments: withWarnings)
    func quietHidesAllButWarnings(_ call: Call) throws {
        let folder = try Self.folder()
        let loud = try Program.shell("hornbook \(call.command)", in: folder.url)
        let quiet = try Program.shell("hornbook \(call.command) --quiet", in: folder.url)
        #expect(quiet.status == 0)
        let lines = quiet.error.split(separator: "\n")
        #expect(!lines.isEmpty)
        #expect(lines.allSatisfy { $0.hasPrefix("warning: ") || $0.hasPrefix("  help: ") }, "\(quiet.error)")
        #expect(loud.error.contains(quiet.error.split(separator: "\n")[0]) && loud.error.count > quiet.error.count)
        let json = try Program.shell("hornbook \(call.command) --json", in: folder.url)
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        let listed = try #require(object?["warnings"] as? [[String: Any]])
        #expect(listed.count == lines.count { $0.hasPrefix("warning: ") })
    }

    static let withRejects = [
        "rows rows.jsonl", "render --templates pack.yaml rows.jsonl", "jinja template.jinja rows.jsonl",
        "mix a=rows.jsonl", "stage rows.jsonl --score score --thresholds 3 -o stages",
        "request difficulty rows.jsonl --model m -o asked", "scan --recipe rows.yaml --dataset a rows.jsonl",
    ]

    @Test(arguments: withRejects)
    func rejectsHaveEveryRejectedRow(_ command: String) throws {
        let folder = try Self.folder()
        let options = "--on-bad-row quarantine --rejects bad.jsonl"
        let result = try Program.shell("hornbook \(command) \(options) > out.txt", in: folder.url)
        #expect(result.status == 0, "\(result.error)")
        let records = try folder.read("bad.jsonl").split(separator: "\n").map { line in
            (try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["record"] as? Int
        }
        #expect(records == [2, 8])
    }

    /// Both datasets of the recipe read the file.
    @Test(arguments: ["build rows.yaml", "plan rows.yaml"])
    func rejectsOfRecipesHaveEveryRejectedRow(_ command: String) throws {
        let folder = try Self.folder()
        let options = "--on-bad-row quarantine --rejects bad.jsonl"
        let result = try Program.shell("hornbook \(command) \(options)", in: folder.url)
        #expect(result.status == 0, "\(result.error)")
        #expect(try folder.read("bad.jsonl").split(separator: "\n").count == 4)
    }

    /// What `grow` does not let through is in its rejects, whether a rule refuses it or it cannot be read.
    @Test func growRejectsUnreadableRowsToo() throws {
        let folder = try Self.folder()
        let result = try Program.shell(
            "hornbook grow good.jsonl rows.jsonl --on-bad-row skip --rejects bad.jsonl", in: folder.url)
        #expect(result.status == 0, "\(result.error)")
        let accepted = result.output.split(separator: "\n").count
        #expect(accepted + (try folder.read("bad.jsonl").split(separator: "\n").count) == 8)
        #expect(try folder.read("bad.jsonl").contains("not_an_object"))
    }
}
