import Foundation
import Testing

/// Recipes with all that mixtures have, drawn at random: the promises hold for each of them, on the real binary.
@Suite struct RandomRecipeTests {
    private struct Draws {
        var state: UInt64

        mutating func draw(_ count: Int) -> Int {
            // SplitMix64.
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((z ^ (z >> 31)) % UInt64(count))
        }
        mutating func pick(_ choices: [String]) -> String { choices[draw(choices.count)] }
    }

    private static let pack = """
        templates:
          p: {id: p, name: p, answer_choices: 'x ||| y', jinja: "Say {{n}}. ||| {{n}}"}
          q: {id: q, name: q, jinja: "Tell {{n}}: ||| {{n}}", metadata: {inverted: true}}
        """

    /// The datasets' entries, the mixture, and the rows by file.
    private func recipe(_ draws: inout Draws) -> (datasets: [String], mixture: String, rows: [String: [String]]) {
        var rows: [String: [String]] = [:]
        let datasets = (0..<1 + draws.draw(4)).map { index in
            let count = [0, 1, 5, 50, 200][draws.draw(5)]
            rows["d\(index).jsonl"] = (0..<count).map { _ in
                "{\"n\":\"w\(draws.draw(400))\(String(repeating: " x", count: draws.draw(6)))\"}"
            }
            var entry = "name: d\(index), data: d\(index).jsonl, "
            if draws.draw(3) == 0 {
                entry += "kind: text, fields: {text: '{{ n }}'}" + draws.pick(["", ", cut: 16"])
            } else {
                entry += "templates: {pack: pack.yaml, per-row: \(draws.pick(["1", "2", "all"]))}"
                entry +=
                    draws.pick(["", ", inverted: 0.4"]) + draws.pick(["", ", options: {append: 0.5, order: shuffled}"])
                entry += draws.pick(["", ", demonstrations: {count: {0: 1, 2: 2}, pool: 9, style: [plain, numbered]}"])
            }
            entry += draws.pick(["", ", cap: \(draws.draw(200))"]) + draws.pick(["", ", weight: \(draws.draw(4))"])
            return "  - {\(entry)\(draws.pick(["", "", ", share: \(1 + draws.draw(14))%"]))}\n"
        }
        var mixture = ["order: " + draws.pick(["shuffled", "interleaved", "sequential"])]
        for choice in [
            "size: \(draws.draw(900))", "epochs: \(1 + draws.draw(4))", "cap: \(1 + draws.draw(300))",
            "unit: " + draws.pick(["examples", "characters", "words"]),
            "temperature: " + draws.pick(["0.5", "2", "5"]),
            "groups: [{name: g, share: 40%, datasets: d0\(draws.pick(["", ", cap: 30"]))}]",
        ] where draws.draw(2) == 0 { mixture.append(choice) }
        return (datasets, mixture.joined(separator: ", "), rows)
    }

    @Test(arguments: 0..<60)
    func promisesHold(_ round: Int) throws {
        var draws = Draws(state: UInt64(round) << 24)
        let (datasets, mixture, rows) = recipe(&draws)
        let folder = try TemporaryFolder()
        try folder.write("pack.yaml", Self.pack)
        func build(_ options: String = "", turned: Bool = false) throws -> (lines: String, manifest: [String: Any])? {
            for (name, lines) in rows {
                try folder.write(name, (turned ? lines.reversed() : lines).map { $0 + "\n" }.joined())
            }
            try folder.write(
                "recipe.yaml",
                "datasets:\n\((turned ? datasets.reversed() : datasets).joined())mixture: {\(mixture)}\n"
                    + "output: {path: out, format: prompt-completion, splits: {train: 0.8, test: 0.2}}\n")
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
