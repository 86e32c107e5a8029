import JSON
import Testing

@testable import Records

@Suite struct JSONLTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var input: [UInt8]
        var rows: [String]
        var rejects: [String]
        var refusal: String?
        var maxRowBytes = 64 << 20

        init(
            _ name: String, _ input: String, rows: [String] = [], rejects: [String] = [], refusal: String? = nil,
            maxRowBytes: Int = 64 << 20
        ) {
            self.init(
                name, bytes: Array(input.utf8), rows: rows, rejects: rejects, refusal: refusal, maxRowBytes: maxRowBytes
            )
        }

        init(
            _ name: String, bytes: [UInt8], rows: [String] = [], rejects: [String] = [], refusal: String? = nil,
            maxRowBytes: Int = 64 << 20
        ) {
            self.name = name
            input = bytes
            self.rows = rows
            self.rejects = rejects
            self.refusal = refusal
            self.maxRowBytes = maxRowBytes
        }

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case("nothing", ""),
        Case("blank lines only", "\n \n\t\r\n\n"),
        Case("byte order mark only", bytes: [0xEF, 0xBB, 0xBF]),
        Case(
            "part of a byte order mark", bytes: Array("{}\n{".utf8) + [0xEF, 0xBB], rows: ["{}"],
            rejects: ["2:invalid_utf8"]),
        Case("byte order mark, then a row", bytes: [0xEF, 0xBB, 0xBF] + Array("{\"k\":1}".utf8), rows: ["{\"k\":1}"]),
        Case(
            "byte order mark on line 2", "{\"k\":1}\n\u{FEFF}{\"k\":2}\n", rows: ["{\"k\":1}"],
            rejects: ["2:unexpected_byte"]),
        Case("UTF-16LE", bytes: [0xFF, 0xFE, 0x7B, 0], refusal: "not_utf8_utf16"),
        Case("UTF-16BE", bytes: [0xFE, 0xFF, 0, 0x7B], refusal: "not_utf8_utf16"),
        Case("no last line feed", "{\"k\":1}\n{\"k\":2}", rows: ["{\"k\":1}", "{\"k\":2}"]),
        Case(
            "CRLF and white space around", " {\"k\" : 1 } \r\n\t{\"k\":[ 2 , 3 ]}\r",
            rows: ["{\"k\":1}", "{\"k\":[2,3]}"]),
        Case("lone CR does not end a line", "{\"k\":1}\r{\"k\":2}\n", rejects: ["1:trailing_content"]),
        Case(
            "lines are counted over blank ones", "\n\n{\"k\":1}\n\nx\n{\"k\":2}", rows: ["{\"k\":1}", "{\"k\":2}"],
            rejects: ["5:unexpected_byte"]),
        Case(
            "values that are no objects", "7\n[7]\n\"s\"\nnull\n{}\n", rows: ["{}"],
            rejects: ["1:not_an_object", "2:not_an_object", "3:not_an_object", "4:not_an_object"]),
        Case(
            "cp1252", bytes: Array("{\"k\":\"".utf8) + [0xE9] + Array("\"}\n{}".utf8), rows: ["{}"],
            rejects: ["1:invalid_utf8"]),
        Case("NUL line", bytes: [0, 0, 0, 0x0A] + Array("{}".utf8), rows: ["{}"], rejects: ["1:unexpected_byte"]),
        Case("cut off", "{}\n{\"k\":", rows: ["{}"], rejects: ["2:unexpected_end"]),
        Case("equal keys", #"{"a":1,"b":2,"a":3,"\u0062":4}"#, rows: [#"{"a":3,"b":4}"#]),
        Case(
            "equal keys within", #"{"v":[{"a":1,"b":{"c":1,"c":[]},"\u0061":2}]}"#,
            rows: [#"{"v":[{"a":2,"b":{"c":[]}}]}"#]),
        Case("keys that differ in form only", "{\"\u{E9}\":1,\"e\u{301}\":2}", rows: ["{\"\u{E9}\":1,\"e\u{301}\":2}"]),
        Case(
            "one form for each character", #"{"t":"\u00e9\/\u002F\u0022\u005c\u000a\u001F\ud83d\ude00\b\f\r\t\u0008"}"#,
            rows: [#"{"t":"é//\"\\\n\u001f😀\b\f\r\t\b"}"#]),
        Case(
            "numbers as they stand", #"{"n":[1.10,-0,1E+2,123456789012345678901234567890]}"#,
            rows: [#"{"n":[1.10,-0,1E+2,123456789012345678901234567890]}"#]),
        Case("an array over lines", "[\n{\"k\":1}\n]\n", refusal: "json_array_file"),
        Case(
            "an array over lines, behind blank ones", "\n \n [{\"k\":\"]\"},\n{\"k\":2}]\n", refusal: "json_array_file"),
        Case("an array of objects on one line", " [ {\"k\":1}, {\"k\":2}]\n\n", refusal: "json_array_file"),
        Case(
            "an array of objects too long for a row", "[{\"k\":1},{\"k\":2},{\"k\":3}]", refusal: "json_array_file",
            maxRowBytes: 12),
        Case(
            "an array of objects a line", "[{\"k\":1}]\n[{\"k\":2}]\n", rejects: ["1:not_an_object", "2:not_an_object"]),
        Case("an array of numbers", "[1]\n", rejects: ["1:not_an_object"]),
        Case(
            "rows at and over the limit",
            "{\"k\":12}\n{\"k\":123}\n{\"k\":4}\n{\"k\":\"\(String(repeating: "é", count: 900))\"}",
            rows: ["{\"k\":12}", "{\"k\":4}"], rejects: ["2:row_too_long", "4:row_too_long"], maxRowBytes: 8),
        Case(
            "white space over the limit", "{}\n          \n{}", rows: ["{}", "{}"], rejects: ["2:row_too_long"],
            maxRowBytes: 8),
    ]

    @Test(arguments: cases) func readsAs(_ one: Case) {
        for blockSize in blockSizes {
            let outcome = read(one.input, format(.jsonl) { $0.maxRowBytes = one.maxRowBytes }, blockSize: blockSize)
            #expect(outcome.refusal == one.refusal, "block size \(blockSize)")
            if one.refusal == nil {
                #expect(outcome.rows == one.rows, "block size \(blockSize)")
                #expect(outcome.rejects == one.rejects, "block size \(blockSize)")
            }
        }
    }

    @Test func offsetsAreThoseOfTheInput() {
        for blockSize in blockSizes {
            let outcome = read("\u{FEFF}{}\n\n  {\"k\":x}\n", format(.jsonl), blockSize: blockSize)
            #expect(outcome.records == ["{}", "2:3:unexpected_byte@14"])
        }
    }

    @Test func manyEqualKeysStayLinear() {
        for key in ["k", #"\u006b"#] {
            let members = (0..<20_000).map { "\"\(key)\":\($0)" }.joined(separator: ",")
            let clock = ContinuousClock()
            let time = clock.measure {
                #expect(read("{\(members)}", format(.jsonl)).rows == ["{\"k\":19999}"])
                #expect(read("{\"v\":{\(members)}}", format(.jsonl)).rows == ["{\"v\":{\"k\":19999}}"])
            }
            #expect(time < .seconds(5))
        }
    }

    @Test func manyDifferentKeysAreKept() {
        let members = (0..<5_000).map { "\"k\($0)\":\($0)" }
        let text = "{\(members.joined(separator: ","))}"
        #expect(read(text, RecordFormat(.jsonl)).rows == [text])
    }

    @Test func fieldsAreFoundByKey() throws {
        let row = Row()
        let bytes = Array(#" {"a":1, "\u00e9\n":"\u0041", "b" : {"a":2}} "#.utf8)
        try bytes.withUnsafeBytes { record in
            try RowDecoder(format: format(.jsonl), columns: []).decode(record, into: row)
            #expect(row.value(of: "a" as StaticString).map(row.text(of:)) == "1")
            #expect(row.value(of: "é\n" as String).map(row.text(of:)) == "A")
            #expect(row.value(of: "b" as String).map(row.text(of:)) == #"{"a":2}"#)
            #expect(row.value(of: "c" as String) == nil)
        }
    }

    /// Keys that stand where they are expected are not looked at again; a row is still plain only if they are.
    @Test func rowsWithKeysBeyondASCIIAreNotPlain() throws {
        let row = Row()
        let decoder = RowDecoder(format: format(.jsonl), columns: [])
        for (line, isPlain) in [(#"{"é":"text"}"#, false), (#"{"é":"text"}"#, false), (#"{"k":"é"}"#, false)]
            + [(#"{"k":"text"}"#, true), (#"{"k":"text"}"#, true), (#"{"k":"\\"}"#, false)]
        {
            try Array(line.utf8).withUnsafeBytes { try decoder.decode($0, into: row) }
            #expect(row.fields.isPlainASCII == isPlain, "\(line)")
        }
    }

    @Test func codesOfJSONAreRowCodes() {
        for code in JSONErrorCode.allCases {
            #expect(RowCode(code).rawValue == code.rawValue)
        }
    }
}
