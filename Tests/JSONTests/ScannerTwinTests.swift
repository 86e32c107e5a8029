import ReferenceParsers
import Testing

@testable import JSON

/// The scanner against the twin that reads byte by byte, and both against answers made by hand.
@Suite struct ScannerTwinTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var input: [UInt8]
        /// `code@offset`, or `ok`.
        var answer: String

        init(_ input: String, _ answer: String) { self.init(Array(input.utf8), answer) }

        init(_ input: [UInt8], _ answer: String) {
            self.input = input
            self.answer = answer
        }

        var testDescription: String { String(decoding: input.prefix(60), as: UTF8.self).debugDescription }
    }

    static func nested(_ levels: Int) -> String {
        #"{"k":"# + String(repeating: "[", count: levels - 1) + String(repeating: "]", count: levels - 1) + "}"
    }

    static let cases: [Case] = [
        Case("", "unexpected_end@0"), Case(" \t\r\n", "unexpected_end@4"), Case("{}", "ok"), Case(" { } ", "ok"),
        Case("{", "unexpected_end@1"), Case("{ ", "unexpected_end@2"), Case("}", "unexpected_byte@0"),
        Case(" []", "not_an_object@1"), Case("tr\u{1}", "not_an_object@0"), Case("-", "not_an_object@0"),
        Case("NaN", "unexpected_byte@0"), Case("\u{FEFF}{}", "unexpected_byte@0"), Case([0xFF], "invalid_utf8@0"),
        Case("{}x", "trailing_content@2"), Case([0x7B, 0x7D, 0xFF], "trailing_content@2"),
        Case("{}{}", "trailing_content@2"),
        Case(#"{"k"}"#, "unexpected_byte@4"), Case(#"{"k":}"#, "unexpected_byte@5"),
        Case(#"{"k":1,}"#, "unexpected_byte@7"),
        Case(#"{"k":1 "l":2}"#, "unexpected_byte@7"), Case(#"{k:1}"#, "unexpected_byte@1"),
        Case(#"{,}"#, "unexpected_byte@1"),
        Case(#"{"k":[1,]}"#, "unexpected_byte@8"), Case(#"{"k":[1 2]}"#, "unexpected_byte@8"),
        Case(#"{"k":[1}"#, "unexpected_byte@7"), Case(#"{"k":1]"#, "unexpected_byte@6"),
        Case(#"{"k":é}"#, "unexpected_byte@5"),
        Case(#"{"k":1"#, "unexpected_end@6"), Case(#"{"k":"#, "unexpected_end@5"), Case(#"{"k""#, "unexpected_end@4"),
        Case(#"{"k"#, "unexpected_end@3"), Case(#"{"k":1,"#, "unexpected_end@7"),
        Case(#"{"k":[1,"#, "unexpected_end@8"),
        Case("{\u{B}}", "unexpected_byte@1"), Case("{\u{A0}}", "unexpected_byte@1"), Case("{\0}", "unexpected_byte@1"),
        // Words.
        Case(#"{"k":true}"#, "ok"), Case(#"{"k":tru}"#, "unexpected_byte@8"), Case(#"{"k":tru"#, "unexpected_end@8"),
        Case(#"{"k":nan}"#, "unexpected_byte@6"), Case(#"{"k":truex}"#, "unexpected_byte@9"),
        Case(#"{"k":TRUE}"#, "unexpected_byte@5"), Case(#"{"k":NaN}"#, "non_json_constant@5"),
        Case(#"{"k":NaNs"#, "non_json_constant@5"), Case(#"{"k":Na"#, "unexpected_byte@5"),
        Case(#"{"k":Infinity"#, "non_json_constant@5"), Case(#"{"k":-Infinity}"#, "non_json_constant@5"),
        Case(#"{"k":-Inf}"#, "bad_number@5"), Case(#"{"k":+1}"#, "unexpected_byte@5"),
        // Numbers.
        Case(#"{"k":-}"#, "bad_number@5"), Case(#"{"k":-"#, "bad_number@5"), Case(#"{"k":01}"#, "bad_number@5"),
        Case(#"{"k":-00.5}"#, "bad_number@5"), Case(#"{"k":1.}"#, "bad_number@5"), Case(#"{"k":1.e5}"#, "bad_number@5"),
        Case(#"{"k":1e"#, "bad_number@5"), Case(#"{"k":1E+}"#, "bad_number@5"),
        Case(#"{"k":0x1}"#, "unexpected_byte@6"),
        Case(#"{"k":1e5.5}"#, "unexpected_byte@8"), Case(#"{"k":.5}"#, "unexpected_byte@5"),
        Case(#"{"k":-0.0e-0}"#, "ok"),
        Case(#"{"k":1e308}"#, "ok"), Case(#"{"k":1e309}"#, "number_out_of_range@5"),
        Case(#"{"k":-1e999x"#, "number_out_of_range@5"),
        Case(#"{"k":0e999999999999999999999}"#, "ok"), Case(#"{"k":1e-999999999999999999999}"#, "ok"),
        Case(#"{"k":1e99999999999999999999999999}"#, "number_out_of_range@5"),
        Case(#"{"k":1.7976931348623158e308}"#, "ok"), Case(#"{"k":1.7976931348623159e308}"#, "number_out_of_range@5"),
        Case("{\"k\":1\(String(repeating: "0", count: 400))}", "ok"),
        Case("{\"k\":1\(String(repeating: "0", count: 400)).0}", "number_out_of_range@5"),
        Case("{\"k\":0.\(String(repeating: "0", count: 400))1e500}", "ok"),
        Case("{\"k\":0.\(String(repeating: "0", count: 400))1e710}", "number_out_of_range@5"),
        // Strings.
        Case(#"{"k":""}"#, "ok"), Case(#"{"k":""#, "unexpected_end@6"), Case(#"{"k":"\"#, "unexpected_end@7"),
        Case(#"{"k":"\x"}"#, "bad_escape@6"), Case(#"{"k":"\U0041"}"#, "bad_escape@6"),
        Case(#"{"k":"\u00g1"}"#, "bad_escape@6"),
        Case(#"{"k":"\u00"#, "unexpected_end@10"), Case(#"{"k":"\u00""#, "bad_escape@6"),
        Case(#"{"k":"é\é"}"#, "bad_escape@8"),
        Case("{\"k\":\"a\tb\"}", "control_character@7"), Case("{\"k\":\"\u{7F}\u{85}\u{2028}\"}", "ok"),
        Case(#"{"k":"\ud83d\ude00"}"#, "ok"), Case(#"{"k":"\ud83d"}"#, "lone_surrogate@6"),
        Case(#"{"k":"\ude00"}"#, "lone_surrogate@6"),
        Case(#"{"k":"\ud83d"#, "lone_surrogate@6"), Case(#"{"k":"\ud83d\"#, "lone_surrogate@6"),
        Case(#"{"k":"\ud83d\n"}"#, "lone_surrogate@6"), Case(#"{"k":"\ud83d\u0041"}"#, "lone_surrogate@6"),
        Case(#"{"k":"\ud83d\ud83d\ude00"}"#, "lone_surrogate@6"), Case(#"{"k":"\ud83d\u"#, "unexpected_end@14"),
        Case(#"{"k":"\ud83d\ude0x"}"#, "bad_escape@12"), Case(#"{"k":"\ud83d\ude0"#, "unexpected_end@17"),
        Case(#"{"\ud83d":1}"#, "lone_surrogate@2"), Case(#"{"k":"\uDBFF\uDFFF\uD800\uDC00"}"#, "ok"),
        Case(Array(#"{"k":"é"#.utf8) + [0xC3], "invalid_utf8@8"),
        Case(Array(#"{"k":"é"#.utf8) + [0xC3, 0x22, 0x7D], "invalid_utf8@8"),
        Case(Array(#"{"k":""#.utf8) + [0xED, 0xA0, 0x80], "invalid_utf8@6"),
        Case(Array(#"{"k":""#.utf8) + [0xC0, 0x80], "invalid_utf8@6"),
        Case(Array(#"{"k":""#.utf8) + [0xF4, 0x90, 0x80, 0x80], "invalid_utf8@6"),
        Case(Array(#"{"k":"#.utf8) + [0x80], "invalid_utf8@5"),
        // Depth: the row is the first level.
        Case(nested(512), "ok"), Case(nested(513), "depth_exceeded@516"),
        Case(String(repeating: #"{"k":"#, count: 513), "depth_exceeded@2560"),
        Case(String(repeating: #"{"k":"#, count: 511) + "{}" + String(repeating: "}", count: 511), "ok"),
    ]

    @Test(arguments: cases) func answersAsByHand(_ one: Case) {
        #expect(Self.twin(one.input) == one.answer)
        for behind in Self.behind { #expect(Self.fast(one.input, behind) == one.answer, "before \(behind)") }
    }

    @Test func twinAgreesOnSpoiltDocuments() {
        var maker = RandomJSON(seed: 21)
        var codes: Set<Substring> = []
        for round in 0..<6_000 {
            let input = maker.spoil(Array(maker.row().utf8))
            let expected = Self.twin(input)
            codes.insert(expected.prefix { $0 != "@" })
            let fast = Self.fast(input, Self.behind[round % Self.behind.count])
            if fast != expected {
                Issue.record("\(String(decoding: input, as: UTF8.self).debugDescription): \(fast), twin \(expected)")
                return
            }
        }
        // The random documents reach most of what there is.
        #expect(codes.count >= 9)
    }

    /// What may stand behind the bytes in memory: nothing, what would end a string, what would go on.
    static let behind: [[UInt8]] = [
        [], Array(#"","x":"\n"}"#.utf8), Array(repeating: 0x22, count: 40), Array(repeating: 0x61, count: 40), [0x22],
        Array(repeating: 0xBF, count: 33), Array(#"k":1}"#.utf8),
    ]

    static func fast(_ input: [UInt8], _ behind: [UInt8]) -> String {
        (input + behind).withUnsafeBytes { memory in
            var scanner = JSONScanner(
                UnsafeRawBufferPointer(rebasing: memory[..<input.count]), readableBehind: behind.count)
            do throws(JSONError) {
                try scanner.scanObject(into: JSONFields())
                return "ok"
            } catch {
                return "\(error.code.rawValue)@\(error.offset)"
            }
        }
    }

    static func twin(_ input: [UInt8]) -> String {
        switch JSONTwin.read(input) {
        case .row: "ok"
        case .fault(let code, let offset): "\(code.rawValue)@\(offset)"
        }
    }
}
