import Foundation
import TestSupport
import Testing

/// Formatted lines as a dataset: `mix` and `stage` do what a recipe does.
@Suite struct LinesTests {
    private static func run(_ command: String, in folder: TemporaryFolder) throws {
        let result = try Program.shell(command, in: folder.url)
        try #require(result.status == 0, "\(command): \(result.error)")
    }

    /// The files of stages by number, whatever else their names hold.
    private static func stages(_ name: String, in folder: TemporaryFolder) throws -> [String: String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(name)).filter {
            $0.hasPrefix("stage-")
        }
        return Dictionary(
            uniqueKeysWithValues: try names.map { (String($0.prefix(7)), try folder.read("\(name)/\($0)")) })
    }

    /// Rows with few lengths, so that many lines have one score.
    private static func rows(_ count: Int, _ draws: inout Draws) -> [String] {
        (0..<count).map { number in
            let words = String(repeating: "word ", count: 1 + draws.draw(6))
            return
                #"{"question":"What is \#(number)?","answer":"\#(words)\#(draws.draw(3))","score":\#(draws.draw(4))}"#
        }
    }

    @Test(arguments: [
        ("equal: 3", "--equal 3"), ("thresholds: [14, 25]", "--thresholds 14,25"),
        ("equal: 4, replay: 0.2", "--equal 4 --replay 20%"),
        ("equal: 3, control: random", "--equal 3 --control random"),
        ("quantiles: 3, control: [3, 1, 2]", "--quantiles 3 --control 3,1,2"),
    ])
    func recipesPutLinesIntoTheStagesThatStageDoes(_ rules: String, _ options: String) throws {
        var draws = Draws(seed: rules.count)
        let folder = try TemporaryFolder()
        try folder.write("rows.jsonl", lines: Self.rows(200, &draws))
        try folder.write(
            "pack.yaml", "templates:\n  t: {id: t, name: t, jinja: '{{ question }} ||| {{ answer }}'}\n")
        let dataset = "{name: a, data: rows.jsonl, templates: {pack: pack.yaml}}"
        func recipe(_ stages: String, _ output: String) -> String {
            "seed: 5\ndatasets: [\(dataset)]\n\(stages)output: {path: \(output), format: prompt-completion}\n"
        }
        try folder.write("plain.yaml", recipe("", "plain"))
        try folder.write("staged.yaml", recipe("stages: {measure: completion-length, \(rules)}\n", "staged"))
        try Self.run("hornbook build plain.yaml --quiet && hornbook build staged.yaml --quiet", in: folder)
        try Self.run(
            "hornbook stage plain/train-*.jsonl --measure completion-length \(options) --seed 5 -o by-stage --quiet",
            in: folder)
        let (built, staged) = (try Self.stages("staged", in: folder), try Self.stages("by-stage", in: folder))
        #expect(built == staged)
        #expect(built.values.reduce(0) { $0 + $1.split(separator: "\n").count } >= 200)
        #expect(built.count >= 3)
    }

    /// Lines of a recipe stay as they are, and are mixed and staged as the commands do it.
    @Test func recipesMixLinesAsMixDoes() throws {
        var draws = Draws(seed: 1)
        let folder = try TemporaryFolder()
        // Numbers and orders of keys that a writer of its own would spell in another way.
        let odd = [#"{"z":1.50,"a":"\u00e9","score":1}"#, #"{ "messages" : [] , "score":2 }"#]
        try folder.write("a.jsonl", lines: Self.rows(80, &draws) + odd)
        try folder.write("b.jsonl", lines: Self.rows(50, &draws))
        let datasets = "[{name: a, data: a.jsonl, kind: lines, cap: 30}, {name: b, data: b.jsonl, kind: lines}]"
        try folder.write("mixed.yaml", "seed: 3\ndatasets: \(datasets)\noutput: {path: out}\n")
        try Self.run("hornbook build mixed.yaml --quiet", in: folder)
        try Self.run("hornbook mix a=a.jsonl,cap=30 b=b.jsonl --seed 3 -o mixed.jsonl --quiet", in: folder)
        let lines = try folder.read("mixed.jsonl")
        #expect(try folder.read("out/train-00000-of-00001.jsonl") == lines)
        let known = Set(try (folder.read("a.jsonl") + folder.read("b.jsonl")).split(separator: "\n"))
        #expect(lines.split(separator: "\n").allSatisfy(known.contains))
        #expect(lines.split(separator: "\n").count == 80)

        let staged = "datasets: [{name: stage, data: a.jsonl, kind: lines}]\nstages: {score: score, equal: 3}\n"
        try folder.write("staged.yaml", "seed: 3\n\(staged)output: {path: staged}\n")
        try Self.run("hornbook build staged.yaml --quiet", in: folder)
        try Self.run("hornbook stage a.jsonl --score score --equal 3 --seed 3 -o by-stage --quiet", in: folder)
        #expect(try Self.stages("staged", in: folder) == Self.stages("by-stage", in: folder))
    }

    @Test(arguments: [
        ("format: csv", "`kind: lines` reads JSON Lines only"), ("fields: {x: y}", "`fields` goes with kind: task"),
        ("templates: sentiment", "`templates` goes with kind: task"),
    ])
    func whatLinesCannotHaveIsRefused(_ setting: String, _ message: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("a.jsonl", lines: ["{}"])
        try folder.write(
            "recipe.yaml", "datasets: [{name: a, data: a.jsonl, kind: lines, \(setting)}]\noutput: {path: out}\n")
        let result = try Program.shell("hornbook plan recipe.yaml", in: folder.url)
        #expect(result.status == 65 && result.error.contains(message), "\(result.error)")
    }

    @Test func linesGetNoMetadata() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.jsonl", lines: ["{}"])
        try folder.write(
            "recipe.yaml", "datasets: [{name: a, data: a.jsonl, kind: lines}]\noutput: {path: out, metadata: true}\n")
        let result = try Program.shell("hornbook plan recipe.yaml", in: folder.url)
        #expect(result.status == 65 && result.error.contains("lines of a dataset of kind: lines stay as they are"))
    }
}
