import JSON
import Testing

@testable import Records

/// What an input holds decides over a guess, never over a format that was named.
@Suite struct GuessTests {
    static let cases: [(name: String, input: String, rows: [String], rejects: [String])] = [
        ("a.jsonl", "[\n{\"k\":1}\n]\n", [#"{"k":1}"#], []),
        ("-", "\n [{\"k\":1},{\"k\":2}]\n\n", [#"{"k":1}"#, #"{"k":2}"#], []),
        ("-", "[{\"k\":1}", [#"{"k":1}"#], ["1:unexpected_end"]),
        ("a.json", "[{\"k\":1}]\n[{\"k\":2}]\n", [], ["1:not_an_object", "2:not_an_object"]),
        ("a.json", "[1,2]\n", [], ["1:not_an_object"]),
        ("a.json", "{\"k\":1}\n{\"k\":2}\n", [#"{"k":1}"#, #"{"k":2}"#], []),
        ("a.json", "{\"k\":1}", [#"{"k":1}"#], []),
        ("a.json.gz", "{\n  \"k\": 1\n}\n", [#"{"k":1}"#], []),
        ("a.json", "{\"k\":\n{\"k\":2}\n", [#"{"k":2}"#], ["1:unexpected_end"]),
        ("a.jsonl", "{\n\"k\":1}\n", [], ["1:unexpected_end", "2:not_an_object"]),
        ("a.txt", "[\n", [#"{"text":"["}"#], []),
    ]

    @Test(arguments: cases.indices) func contentDecides(_ index: Int) {
        let one = Self.cases[index]
        for blockSize in blockSizes {
            let outcome = read(one.input, RecordFormat(guessedFrom: one.name), blockSize: blockSize)
            #expect(outcome.rows == one.rows, "\(one.input), block size \(blockSize)")
            #expect(outcome.rejects == one.rejects, "\(one.input), block size \(blockSize)")
        }
    }

    @Test func aLongFirstLineIsAnArray() {
        let text = "[{\"k\":\"" + String(repeating: "x", count: 2 << 20) + "\"}]\n[{}]"
        #expect(read(text, RecordFormat(guessedFrom: "a.jsonl")).rejects == ["2:trailing_content"])
        #expect(read(text, format(.jsonl)).refusal == "json_array_file")
    }
}
