import Foundation
import TestSupport
import Testing

/// Recipes with all that mixtures have, drawn at random: the promises hold for each of them, on the real binary.
@Suite struct RandomRecipeTests {
    @Test(arguments: 0..<60)
    func promisesHold(_ round: Int) throws {
        var draws = Draws(seed: round)
        let drawn = RandomRecipe(&draws, orders: ["shuffled", "interleaved", "sequential"])
        let (datasets, mixture, rows) = (drawn.datasets, drawn.mixture, drawn.rows)
        let folder = try TemporaryFolder()
        try folder.write("pack.yaml", RandomRecipe.pack)
        func build(_ options: String = "", turned: Bool = false) throws -> (lines: String, manifest: [String: Any])? {
            for (name, lines) in rows {
                try folder.write(name, (turned ? lines.reversed() : lines).map { $0 + "\n" }.joined())
            }
            try folder.write("recipe.yaml", drawn.text(turned ? datasets.reversed() : datasets))
            let result = try Program.shell(
                "rm -rf out; hornbook build --quiet \(options) recipe.yaml && cat out/*.jsonl", in: folder.url)
            // A mixture of nothing is no output.
            if result.status == 1, result.error.contains("the mixture is empty") { return nil }
            try #require(result.status == 0, "\(result.error)\n\(datasets.joined())\(mixture)")
            let json = try JSONSerialization.jsonObject(with: Data(folder.read("out/manifest.json").utf8))
            return (result.output, try #require(json as? [String: Any]))
        }
        let first = try build("--jobs 1")
        #expect(try build("--jobs 8 --memory 1M")?.lines == first?.lines)
        if !mixture.contains("sequential") { #expect(try build(turned: true)?.lines == first?.lines) }
        guard let first else { return }
        let entries = try #require(first.manifest["mixture"] as? [[String: Any]])
        func number(_ entry: [String: Any], _ key: String) -> Int { entry[key] as? Int ?? -1 }
        for entry in entries {
            let accounted = ["taken", "rejected", "filtered", "blank", "refused", "over_cap"].map { number(entry, $0) }
            #expect(number(entry, "rows") == accounted.reduce(0, +))
        }
        let lines = first.lines.split(separator: "\n").count
        #expect(entries.reduce(0) { $0 + number($1, "instances") } == lines)
    }
}
