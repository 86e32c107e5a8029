import Foundation

/// A folder with a recipe over generated datasets, for tests of whole builds.
package struct Fixture: Sendable {
    package let folder: TemporaryFolder
    package var reviews: [String]
    package var questions: [String]

    package static let recipe = """
        seed: 5
        datasets:
          - name: reviews
            data: reviews.jsonl
            labels: [bad, good]
            templates: {pack: sentiment}
            inverted: 0.3
            options: {append: 0.5, order: shuffled, answer: [word, letter]}
            demonstrations: {count: {0: 1, 1: 1, 3: 1}, pool: 16, templates: mixed, shared-words: 13, max-words: 400}
            cap: 150
          - name: questions
            data: questions.csv
            templates: {pack: pack.yaml}
            inverted: {share: 0.2, wording: general}
            cap: 80
        output: {path: out, splits: {train: 0.8, validation: 0.2}, shards: 3, metadata: true}
        """

    package static let pack = """
        templates:
          p1: {id: p1, name: p1, jinja: 'Q: {{question}} ||| {{answer}}'}
          p2: {id: p2, name: p2, jinja: '{{question}} Answer: ||| {{answer}}'}
        """

    /// Rows with all that could break a line or a template.
    package init(rows: Int = 300) throws {
        folder = try TemporaryFolder()
        let odd = ["", " ||| ", "{{ x }}", "{% if %}", "\\u2028", "\\\"", "\\n", "é", "<b>&amp;</b>", "\\u0000"]
        reviews = (0..<rows).map { #"{"text":"review \#($0) \#(odd[$0 % odd.count])","label":\#($0 % 2)}"# }
        questions = (0..<rows).map { "\"what is \($0)\($0 % 7 == 0 ? "\n" : "") ||| \"\"it\"\"?\",number \($0)" }
        try folder.write("recipe.yaml", Self.recipe)
        try folder.write("pack.yaml", Self.pack)
        try writeData()
    }

    /// The same in a folder of its own, with all that has been built.
    package func copy() throws -> Fixture { try Fixture(self) }

    private init(_ other: Fixture) throws {
        folder = try TemporaryFolder()
        (reviews, questions) = (other.reviews, other.questions)
        for name in try FileManager.default.contentsOfDirectory(atPath: other.folder.url.path) {
            try FileManager.default.copyItem(atPath: other.folder.path(name), toPath: folder.path(name))
        }
    }

    package func writeData() throws {
        try folder.write("reviews.jsonl", reviews.map { $0 + "\n" }.joined())
        try folder.write("questions.csv", "question,answer\r\n" + questions.map { $0 + "\r\n" }.joined())
    }

    /// Builds, and returns every file of the output by name.
    package func build(_ options: String = "") throws -> [String: String] {
        let result = try Program.shell("hornbook build --quiet \(options) recipe.yaml", in: folder.url)
        guard result.status == 0 else { throw BuildFailure(result: result) }
        return try output()
    }

    package func output() throws -> [String: String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.appendingPathComponent("out").path)
        return Dictionary(uniqueKeysWithValues: try names.map { ($0, try folder.read("out/" + $0)) })
    }

    package struct BuildFailure: Error {
        package var result: RunResult
    }
}

/// Instances by key and template, each with its line; the split is part of what must not change.
package func instances(_ output: [String: String]) throws -> [String: String] {
    var result: [String: String] = [:]
    for (name, text) in output where name.hasSuffix(".jsonl") {
        for line in text.split(separator: "\n") {
            let json = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let meta = json?["meta"] as? [String: Any]
            let key = "\(meta?["dataset"] ?? "") \(meta?["key"] ?? "")"
            result[key] = "\(name.prefix { $0 != "-" }) \(line)"
        }
    }
    return result
}
