import Testing

@testable import JSON

@Suite struct NumberTests {
    /// Python's `repr` of floats.
    @Test(arguments: [
        (0.0, "0.0"), (-0.0, "-0.0"), (1.0, "1.0"), (0.1, "0.1"), (1.5, "1.5"), (100.0, "100.0"),
        (1e15, "1000000000000000.0"),
        (1e16, "1e+16"), (9_007_199_254_740_993.0, "9007199254740992.0"), (1e22, "1e+22"), (1e-4, "0.0001"),
        (1e-5, "1e-05"), (1.5e-7, "1.5e-07"), (123456.789, "123456.789"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (.leastNonzeroMagnitude, "5e-324"), (-2.5, "-2.5"), (.infinity, "inf"), (-.infinity, "-inf"), (.nan, "nan"),
    ])
    func textIsPythons(_ value: Double, _ expected: String) {
        #expect(JSONNumber.text(value) == expected)
    }
}

@Suite struct ValueTests {
    @Test(arguments: [
        #"{"a":1,"b":[true,null,"x\n"]}"#, "[]", "{}", "12345678901234567890", #""\"\\\b\f\n\r\t\u0001é😀""#,
    ])
    func canonicalTextComesBack(_ text: String) throws {
        let output = ByteBuffer()
        try JSONValue(parsing: text).write(to: output)
        #expect(output.string == text)
    }

    @Test func ofEqualKeysTheLastValueWinsAtTheFirstPlace() throws {
        let output = ByteBuffer()
        try JSONValue(parsing: #"{"a":1,"b":2,"\u0061":3,"é":4,"e\u0301":5}"#).write(to: output)
        #expect(output.string == "{\"a\":3,\"b\":2,\"é\":4,\"e\u{301}\":5}")
    }

    @Test(arguments: [
        ("", JSONErrorCode.unexpectedEnd), ("[1,]", .unexpectedByte), ("[1 2]", .unexpectedByte), ("01", .badNumber),
        ("-", .badNumber), ("1.", .badNumber), ("1e999", .numberOutOfRange), ("NaN", .nonJSONConstant),
        ("\"\u{1}\"", .controlCharacter), (#""\x""#, .badEscape), (#""\ud800""#, .loneSurrogate),
        ("1 1", .trailingContent),
        ("tru", .unexpectedEnd), ("{\"a\"}", .unexpectedByte),
    ])
    func faultsHaveTheirCodes(_ text: String, _ code: JSONErrorCode) {
        do {
            _ = try JSONValue(parsing: text)
            Issue.record("no error")
        } catch {
            #expect(error.code == code)
        }
    }

    @Test func depthIsLimited() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONValue(parsing: nested(512))
        #expect(throws: JSONError(.depthExceeded, at: 512)) { try JSONValue(parsing: nested(513)) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: nested(100_000)) }
    }
}
