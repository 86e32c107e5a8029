import JSON
import ReferenceParsers
import Testing

@testable import Records

@Suite struct CSVTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var input: String
        var rows: [String]
        var rejects: [String]
        var refusal: String?
        var format: RecordFormat

        init(
            _ input: String, _ format: RecordFormat = RecordFormat(.csv), rows: [String] = [], rejects: [String] = [],
            refusal: String? = nil
        ) {
            self.input = input
            self.format = format
            self.rows = rows
            self.rejects = rejects
            self.refusal = refusal
        }

        var testDescription: String { input.debugDescription }
    }

    static let bare = format(.csv) { $0.hasHeader = false }
    static let ragged = format(.csv) { $0.ragged = true }
    static let escaped = format(.csv) { $0.escape = UInt8(ascii: "\\") }
    static let single = format(.csv) { $0.doubleQuote = false }
    static let commented = format(.csv) { $0.comment = UInt8(ascii: "#") }
    static let short = format(.csv) { $0.maxRowBytes = 9 }
    static let named = format(.csv) {
        $0.hasHeader = false
        $0.columns = ["x", "y\""]
    }
    static let oneNamed = format(.csv) {
        $0.hasHeader = false
        $0.columns = ["x"]
    }

    static let cases: [Case] = [
        Case(""),
        Case("x,y"),
        Case("x,y\n"),
        Case("\n\r\n\rx,y\n\n1,2\r\n\r\n3,4", rows: [#"{"x":"1","y":"2"}"#, #"{"x":"3","y":"4"}"#]),
        Case("\u{FEFF}\"x\",y\n1,\u{FEFF}2\n", rows: ["{\"x\":\"1\",\"y\":\"\u{FEFF}2\"}"]),
        Case("x,y\r1,2\r3,4\r", rows: [#"{"x":"1","y":"2"}"#, #"{"x":"3","y":"4"}"#]),
        Case("x,y\n\"a\r\nb\n\rc\",\n1\n", rows: [#"{"x":"a\r\nb\n\rc","y":""}"#], rejects: ["6:csv_too_few_fields"]),
        Case("x,y\n\"a \"\"b\"\"\",\"\"\"\"\n", rows: [#"{"x":"a \"b\"","y":"\""}"#]),
        Case("x,y\na\"b\", \"c\"\n", rows: [#"{"x":"a\"b\"","y":" \"c\""}"#]),
        Case(
            "x,y\n1\n1,2,3\n\"1\"\n\"1\",\"2\",\"3\",\n1,2", rows: [#"{"x":"1","y":"2"}"#],
            rejects: ["2:csv_too_few_fields", "3:csv_too_many_fields", "4:csv_too_few_fields", "5:csv_too_many_fields"]),
        Case("x,y\n1\n1,2,3,4\n", ragged, rows: [#"{"x":"1"}"#, #"{"x":"1","y":"2","column_3":"3","column_4":"4"}"#]),
        Case(
            "column_2,b\n1,2,3\nc", ragged, rows: [#"{"column_2":"1","b":"2","column_3":"3"}"#, #"{"column_2":"c"}"#]),
        Case("column_3,b\n1,2,3\n", ragged, rows: [#"{"column_3":"3","b":"2"}"#]),
        Case("x,y\n1,2\n\"a\",\"open\n3,4\n", rows: [#"{"x":"1","y":"2"}"#], rejects: ["3:csv_unterminated_quote"]),
        Case(
            "x,y\n\"a\"b,2\n\"c\" ,\"d\ne\"\n3,4\n", rows: [#"{"x":"3","y":"4"}"#],
            rejects: ["2:csv_text_after_quote", "3:csv_text_after_quote"]),
        Case("x,y\na\0,1\n\"\0\",1\n1,2", rows: [#"{"x":"1","y":"2"}"#], rejects: ["2:nul_byte", "3:nul_byte"]),
        Case("x\n1\n\n\"\"\n2\n\n", rows: [#"{"x":"1"}"#, #"{"x":""}"#, #"{"x":""}"#, #"{"x":"2"}"#, #"{"x":""}"#]),
        Case("x,x\n1,2\n", refusal: "csv_duplicate_column"),
        Case("x,\"x\"\n1,2\n", refusal: "csv_duplicate_column"),
        Case("\u{E9},e\u{301}\n1,2\n", rows: ["{\"\u{E9}\":\"1\",\"e\u{301}\":\"2\"}"]),
        Case("x,\"y\n1,2\n", refusal: "csv_bad_header"),
        Case("x\0,y\n1,2\n", refusal: "csv_bad_header"),
        Case(
            "a,b\n1,2\n1\n", bare, rows: [#"{"column_1":"a","column_2":"b"}"#, #"{"column_1":"1","column_2":"2"}"#],
            rejects: ["3:csv_too_few_fields"]),
        Case("a,\"b\"c\n1,2\n", bare, rows: [#"{"column_1":"1","column_2":"2"}"#], rejects: ["1:csv_text_after_quote"]),
        Case("a\n\nb\n", bare, rows: [#"{"column_1":"a"}"#, #"{"column_1":"b"}"#]),
        Case("a,b\n", named, rows: [#"{"x":"a","y\"":"b"}"#]),
        Case("a\n\n", oneNamed, rows: [#"{"x":"a"}"#, #"{"x":""}"#]),
        Case("a\n", format(.csv) { $0.columns = ["x"] }, refusal: "bad_format"),
        Case("a\n", format(.csv) { $0.delimiter = $0.quote }, refusal: "bad_format"),
        Case(
            "x,y\n\"a\\\"b\\\\\",\"\\\n\"\n\\a,2\n", escaped,
            rows: [#"{"x":"a\"b\\","y":"\n"}"#, #"{"x":"\\a","y":"2"}"#]),
        Case(
            "x,y\n\"a\"\"b\",1\n\"a\",2\n", single, rows: [#"{"x":"a","y":"2"}"#], rejects: ["2:csv_text_after_quote"]),
        Case("#c\nx,y\n#\"open\n1,#2\r\n#", commented, rows: [##"{"x":"1","y":"#2"}"##]),
        Case("x,y\n'1,',2\n", format(.csv) { $0.quote = UInt8(ascii: "'") }, rows: [#"{"x":"1,","y":"2"}"#]),
        Case("x,y\n\"1,2\"\n", format(.csv) { $0.quote = nil }, rows: [#"{"x":"\"1","y":"2\""}"#]),
        Case("x\ty\n1,\t\"\t\"\n", RecordFormat(.tsv), rows: [#"{"x":"1,","y":"\t"}"#]),
        Case("x;y\n1,5;\n", format(.csv) { $0.delimiter = UInt8(ascii: ";") }, rows: [#"{"x":"1,5","y":""}"#]),
        Case(
            "x,y\n1,2345678\n1,23456789\n\"\n\n\n\n\n\n\n\n\n\n\",1\n3,4", short,
            rows: [#"{"x":"1","y":"2345678"}"#, #"{"x":"3","y":"4"}"#], rejects: ["3:row_too_long", "4:row_too_long"]),
        Case(
            "x,y\n#234567890123\n\n1,2\n",
            format(.csv) {
                $0.maxRowBytes = 4
                $0.comment = UInt8(ascii: "#")
            }, rows: [#"{"x":"1","y":"2"}"#]),
    ]

    @Test(arguments: cases) func readsAs(_ one: Case) {
        for blockSize in blockSizes {
            let outcome = read(one.input, one.format, blockSize: blockSize)
            #expect(outcome.refusal == one.refusal, "block size \(blockSize)")
            if one.refusal == nil {
                #expect(outcome.rows == one.rows, "block size \(blockSize)")
                #expect(outcome.rejects == one.rejects, "block size \(blockSize)")
            }
            #expect(outcome == CSVTwin.read(Array(one.input.utf8), one.format), "block size \(blockSize)")
        }
    }

    @Test func twinAgreesOnRandomInputs() {
        let letters: [[UInt8]] = ["a", "\"", ",", "\n", "\r", "\\", "#", "\t", "é"].map { Array($0.utf8) }
        // Long enough for the paths that take many bytes at a time.
        let word = Array("sixteen and more".utf8)
        var random = Random(seed: 1)
        for round in 0..<20_000 {
            var input: [UInt8] = []
            let hasWords = random.below(3) == 0
            for _ in 0..<random.below(28) {
                input += hasWords && random.below(3) == 0 ? word : letters[random.below(letters.count)]
            }
            let settings = format(random.below(4) == 0 ? .tsv : .csv) {
                $0.hasHeader = random.below(3) == 0
                if !$0.hasHeader, random.below(3) == 0 { $0.columns = random.below(2) == 0 ? ["a"] : ["a", "b"] }
                $0.ragged = random.below(2) == 0
                $0.doubleQuote = random.below(4) > 0
                if random.below(3) == 0 { $0.escape = UInt8(ascii: "\\") }
                if random.below(3) == 0 { $0.comment = UInt8(ascii: "#") }
                if random.below(8) == 0 { $0.quote = nil }
                if random.below(4) == 0 { $0.maxRowBytes = 1 + random.below(10) }
            }
            let expected = CSVTwin.read(input, settings)
            for blockSize in [1, 1 + random.below(9), 4096] {
                let outcome = read(input, settings, blockSize: blockSize)
                if outcome != expected {
                    Issue.record(
                        "round \(round), block \(blockSize), \(String(decoding: input, as: UTF8.self).debugDescription), \(settings):\n\(outcome)\n-- expected\n\(expected)"
                    )
                    return
                }
            }
        }
    }

    /// A build's thread has one row for all of its inputs, whatever their formats.
    @Test func otherFormatsDoNotTakeOverWhatIsKnown() throws {
        let row = Row()
        let json = RowDecoder(format: RecordFormat(.jsonl), columns: [])
        let csv = RowDecoder(format: format(.csv) { $0.ragged = true }, columns: ["column_2"])
        let output = ByteBuffer()
        for _ in 0..<2 {
            let record = Array(#"{"a":"long enough to be looked at"}"#.utf8)
            try record.withUnsafeBytes { try json.decode($0, into: row) }
        }
        try Array("x,y".utf8).withUnsafeBytes { try csv.decode($0, into: row) }
        row.writeCanonical(to: output)
        #expect(output.string == #"{"column_2":"y"}"#)
    }
}
