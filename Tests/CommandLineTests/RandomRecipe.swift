import TestSupport

/// A recipe with all that mixtures have, drawn at random.
struct RandomRecipe {
    static let pack = """
        templates:
          p: {id: p, name: p, answer_choices: 'x ||| y', jinja: "Say {{n}}. ||| {{n}}"}
          q: {id: q, name: q, jinja: "Tell {{n}}: ||| {{n}}", metadata: {inverted: true}}
        """

    /// The datasets' entries; their names are d0, d1 …
    let datasets: [String]
    /// The mixture's members.
    let mixture: String
    /// By file, of which each dataset has one.
    let rows: [String: [String]]

    init(_ draws: inout Draws, orders: [String]) {
        var rows: [String: [String]] = [:]
        datasets = (0..<1 + draws.draw(4)).map { index in
            let count = [0, 1, 5, 50, 200][draws.draw(5)]
            // Few words make many rows that are equal.
            let words = [400, 8][draws.draw(2)]
            rows["d\(index).jsonl"] = (0..<count).map { _ in
                "{\"n\":\"w\(draws.draw(words))\(String(repeating: " x", count: draws.draw(6)))\"}"
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
        self.rows = rows
        var mixture = ["order: " + draws.pick(orders)]
        for choice in [
            "size: \(draws.draw(900))", "epochs: \(1 + draws.draw(4))", "cap: \(1 + draws.draw(300))",
            "unit: " + draws.pick(["examples", "characters", "words"]),
            "temperature: " + draws.pick(["0.5", "2", "5"]),
            "groups: [{name: g, share: 40%, datasets: d0\(draws.pick(["", ", cap: 30"]))}]",
        ] where draws.draw(2) == 0 { mixture.append(choice) }
        self.mixture = mixture.joined(separator: ", ")
    }

    /// The recipe with datasets in some order.
    func text(_ datasets: [String]) -> String {
        "datasets:\n\(datasets.joined())mixture: {\(mixture)}\n"
            + "output: {path: out, format: prompt-completion, splits: {train: 0.8, test: 0.2}, shards: 3}\n"
    }
}
