import Foundation
import TestSupport
import Testing

/// Builds in parts against builds in one piece, on the real binary.
@Suite struct PartsTests {
    /// Rows dealt out to parts, some of which may be empty.
    ///
    /// - Parameter isSingle: whether a few rows stand alone each.
    private static func parts(of rows: [String], isSingle: Bool, _ draws: inout Draws) -> [[String]] {
        if isSingle, rows.count <= 5 { return rows.map { [$0] } + [[]] }
        var parts = Array(repeating: [String](), count: 1 + draws.draw(4))
        for row in rows { parts[draws.draw(parts.count)].append(row) }
        return parts
    }

    /// Writes parts as files.
    ///
    /// - Returns: the datasets with their files.
    private static func write(
        _ recipe: RandomRecipe, to folder: TemporaryFolder, _ name: String, _ draws: inout Draws
    ) throws -> [(dataset: String, file: String)] {
        var result: [(dataset: String, file: String)] = []
        for (file, rows) in recipe.rows.sorted(by: { $0.key < $1.key }) {
            let dataset = String(file.dropLast(".jsonl".count))
            for (number, part) in parts(of: rows, isSingle: name == "a", &draws).enumerated() {
                try folder.write("\(name)-\(dataset)-\(number)", part.map { $0 + "\n" }.joined())
                result.append((dataset, "\(name)-\(dataset)-\(number)"))
            }
        }
        return result
    }

    @Test(arguments: 7..<23)
    func givesTheSameBytes(_ round: Int) throws {
        var draws = Draws(seed: round)
        let recipe = RandomRecipe(&draws, orders: ["shuffled"])
        let folder = try TemporaryFolder()
        try folder.write("pack.yaml", RandomRecipe.pack)
        for (name, rows) in recipe.rows { try folder.write(name, rows.map { $0 + "\n" }.joined()) }
        try folder.write("recipe.yaml", recipe.text(recipe.datasets))
        let whole = try Program.shell("hornbook build --quiet --validate all recipe.yaml", in: folder.url)
        let isEmpty = whole.status == 1 && whole.error.contains("the mixture is empty")
        try #require(isEmpty || whole.status == 0, "\(whole.error)")

        var script = "set -e\n"
        for name in ["a", "b"] {
            let files = try Self.write(recipe, to: folder, name, &draws)
            for (dataset, file) in files {
                script += "hornbook scan --recipe recipe.yaml --dataset \(dataset) < \(file) > \(file).scan\n"
            }
            let scans = files.map { $0.file + ".scan" }
            if name == "a" {
                script +=
                    "hornbook plan recipe.yaml --from-scans \(scans.joined(separator: " ")) -o a.json > /dev/null\n"
                continue
            }
            // In another order, and some of them added up before.
            let (some, others) = (scans.reversed().prefix(scans.count / 2 + 1), scans.dropLast(scans.count / 2 + 1))
            script += "hornbook scan --recipe recipe.yaml --merge \(some.joined(separator: " ")) > merged.scan\n"
            script +=
                "hornbook plan recipe.yaml --from-scans merged.scan \(others.joined(separator: " ")) -o b.json > /dev/null\n"
            for (dataset, file) in files {
                script += "hornbook render --plan a.json --dataset \(dataset) --keyed < \(file) > \(file).lines\n"
            }
            script += "sort b-*.lines > sorted; hornbook write --plan b.json --quiet -o parts < sorted\n"
        }
        let parts = try Program.shell(script, in: folder.url)
        #expect(try folder.read("a.json") == folder.read("b.json"))
        if isEmpty {
            #expect(parts.status == 1)
            #expect(parts.error.contains("the mixture is empty"))
            return
        }
        try #require(parts.status == 0, "\(parts.error)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/out")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/parts").sorted() == names.sorted())
        for name in names where name.hasSuffix(".jsonl") {
            #expect(try folder.read("out/" + name) == folder.read("parts/" + name), "\(name)")
        }
        func mixture(_ path: String) throws -> NSArray? {
            let manifest = try JSONSerialization.jsonObject(with: Data(folder.read(path).utf8)) as? [String: Any]
            return manifest?["mixture"] as? NSArray
        }
        #expect(try mixture("out/manifest.json") == mixture("parts/manifest.json"))

        try writeFileByFile(in: folder)
        for name in names where name.hasSuffix(".jsonl") {
            #expect(try folder.read("out/" + name) == folder.read("files/" + name), "\(name)")
        }
        #expect(try mixture("files/manifest.json") == mixture("out/manifest.json"))
        #expect(!FileManager.default.fileExists(atPath: folder.url.path + "/files.parts"))
    }

    /// Writes each file of the output by a process of its own, out of the folder's sorted lines.
    private func writeFileByFile(in folder: TemporaryFolder) throws {
        let sorted = try folder.read("sorted").split(separator: "\n")
        try folder.write("counts", sorted.filter { $0.hasPrefix("!") }.map { $0 + "\n" }.joined())
        var seen: [Substring: Int] = [:]
        let lines = sorted.filter { line in
            guard !line.hasPrefix("!") else { return false }
            let key = line.prefix { $0 != "\t" }
            seen[key, default: 0] += 1
            let most = key.split(separator: "+").dropFirst().first.flatMap { Int($0) }
            return seen[key]! <= most ?? Int.max
        }
        let layout = try Program.shell("hornbook write --plan a.json --layout counts", in: folder.url)
        let files = try JSONSerialization.jsonObject(with: Data(layout.output.utf8)) as? [[String: Any]] ?? []
        for file in files {
            let name = try #require(file["name"] as? String)
            let split = try #require(file["position"] as? Int) == 0 ? "00" : "01"
            let (first, count) = (try #require(file["first"] as? Int), try #require(file["lines"] as? Int))
            let own = lines.filter { $0.hasPrefix(split) }[first..<first + count]
            try folder.write("own", own.map { $0 + "\n" }.joined())
            let result = try Program.shell(
                "hornbook write --plan a.json --shard \(name) -o files < own", in: folder.url)
            #expect(result.status == 0, "\(result.error)")
        }
        let result = try Program.shell("hornbook write --plan a.json --finish --quiet -o files counts", in: folder.url)
        #expect(result.status == 0, "\(result.error)")
    }
}
