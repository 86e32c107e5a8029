import JSON
import ReferenceParsers
import Testing

@testable import Records

/// Rows are written from bytes to bytes; `JSONValue`, which decodes everything, is the slow twin.
@Suite struct CanonicalTests {
    @Test func agreesWithDecodedValuesOnRandomObjects() throws {
        var random = Random(seed: 7)
        var lines: [String] = []
        var expected: [String] = []
        for _ in 0..<4_000 {
            // Rows in a row often have the same keys.
            let text = random.below(3) > 0 ? lines.last ?? "{}" : object(depth: 0, &random)
            let output = ByteBuffer()
            try JSONValue(parsing: text).write(to: output)
            lines.append(text)
            expected.append(output.string)
        }
        #expect(read(lines.joined(separator: "\n"), RecordFormat(.jsonl)).records == expected)
    }

    @Test func equalKeysAmongKnownOnesAreSeen() {
        let lines = [
            #"{"a":1,"b":2,"c":3,"d":4,"e":5}"#, #"{"a":6,"b":7,"c":8,"d":9,"e":0}"#,
            #"{"a":1,"b":2,"c":3,"d":4,"a":5}"#, #"{"a":1,"b":2,"c":3,"d":4,"\u0061":5}"#,
            #"{"a":1,"b":2,"c":3,"d":4,"a":5}"#,
        ]
        let resolved = #"{"a":5,"b":2,"c":3,"d":4}"#
        #expect(
            read(lines.joined(separator: "\n"), RecordFormat(.jsonl)).records
                == lines[..<2] + [resolved, resolved, resolved])
    }

    private func object(depth: Int, _ random: inout Random) -> String {
        // Now and then more keys than are compared in pairs.
        let count = random.below(20) == 0 ? 30 : random.below(5)
        let members = (0..<count).map { _ in
            let key = ["a", "b", #"\u0061"#, "é", #"\u00E9"#, "c\(random.below(40))", ""][random.below(7)]
            return space(&random) + "\"\(key)\"" + space(&random) + ":" + value(depth: depth + 1, &random)
        }
        return "{" + (members.isEmpty ? space(&random) : members.joined(separator: ",")) + "}"
    }

    private func value(depth: Int, _ random: inout Random) -> String {
        let text: String
        switch random.below(depth > 3 ? 5 : 8) {
        case 0: text = ["null", "true", "false"][random.below(3)]
        case 1: text = ["0", "-0", "1.50", "2E+7", "-12345678901234567890"][random.below(5)]
        case 2: text = "\"plain, [text] {with} : marks\""
        case 3, 4:
            let pieces = [
                #"\""#, #"\\"#, #"\/"#, #"\b"#, #"\f"#, #"\n"#, #"\r"#, #"\t"#, #"\u0000"#, #"\u001f"#, #"\u0022"#,
                #"\u005C"#, #"\u002f"#, #"\u20Ac"#, #"\ud83D\uDe00"#, "x", "é", "😀", "\u{2028}", "\u{7F}",
            ]
            text = "\"" + (0..<random.below(6)).map { _ in pieces[random.below(pieces.count)] }.joined() + "\""
        case 5:
            text =
                "[" + (0..<random.below(4)).map { _ in value(depth: depth + 1, &random) }.joined(separator: ",") + "]"
        default: text = object(depth: depth, &random)
        }
        return space(&random) + text + space(&random)
    }

    private func space(_ random: inout Random) -> String {
        ["", "", " ", "\t", "  \r"][random.below(5)]
    }
}
