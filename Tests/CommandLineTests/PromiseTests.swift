import Foundation
import TestSupport
import Testing

/// The promises of the interface, on the real binary.
@Suite struct PromiseTests {
    @Test func sameBytesForAnyNumberOfJobsAndForManyProcesses() throws {
        let fixture = try Fixture()
        let first = try fixture.build("--jobs 1")
        #expect(first.keys.sorted().count == 8)
        for options in ["--jobs 2", "--jobs 8"] + Array(repeating: "", count: 10) {
            #expect(try fixture.build(options) == first)
        }
    }

    /// Rows, rejects and messages, whether the input can be read to its end or not.
    @Test func sameRowsForAnyNumberOfJobs() throws {
        let folder = try TemporaryFolder()
        let rows = (0..<20_000).map { #"{"n":\#($0),"t":"\#($0 % 1000 == 7 ? "\\ud800" : "text")"}"# }
        let articles = stride(from: 0, to: rows.count, by: 50).map { start in
            #"{"title":"\#(start)","rows":[\#(rows[start..<start + 50].joined(separator: ",\n"))]}"#
        }
        try folder.write("array.json", "[\n" + rows.joined(separator: ",\n") + "\n]")
        try folder.write("nested.json", #"{"data":["# + articles.joined(separator: ",") + "]}")
        try folder.write("broken.json", "[" + rows.joined(separator: ",\n") + " " + rows.joined(separator: ",\n") + "]")
        try folder.write("lines.txt", rows.joined(separator: "\n\n"))
        let words = rows.indices.map { "a\tO\nb\($0 % 1000 == 7 ? "" : "\tB")\n" }
        try folder.write("words.conll", words.joined(separator: "\n"))
        for arguments in [
            "array.json", "--records data.rows nested.json", "--input-format json broken.json", "lines.txt",
            "--text-unit paragraph lines.txt", "words.conll",
        ] {
            for action in ["fail", "skip"] {
                var first: RunResult?
                for jobs in [1, 2, 8] {
                    let result = try Program.shell(
                        "hornbook rows --jobs \(jobs) --on-bad-row \(action) \(arguments)", in: folder.url)
                    #expect(result.error == first?.error ?? result.error, "\(arguments), \(jobs) jobs")
                    // What comes out before an error ends the run is cut at blocks.
                    if result.status == 0 { #expect(result.output == first?.output ?? result.output) }
                    #expect(result.status == first?.status ?? result.status)
                    first = first ?? result
                }
            }
        }
    }

    /// Manifest and report tell the inputs' hashes and rows' places, which differ with the files.
    private func dataFiles(_ output: [String: String]) -> [String: String] {
        output.filter { $0.key.hasSuffix(".jsonl") }
    }

    @Test func sameBytesForAnyOrderOfTheRows() throws {
        var fixture = try Fixture()
        let first = try fixture.build()
        fixture.reviews.shuffle()
        fixture.questions.reverse()
        try fixture.writeData()
        let second = try fixture.build()
        #expect(dataFiles(first) == dataFiles(second))
    }

    @Test func sameBytesForAnySplitOfTheRowsOverFiles() throws {
        let fixture = try Fixture()
        let first = try fixture.build()
        try fixture.folder.write(
            "recipe.yaml", Fixture.recipe.replacingOccurrences(of: "reviews.jsonl", with: "part-*.jsonl"))
        try fixture.folder.write("part-1.jsonl", fixture.reviews.dropFirst(100).joined(separator: "\n"))
        try fixture.folder.write("part-2.jsonl", fixture.reviews.prefix(100).joined(separator: "\r\n"))
        let second = try fixture.build()
        #expect(dataFiles(first) == dataFiles(second))
    }

    @Test(arguments: [0, 17, 150, 299])
    func rowThatGoesChangesNoOther(_ position: Int) throws {
        var fixture = try Fixture()
        let before = try instances(try fixture.build())
        let gone = fixture.reviews.remove(at: position)
        let goneText = try #require(gone.split(separator: "\"").dropFirst(2).first.map(String.init)).prefix(12)
        try fixture.writeData()
        let after = try instances(try fixture.build())
        // One instance may go, one may take its place, and those may change that showed the row as a demonstration.
        #expect(Set(before.keys).subtracting(after.keys).count <= 1)
        #expect(Set(after.keys).subtracting(before.keys).count <= 1)
        for (key, line) in after {
            guard let old = before[key], old != line else { continue }
            #expect(old.contains(goneText), "\(key) changed without having shown the row")
        }
    }

    @Test func noDemonstrationEqualsItsQuery() throws {
        var fixture = try Fixture(rows: 40)
        // Many rows twice, some under another label.
        fixture.reviews +=
            fixture.reviews.prefix(20)
            + fixture.reviews.prefix(10).map { $0.replacingOccurrences(of: ":0}", with: ":1}") }
        try fixture.writeData()
        let output = try fixture.build()
        var shown = 0
        for line in output.filter({ $0.key.hasSuffix(".jsonl") }).values.joined().split(separator: "\n") {
            let json = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let messages = try #require(json["messages"] as? [[String: String]])
            let questions = messages.filter { $0["role"] == "user" }.compactMap { $0["content"] }
            let query = try #require(questions.last)
            #expect(!questions.dropLast().contains(query))
            shown += questions.count - 1
        }
        #expect(shown > 0)
    }

    @Test func ledgerClosesInTheManifest() throws {
        let fixture = try Fixture()
        try fixture.folder.write(
            "recipe.yaml",
            Fixture.recipe.replacingOccurrences(of: "cap: 80", with: "cap: 80\n    where: \"'7' not in answer\""))
        let output = try fixture.build()
        let text = try #require(output["manifest.json"])
        let manifest = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let mixture = try #require(manifest["mixture"] as? [[String: Any]])
        #expect(mixture.count == 2)
        for entry in mixture {
            func number(_ key: String) -> Int { entry[key] as? Int ?? -1 }
            #expect(number("rows") == 300)
            let accounted =
                number("taken") + number("rejected") + number("filtered") + number("blank") + number("over_cap")
            #expect(number("rows") == accounted)
        }
        #expect(mixture.map { $0["filtered"] as? Int } == [0, 57])
        // Every output's hash and size is told.
        let outputs = try #require(manifest["outputs"] as? [[String: Any]])
        for file in outputs {
            let name = try #require(file["name"] as? String)
            #expect(output[name]?.utf8.count == file["bytes"] as? Int)
        }
    }

    @Test func killedBuildLeavesTheOldOutput() throws {
        let fixture = try Fixture(rows: 3000)
        let before = try fixture.build()
        try fixture.folder.write("recipe.yaml", Fixture.recipe.replacingOccurrences(of: "seed: 5", with: "seed: 6"))
        for delay in [1, 5, 10, 20, 40, 80, 160] {
            let command =
                "hornbook build --quiet recipe.yaml & sleep 0.\(String(format: "%03d", delay)); kill -9 $! 2>/dev/null; wait; true"
            _ = try Program.shell(command, in: fixture.folder.url)
            let after = try fixture.output()
            // Either the old output, whole, or the new one, if the build was done before the signal came.
            #expect(after == before || after["manifest.json"]?.contains("\"seed\": 6") == true)
        }
        _ = try fixture.build()
        let left = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.url.path)
        #expect(!left.contains { $0.contains("hornbook-partial") || $0.contains("hornbook-lock") })
    }

    @Test func failedBuildLeavesTheOldOutput() throws {
        var fixture = try Fixture()
        let before = try fixture.build()
        fixture.reviews[200] = "{broken"
        try fixture.writeData()
        let result = try Program.shell("hornbook build recipe.yaml", in: fixture.folder.url)
        #expect(result.status == 1)
        #expect(result.error.contains("reviews.jsonl:201:2: error: record 201:"))
        #expect(try fixture.output() == before)
    }

    @Test func closedPipeEndsQuietly() throws {
        let fixture = try Fixture(rows: 20_000)
        let result = try Program.shell(
            "(hornbook render --templates pack.yaml questions.csv; echo $? >&2) | head -1 | wc -l",
            in: fixture.folder.url)
        #expect(result.output.trimmingCharacters(in: .whitespaces) == "1\n")
        #expect(result.error == "0\n")
    }

    @Test func memoryDoesNotGrowWithTheInput() throws {
        let folder = try TemporaryFolder()
        try folder.write("pack.yaml", Fixture.pack)
        let row = #"{"question":"\#(String(repeating: "long ", count: 200))","answer":"x"}"# + "\n"
        func peak(rows: Int) throws -> Int {
            // The limit on the address space is far below the input's size; the program must live with it.
            try folder.write("rows.jsonl", String(repeating: row, count: rows))
            let result = try Program.shell(
                "hornbook render --jobs 2 --templates pack.yaml rows.jsonl > /dev/null & while kill -0 $! 2>/dev/null; do "
                    + "grep VmHWM /proc/$!/status 2>/dev/null; sleep 0.01; done; wait $!", in: folder.url)
            #expect(result.status == 0)
            let peaks = result.output.split(separator: "\n").compactMap { Int($0.filter(\.isNumber)) }
            return peaks.max() ?? 0
        }
        #if os(Linux)
            let small = try peak(rows: 4_000)
            let large = try peak(rows: 60_000)
            #expect(small > 0 && large > 0)
            // 4 MB and 60 MB of input; in KiB.
            #expect(large < small + 16 << 10, "peak \(small) KiB against \(large) KiB")
        #endif
    }
}
