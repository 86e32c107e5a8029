import Reports
import Testing

@testable import Inspecting

/// What `inspect` takes for suspicious, and what not.
@Suite struct DataWarningsTests {
    private func field(_ values: [String], name: String = "rows.jsonl") throws -> [String] {
        try inspect(values.map { #"{"a":\#($0)}"# }, name: name).found.filter { !$0.hasPrefix("duplicate-rows") }
    }

    @Test func mixedTypes() throws {
        #expect(try field(["1", #""x""#, "2", "null"]) == ["mixed-types a 1 2"])
        #expect(try field([#""x""#, "1", "2.5"]) == ["mixed-types a 1 1"])
        #expect(try field(["1", "2.5", "null"]).isEmpty)
        #expect(try field(["[1]", "{}"]) == ["mixed-types a 1 2"])
    }

    @Test(arguments: [
        "2024-02-29", "2024/2/9", "29.02.2024", "02/29/2024", "2024-02-29T23:59", "2024-02-29 23:59:59.123456Z",
        "2024-02-29T23:59:59+01:00", "23:59", "23:59:59",
    ])
    func dates(_ text: String) throws {
        #expect(try field([#""""#, "null", "\"\(text)\""]) == ["looks-like-date a 1 3"])
        #expect(try field(["\"\(text)\"", #""2024-02-29 or so""#]).isEmpty)
        #expect(try field(["\"\(text)\"", "[]"]) == ["mixed-types a 1 2"])
    }

    @Test(arguments: [
        "2024", "2024-13-01", "2024-02-32", "1-2-3", "24:00", "2024-02", "3:16", "16:9", "2024-02/29", "2024-02-29T",
        "20240-02-29", "2024-02-29 x", "2024-02-29T23:59:59+1", "192.168.1.1", "1.2.2024.5",
    ])
    func noDates(_ text: String) throws {
        #expect(try field(["\"\(text)\""]).filter { !$0.hasPrefix("numbers") }.isEmpty)
    }

    @Test func numbersAsStrings() throws {
        #expect(try field([#""1""#, #""""#, #""-2.5e3""#]) == ["numbers-as-strings a 2 1"])
        for other in [#""007""#, #""+1""#, #""1,000""#, #"" 1""#, #""nan""#, #""-""#, #""1 ""#, #""٣""#] {
            #expect(try !field([#""1""#, #""2""#, other]).contains { $0.hasPrefix("numbers-as-strings") })
        }
        // CSV has no numbers.
        #expect(try inspect(["a", "1", "2"], name: "rows.csv").found.isEmpty)
    }

    @Test func byteOrderMarks() throws {
        let values = [
            #""x\#u{FEFF}""#, #""x\ufeff""#, #""\uFEFF""#, #""\\ufeff""#, #"["\#u{FEFF}"]"#, #"{"k":"\ufeff"}"#,
            #""ï»¿""#,
        ]
        #expect(try field(values).first == "byte-order-mark a 5 1")
        #expect(try inspect(["\u{FEFF}{\"a\":\"x\"}"]).found.isEmpty)
        #expect(try inspect([#"{"\ufeffa":"x"}"#]).found == ["byte-order-mark \u{FEFF}a 1 1"])
    }

    @Test func duplicatesAreTakenByContent() throws {
        #expect(try inspect([#"{"a":1,"b":"é"}"#, #"{ "a": 1, "b": "\u00e9" }"#]).found == ["duplicate-rows - 1 2"])
        #expect(try inspect([#"{"a":1}"#, #"{"a":1.0}"#, #"{"a":"1"}"#]).duplicates == 0)
    }

    @Test func otherFields() throws {
        #expect(try inspect([#"{"a":1,"b":2}"#, #"{"b":1,"a":2}"#]).found.isEmpty)
        #expect(try inspect([#"{"a":1,"b":2}"#, #"{"a":1}"#, #"{"a":2,"c":2}"#]).found == ["other-fields - 2 2"])
        #expect(try inspect([#"{"a":1}"#, #"{"a":1,"b":1}"#]).found == ["other-fields - 1 2"])
    }

    @Test(arguments: [#"{"a":1,"a":2}"#, #"{"a":1,"b":2,"\u0061":3}"#, #"{"b":[1,2], "a":1,"a":"x,y"}"#])
    func repeatedKeys(_ line: String) throws {
        #expect(try inspect([line]).found == ["repeated-keys - 1 1"])
        #expect(try inspect([#"{ "a" : "x,y" , "b" : {"c":1,"d":2} }"#]).found.isEmpty)
    }

    @Test func labelsThatDifferInCaseOrWhiteSpace() throws {
        let values = ["\"Yes\"", "\"Yes\"", "\"no\"", "\"yes\"", "\"yes \"", "\"no\"", "\"y es\""]
        #expect(try field(values) == ["outer-white-space a 1 5", "value-variants a 2 4"])
        // Texts that are each their own are no labels.
        #expect(try field(["\"one \"", "\" two\""]).isEmpty)
    }
}
