import JSON
import ReferenceParsers
import Testing

@testable import Records

@Suite struct JSONDocumentTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var input: String
        var path: String
        var carriesRoot: Bool
        /// Rows, and rejects as `line:code`, in their order.
        var records: [String]
        var refusal: String?
        var maxRowBytes: Int

        init(
            _ name: String, _ input: String, path: String = "", _ records: [String] = [], refusal: String? = nil,
            maxRowBytes: Int = 64 << 20, carriesRoot: Bool = false
        ) {
            self.name = name
            self.input = input
            self.path = path
            self.carriesRoot = carriesRoot
            self.records = records
            self.refusal = refusal
            self.maxRowBytes = maxRowBytes
        }

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case("nothing", ""),
        Case("white space", " \n\r\t"),
        Case("byte order mark", "\u{FEFF}[{\"a\":1}]", [#"{"a":1}"#]),
        Case("an empty array", "[ ]"),
        Case("an array on one line", #"[{"a":1},{"b":[1,{"c":"]}"}]}]"#, [#"{"a":1}"#, #"{"b":[1,{"c":"]}"}]}"#]),
        Case("an array over lines", "[\n  {\n    \"a\": 1\n  },\n  {}\n]\n", [#"{"a":1}"#, "{}"]),
        Case("one object", "{\n \"a\": \"\\\"}\"\n}\n", [#"{"a":"\"}"}"#]),
        Case(
            "no objects", #"[1,"x",null,[{}],{},-2.5e3]"#,
            ["1:not_an_object", #"{"value":"x"}"#, "1:not_an_object", "1:not_an_object", "{}", "1:not_an_object"]),
        Case("strings", #"["a\u0062","\ud800"]"#, [#"{"value":"ab"}"#, "1:lone_surrogate"]),
        Case("a number alone", " 7 ", ["1:not_an_object"]),
        Case("a string alone", #""a]""#, [#"{"value":"a]"}"#]),
        Case(
            "rows bad in themselves",
            "[{\"a\":\"\\ud800\"},\n{\"a\":1e999},\n{\"a\":\"\n\"},\n{\"a\":tru},\n{\"a\" 1},\n{\"a\":1}]",
            [
                "1:lone_surrogate", "2:number_out_of_range", "3:control_character", "5:unexpected_byte",
                "6:unexpected_byte", #"{"a":1}"#,
            ]),
        Case("a trailing comma", "[{},\n]", ["{}", "2:unexpected_byte"]),
        Case("a trailing comma, then more", "[{},\n]\n{}", ["{}", "2:unexpected_byte", "3:trailing_content"]),
        Case("a comma is missing", "[{}\n{}]", ["{}", "2:unexpected_byte"], refusal: "json_broken"),
        Case("a comma too many", "[{},\n,{}]", ["{}", "2:unexpected_byte"], refusal: "json_broken"),
        Case("nothing but a comma", "[,{}]", ["1:unexpected_byte"], refusal: "json_broken"),
        Case(
            "brackets that do not match", "[{},\n{\"a\":[1}, {}]", ["{}", "2:unexpected_byte"], refusal: "json_broken"),
        Case("text behind the end", "[{}]\n\n x {}\n{}", ["{}", "3:trailing_content"]),
        Case("objects one behind the other", "{}\n{}\n{}", ["{}", "2:trailing_content"]),
        Case("cut off in a row", "[{},\n{\"a\":", ["{}", "2:unexpected_end"]),
        Case("cut off behind a row", "[{},\n{}", ["{}", "{}", "2:unexpected_end"]),
        Case("cut off behind a number", "[{},\n7", ["{}", "2:not_an_object", "2:unexpected_end"]),
        Case("cut off behind a comma", "[{},\n", ["{}", "2:unexpected_end"]),
        Case(
            "a row too long", "[{\"k\":12},{\"k\":123},\n{\"k\":4}]", [#"{"k":12}"#, "1:row_too_long", #"{"k":4}"#],
            maxRowBytes: 8),
        Case(
            "a row too long, cut off", "[{\"k\":12},{\"k\":1234567890", [#"{"k":12}"#, "1:row_too_long"], maxRowBytes: 8
        ),
        Case(
            "a long text at a fault", "[{}" + String(repeating: "é", count: 400) + "\n]", ["{}", "1:unexpected_byte"],
            refusal: "json_broken"),

        Case(
            "SQuAD's form",
            """
            {"version": "1",
             "data": [
              {"title": "A", "paragraphs": [
                {"context": "c1", "qas": [{"id": 1},
                                          {"id": 2}]},
                {"qas": [{"id": 3}], "context": "c2"}]},
              {"paragraphs": [{"context": "c3", "qas": []},
                              {"context": "c4", "qas": [{"id": 4}]}],
               "title": "B"}]}
            """, path: "data.paragraphs.qas",
            [
                #"{"title":"A","context":"c1","id":1}"#, #"{"title":"A","context":"c1","id":2}"#,
                #"{"title":"A","context":"c2","id":3}"#, #"{"title":"B","context":"c4","id":4}"#,
            ]),
        Case(
            "fields of one name", #"[{"a":1,"b":1,"c":1,"in":[{"a":2,"b":2,"rows":[{"\u0061":3},{}]}]}]"#,
            path: "in.rows",
            [#"{"c":1,"b":2,"a":3}"#, #"{"c":1,"a":2,"b":2}"#]),
        Case(
            "fields of the root, on either side", #"{"a":[1],"id":0,"rows":[{"id":1}, {"id":2,"b":3}],"b":"x"}"#,
            path: "rows", [#"{"a":[1],"b":"x","id":1}"#, #"{"a":[1],"id":2,"b":3}"#], carriesRoot: true),
        Case(
            "fields of the root and others", #"{"v":1,"data":[{"t":2,"rows":[{"a":1}]},{"v":3,"rows":[{"a":2}]}]}"#,
            path: "data.rows", [#"{"v":1,"t":2,"a":1}"#, #"{"v":3,"a":2}"#], carriesRoot: true),
        Case(
            "no root beside an array", #"[{"t":1,"rows":[{"a":1}]},{"rows":[{"a":2}]}]"#, path: "rows",
            [#"{"t":1,"a":1}"#, #"{"a":2}"#], carriesRoot: true),
        Case(
            "a root that is no row", #"{"t":1,"rows":[{"a":1},2]}"#, path: "rows",
            [#"{"t":1,"a":1}"#, "1:not_an_object"], carriesRoot: true),
        Case(
            "a root without the key", #"{"t":1,"rows":[]}"#, path: "data", refusal: "json_no_records", carriesRoot: true
        ),
        Case(
            "a root that is too long", #"{"t":"0123456789","rows":[{"a":1}]}"#, path: "rows", ["1:row_too_long"],
            maxRowBytes: 20, carriesRoot: true),
        Case(
            "a root that breaks off", "{\"t\":1,\n\"rows\":[{\"a\":1}", path: "rows", ["1:unexpected_end"],
            carriesRoot: true),
        Case("a key twice around", #"[{"a":1,"a":2,"rows":[{"b":1}]}]"#, path: "rows", [#"{"a":2,"b":1}"#]),
        Case(
            "objects on the way", #"{"x":[[{"y":1}]],"a":{"y":2,"b":[{"c":1},{"c":2}]},"z":{}}"#, path: "a.b",
            [#"{"c":1}"#, #"{"c":2}"#]),
        Case("one row at the end of the way", #"{"a":{"b":{"c":1}}}"#, path: "a.b", [#"{"c":1}"#]),
        Case("arrays in arrays", #"{"a":[[{"b":1}],[],[[{"b":2}]]]}"#, path: "a", [#"{"b":1}"#, #"{"b":2}"#]),
        Case(
            "no objects at the end", #"{"a":[1,{"b":2},null]}"#, path: "a",
            ["1:not_an_object", #"{"b":2}"#, "1:not_an_object"]),
        Case(
            "keys with escapes", #"{"\u0064ata":[{"t":1,"ro\u0077s":[{"b":1}]}]}"#, path: "data.rows",
            [#"{"t":1,"b":1}"#]),
        Case(
            "an element without the key", #"[{"a":[{"b":1}]},{"c":1},{"a":null}]"#, path: "a",
            [#"{"b":1}"#, "1:not_an_object"]),
        Case(
            "one bad row of several", "[{\"t\":1,\"rows\":[{\"a\":1},\n{\"a\":x},\n{\"a\":2}]}]", path: "rows",
            [#"{"t":1,"a":1}"#, "2:unexpected_byte", #"{"t":1,"a":2}"#]),
        Case(
            "a bad field around", "[{\"t\":\"\\ud800\",\"rows\":[{\"a\":1}]},\n{\"rows\":[{\"a\":2}]}]", path: "rows",
            ["1:lone_surrogate", #"{"a":2}"#]),
        Case(
            "a broken object around", "[{\"t\" 1,\"rows\":[{\"a\":1}]},\n{\"rows\":[{\"a\":2}]}]", path: "rows",
            ["1:unexpected_byte", #"{"a":2}"#]),
        Case(
            "a broken array inside", "[{\"rows\":[{\"a\":1}\n{\"a\":2}]},{\"rows\":[{\"a\":3},]}]", path: "rows",
            [#"{"a":1}"#, "2:unexpected_byte", #"{"a":3}"#, "2:unexpected_byte"]),
        Case(
            "cut off inside", #"{"d":[{"rows":[{"a":1},{"a":2}]},{"rows":[{"a":3},"#, path: "d.rows",
            [#"{"a":1}"#, #"{"a":2}"#, "1:unexpected_end"]),
        Case("no such key", #"{"a":1,"rows":[ {"b":1}]}"#, path: "data", refusal: "json_no_records"),
        Case("no such key inside", #"{"data":[{"a":1},{"b":1}]}"#, path: "data.rows", refusal: "json_no_records"),
        Case("the key twice", #"{"a":[{"b":1}],"a":[]}"#, path: "a", [#"{"b":1}"#], refusal: "json_broken"),
        Case("a broken root", #"{"v":1 "a":[{"b":1}]}"#, path: "a", ["1:unexpected_byte"], refusal: "json_broken"),
        Case(
            "a broken value passed over", #"{"v":[1},"a":[{"b":1}]}"#, path: "a", ["1:unexpected_byte"],
            refusal: "json_broken"),
        Case("text behind the root", #"{"a":[{"b":1}]} x"#, path: "a", [#"{"b":1}"#, "1:trailing_content"]),
        Case(
            "a long key", #"{"aaaaaaaaaaaaaaaaaaaa":1}"#, path: "a", ["1:row_too_long"], refusal: "json_broken",
            maxRowBytes: 8),
    ]

    @Test(arguments: cases) func readsAs(_ one: Case) {
        let settings = format(.json) {
            $0.maxRowBytes = one.maxRowBytes
            $0.records = one.path.isEmpty ? [] : RecordFormat.path(one.path)
            $0.carriesRoot = one.carriesRoot
        }
        var first: Outcome?
        for blockSize in blockSizes {
            let outcome = read(one.input, settings, blockSize: blockSize)
            #expect(outcome.refusal == one.refusal, "block size \(blockSize)")
            #expect(outcome.summary == one.records, "block size \(blockSize)")
            // Places, too, are the same.
            if let first { #expect(outcome == first, "block size \(blockSize)") }
            first = first ?? outcome
        }
    }

    @Test func placesAreThoseOfTheInput() throws {
        let text =
            "\u{FEFF}{\"d\":[{\"t\":\"é\",\n  \"rows\":[{\"a\":1}, {\"a\":x}]}, {\"rows\": [\n [], {\"é\":[\n1,]}]}]}"
        for blockSize in blockSizes {
            let reader = try RecordReader(
                source: ByteSource(bytes: Array(text.utf8)), name: "test",
                format: format(.json) { $0.records = ["d", "rows"] },
                blockSize: blockSize)
            let decoder = reader.makeDecoder()
            let row = Row()
            var places: [String] = []
            while let batch = try? reader.nextBatch() {
                batch.bytes.withUnsafeBytes { bytes in
                    for (index, span) in batch.records.enumerated() {
                        do throws(RowError) {
                            try decoder.decode(span, of: bytes, into: row)
                        } catch {
                            let place = batch.place(inRecord: index, offset: error.offset)
                            places.append("\(place.byte) \(span.line) \(place.line):\(place.column)")
                        }
                    }
                }
            }
            #expect(places == ["44 2 2:20", "76 3 4:3"], "block size \(blockSize)")
        }
    }

    @Test func everyCutEndsInAFault() {
        let whole = #"{"v":[1,"]"],"data":[{"t":"\u00e9","rows":[{"a":1},{"b":["x",{}]}]},{"rows":[]}],"w":null}"#
        let array = #" [{"a":1}, {"b":["x\\",{}],"c":-1.5}, {}]"#
        for (text, path) in [(whole, ["data", "rows"]), (whole, []), (array, [])] {
            let bytes = Array(text.utf8)
            let settings = format(.json) { $0.records = path }
            let rows = read(bytes, settings).rows
            #expect(!rows.isEmpty)
            for cut in 2..<bytes.count {
                for blockSize in [1, 5, 4096] {
                    let outcome = read(Array(bytes[..<cut]), settings, blockSize: blockSize)
                    #expect(outcome.rows.count < outcome.records.count || outcome.refusal != nil, "cut at \(cut)")
                    // No row that is not one of the whole, in their order.
                    #expect(rows.starts(with: outcome.rows), "cut at \(cut): \(outcome)")
                }
            }
        }
    }

    @Test func hostileInputsEnd() {
        let open = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        let closed = open + [UInt8](repeating: UInt8(ascii: "]"), count: 100_000)
        for path in [[], ["a"]] {
            let settings = format(.json) { $0.records = path }
            #expect(read(open, settings).rows.isEmpty)
            #expect(read(closed, settings).rejects == ["1:not_an_object"])
            let braces = Array(String(repeating: #"{"a":"#, count: 100_000).utf8)
            #expect(read(braces, settings).rows.isEmpty)
            #expect(read(Array("[".utf8) + braces, settings).rows.isEmpty)
        }
        #expect(
            read(Array("[{\"a\":".utf8) + closed + Array("},{}]".utf8), format(.json)).summary == [
                "1:depth_exceeded", "{}",
            ])
    }

    @Test func rowsAreHeldOneAtATime() throws {
        let row = #"{"t":"\#(String(repeating: "x", count: 1000))"}"#
        let bytes = Array("[\n\((0..<4000).map { _ in row }.joined(separator: ",\n"))]".utf8)
        let reader = try RecordReader(
            source: ByteSource(bytes: bytes), name: "test", format: format(.json), blockSize: 16 << 10)
        var count = 0
        while let batch = try reader.nextBatch() {
            #expect(batch.bytes.count <= 64 << 10)
            count += batch.records.count
        }
        #expect(count == 4000)
        // A large field around many rows is repeated in each, a few rows at a time.
        let around =
            #"[{"t":"\#(String(repeating: "x", count: 100_000))","rows":[\#((0..<2000).map { #"{"a":\#($0)}"# }.joined(separator: ","))]}]"#
        let nested = try RecordReader(
            source: ByteSource(bytes: Array(around.utf8)), name: "test",
            format: format(.json) { $0.records = ["rows"] }, blockSize: 16 << 10)
        count = 0
        while let batch = try nested.nextBatch() {
            #expect(batch.bytes.count <= 256 << 10)
            count += batch.records.count
        }
        #expect(count == 2000)
    }
}

extension Outcome {
    /// Rows, and rejects as `line:code`, in their order.
    var summary: [String] {
        records.map { text in
            guard !text.hasPrefix("{") else { return text }
            let parts = text.split(separator: "@")[0].split(separator: ":")
            return "\(parts[1]):\(parts[2])"
        }
    }
}
