import JSON
import ReferenceParsers
import Testing

@testable import Records

@Suite struct TextTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var unit: RecordFormat.TextUnit
        var input: [UInt8]
        /// Texts of rows, and rejects as `line:code`, in their order.
        var records: [String]
        var maxRowBytes = 64 << 20

        init(
            _ name: String, _ unit: RecordFormat.TextUnit, _ input: String, _ records: [String] = [],
            maxRowBytes: Int = 64 << 20
        ) {
            self.init(name, unit, bytes: Array(input.utf8), records, maxRowBytes: maxRowBytes)
        }

        init(
            _ name: String, _ unit: RecordFormat.TextUnit, bytes: [UInt8], _ records: [String] = [],
            maxRowBytes: Int = 64 << 20
        ) {
            self.name = name
            self.unit = unit
            input = bytes
            self.records = records
            self.maxRowBytes = maxRowBytes
        }

        var testDescription: String { "\(unit.rawValue): \(name)" }
    }

    static let cases: [Case] = [
        Case("nothing", .line, ""),
        Case("lines", .line, "\u{FEFF}  a \"b\"\t\r\n\n \t\r\nc\rd\u{2028}e", ["  a \\\"b\\\"\\t", "c\\rd\u{2028}e"]),
        Case(
            "NUL and cp1252", .line, bytes: [0x61, 0, 0x0A, 0x62, 0xE9, 0x0A, 0x63],
            ["1:nul_byte", "2:invalid_utf8", "c"]),
        Case(
            "long lines", .line, "12345678\n123456789\n1234\r\n", ["12345678", "2:row_too_long", "1234"], maxRowBytes: 8
        ),
        Case("nothing", .paragraph, "\n \n"),
        Case("paragraphs", .paragraph, "\n a\r\nb\n\n \r\nc\r\n\r\nd\re", [" a\\nb", "c", "d\\re"]),
        Case(
            "a bad one", .paragraph, bytes: Array("a\n\nb\n".utf8) + [0xFF] + Array("\n\nc".utf8),
            ["a", "3:invalid_utf8", "c"]),
        Case(
            "long ones", .paragraph, "1234\n678\n\n1234\n6789\nx\n\ny\n", ["1234\\n678", "4:row_too_long", "y"],
            maxRowBytes: 8),
        Case(
            "long ones with CRLF", .paragraph, "1234\r\n78\r\n\r\n123\r\n6789\r\n\r\ny\n",
            ["1234\\n78", "4:row_too_long", "y"], maxRowBytes: 8),
        Case("a long blank line", .paragraph, "a\n\n         \n\nb\n", ["a", "3:row_too_long", "b"], maxRowBytes: 8),
        Case("a long blank line inside", .paragraph, "a\n         \nb\n\nc", ["1:row_too_long", "c"], maxRowBytes: 8),
        Case("nothing", .file, ""),
        Case("a file", .file, "\u{FEFF}\n a\r\n\nb\n", ["\\n a\\r\\n\\nb\\n"]),
        Case("a long file", .file, "123456789", ["1:row_too_long"], maxRowBytes: 8),
        Case("a file at the limit", .file, "12345678", ["12345678"], maxRowBytes: 8),
    ]

    @Test(arguments: cases) func readsAs(_ one: Case) {
        for blockSize in blockSizes {
            let settings = format(.text) {
                $0.textUnit = one.unit
                $0.maxRowBytes = one.maxRowBytes
            }
            let outcome = read(one.input, settings, blockSize: blockSize)
            let expected = one.records.map { isReject($0) ? $0 : "{\"text\":\"\($0)\"}" }
            #expect(outcome.summary == expected, "block size \(blockSize)")
            #expect(outcome.refusal == nil)
        }
    }

    private func isReject(_ text: String) -> Bool { text.contains("_") }

    @Test func paragraphsAgreeWithAPlainTwin() {
        let pieces: [[UInt8]] = ["a", "bc", " ", "\n", "\n", "\r\n", "\r", "#", "é"].map { Array($0.utf8) }
        var random = Random(seed: 5)
        for _ in 0..<4000 {
            let input = (0..<random.below(20)).flatMap { _ in pieces[random.below(pieces.count)] }
            let settings = format(.text) {
                $0.textUnit = .paragraph
                $0.maxRowBytes = random.below(3) == 0 ? 3 + random.below(6) : 1000
            }
            let whole = read(input, settings, blockSize: 4096)
            for blockSize in [1, 1 + random.below(9)] {
                #expect(read(input, settings, blockSize: blockSize) == whole, "\(input), \(settings.maxRowBytes)")
            }
            guard settings.maxRowBytes == 1000 else { continue }
            let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false).map {
                $0.last == 0x0D ? $0.dropLast() : $0
            }
            let runs = lines.split { $0.allSatisfy { [0x20, 0x09, 0x0D].contains($0) } }
            let texts = runs.map { String(decoding: Array($0.joined(separator: [0x0A])), as: UTF8.self) }
            let expected = texts.map { text in
                let output = ByteBuffer()
                JSONValue.object(["text": .string(text)]).write(to: output)
                return output.string
            }
            #expect(whole.records == expected, "\(input)")
        }
    }
}

@Suite struct TokenTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var input: String
        var settings: RecordFormat
        var records: [String]

        init(_ name: String, _ input: String, _ records: [String], _ change: (inout RecordFormat) -> Void = { _ in }) {
            self.name = name
            self.input = input
            settings = format(.conll, change)
            self.records = records
        }

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case("nothing", "\n\n", []),
        Case("a tab too many", "a b\tO\r\n\"\t\tB-x\n", ["1:conll_columns"]),
        Case(
            "columns between tabs", "\na b\tO\r\n\"\tB-x\n\t\t\n\n.\tO",
            [#"{"tokens":["a b","\""],"tags":["O","B-x"]}"#, #"{"tokens":["."],"tags":["O"]}"#]),
        Case(
            "spaces", "-DOCSTART- -X- O\n\n U.N.  NNP I-ORG \nofficial NN O\n",
            [#"{"tokens":["-DOCSTART-"],"tags":["O"]}"#, #"{"tokens":["U.N.","official"],"tags":["I-ORG","O"]}"#]),
        Case("one column", "a\nb\n", [#"{"tokens":["a","b"]}"#]),
        Case("named columns", "1\ta\tX\tO\n2\tb\tY\tB\n", [#"{"form":["a","b"],"tags":["O","B"]}"#]) {
            $0.columns = ["_", "form", "_", "tags"]
        },
        Case("another width than named", "a\tO\n\nb\tX\tO\n", [#"{"x":["a"],"y":["O"]}"#, "3:conll_columns"]) {
            $0.columns = ["x", "y"]
        },
        Case("another width inside", "a\tO\nb\n\nc\tO\n", ["1:conll_columns", #"{"tokens":["c"],"tags":["O"]}"#]),
        Case(
            "comments", "# x\n\n# text = a\na\tO\n# more\nb\tO\n#\n\n# end\n",
            [#"{"tokens":["a","b"],"tags":["O","O"]}"#]
        ) { $0.comment = UInt8(ascii: "#") },
        Case("no comments", "#\tO\nb\tO\n", [##"{"tokens":["#","b"],"tags":["O","O"]}"##]),
        Case("a delimiter", "a|O\nb|O\n", [#"{"tokens":["a","b"],"tags":["O","O"]}"#]) {
            $0.delimiter = UInt8(ascii: "|")
        },
        Case("a long record", "a\tO\nb\tO\n\nc\tO\n", ["1:row_too_long", #"{"tokens":["c"],"tags":["O"]}"#]) {
            $0.maxRowBytes = 6
        },
        Case("NUL", "a\tO\n\nb\t\0\n", [#"{"tokens":["a"],"tags":["O"]}"#, "3:nul_byte"]),
    ]

    @Test(arguments: cases) func readsAs(_ one: Case) {
        for blockSize in blockSizes {
            let outcome = read(one.input, one.settings, blockSize: blockSize)
            #expect(outcome.refusal == nil)
            #expect(outcome.summary == one.records, "block size \(blockSize)")
        }
    }

    @Test func settingsThatContradictAreRefused() {
        #expect(format(.conll) { $0.columns = ["_", "_"] }.problem != nil)
        #expect(format(.conll) { $0.columns = ["a", "a"] }.problem != nil)
        #expect(format(.conll) { $0.columns = ["_", "a", "_"] }.problem == nil)
        #expect(format(.csv) { $0.records = ["a"] }.problem != nil)
        #expect(format(.csv) { $0.textUnit = .file }.problem != nil)
        #expect(format(.json) { $0.records = ["a", ""] }.problem != nil)
    }
}
