import Foundation
import JSON
import TestSupport
import Testing

/// What a manifest says of the keys of lines is so in every line, in every format.
@Suite struct CardTests {
    static let formats = ["prompt-completion", "messages", "inputs-targets", "alpaca", "sharegpt", "text", "parts"]

    @Test(arguments: formats, [false, true])
    func columnsAreThoseOfTheLines(_ format: String, _ metadata: Bool) throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "recipe.yaml",
            """
            datasets:
              - {name: one, data: rows.jsonl, templates: pack.yaml, system: "Be brief.",
                 demonstrations: {count: [0, 2], pool: 3, style: plain}}
              - {name: two, data: rows.jsonl, templates: pack.yaml}
            output: {path: out, format: \(format), metadata: \(metadata), card: true}
            """)
        try folder.write(
            "pack.yaml",
            """
            templates:
              a: {id: a, name: a, jinja: '{{ text }}? ||| {{ answer }}', answer_choices: 'yes ||| no'}
              b: {id: b, name: b, jinja: 'Say: {{ text }} ||| {{ answer }}'}
            """)
        try folder.write("rows.jsonl", (0..<9).map { "{\"text\":\"text \($0)\",\"answer\":\"a\($0)\"}\n" }.joined())
        let result = try Program.shell("hornbook build --quiet recipe.yaml", in: folder.url)
        try #require(result.status == 0, "\(result.error)")
        let columns = try #require(try JSONValue(parsing: folder.read("out/manifest.json"))["lines"]?["columns"])
        let lines = try folder.read("out/train-00000-of-00001.jsonl").split(separator: "\n")
        #expect(lines.count == 18)
        for line in lines {
            let value = try JSONValue(parsing: String(line))
            #expect(Self.matches(value, columns), "\(line)")
            #expect((value["meta"] != nil) == metadata)
        }
    }

    private static func matches(_ value: JSONValue, _ type: JSONValue) -> Bool {
        switch (value, type) {
        case (.string, .string("string")), (.number, .string("int64")): true
        case (.null, .array): true
        case (.array(let elements), .array(let types)): elements.allSatisfy { matches($0, types[0]) }
        case (.object(let members), .object(let types)):
            members.map(\.key) == types.map(\.key) && zip(members, types).allSatisfy { matches($0.value, $1.value) }
        default: false
        }
    }
}
