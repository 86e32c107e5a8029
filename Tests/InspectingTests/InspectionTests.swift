import JSON
import Reports
import Running
import Testing

@testable import Inspecting

/// What `inspect` collects.
@Suite struct InspectionTests {
    @Test func countsPresenceAndTypes() throws {
        let report = try inspect([
            #"{"a":"x","b":1}"#, #"{"a":null,"b":1.5,"c":[]}"#, #"{"a":"","b":true}"#, #"{"b":{"d":1}}"#,
        ])
        #expect(report.rows == 4)
        #expect(report.fields.map(\.name) == ["a", "b", "c"])
        let a = report.fields[0]
        #expect([a.present, a.missing, a.nulls, a.empty] == [3, 1, 1, 1])
        #expect(a.types.map { "\($0.name) \($0.count)" } == ["string 2", "null 1"])
        #expect(
            report.fields[1].types.map { "\($0.name) \($0.count)" } == [
                "integer 1", "float 1", "boolean 1", "object 1",
            ])
    }

    @Test func badRecordsAreCountedAndEndNothing() throws {
        let report = try inspect([#"{"a":1}"#, "oops", "[]", "oops", #"{"a":2}"#])
        #expect(report.rows == 2)
        #expect(
            report.rejects.map { "\($0.rule ?? "") \($0.count ?? 0) \($0.location?.line ?? 0)" } == [
                "not_an_object 1 3", "unexpected_byte 2 2",
            ])
        // Their lines count all the same.
        #expect(try inspect(["oops", #"{"a":"1"}"#, #"{"a":"1"}"#]).found.first == "duplicate-rows - 1 3")
    }

    @Test func valuesAreListedUpToTwenty() throws {
        let twenty = (0..<20).map { #"{"a":\#($0)}"# }
        #expect(try inspect(twenty).fields[0].values?.count == 20)
        #expect(try inspect(twenty + [#"{"a":20}"#]).fields[0].values == nil)
        let long = #"{"a":""# + String(repeating: "x", count: ValueSet.longest + 1) + #""}"#
        #expect(try inspect([#"{"a":1}"#, long]).fields[0].values == nil)
    }

    @Test func frequentValuesStandFirstAndTiesByBytes() throws {
        let report = try inspect(
            [#""b""#, #""a""#, "1", #""1""#, "true", "2", "2", #""\u0061""#].map { #"{"v":\#($0)}"# })
        #expect(
            report.fields[0].values?.map { "\($0.count) \(DisplayText.value($0.value))" } == [
                "2 2", #"2 "a""#, #"1 "1""#, "1 1", #"1 "b""#, "1 true",
            ])
    }

    @Test(arguments: [(1, 1, 1), (2, 1, 2), (3, 2, 3), (20, 10, 19), (100, 50, 95), (4095, 2048, 3891)])
    func quantilesAreNearestRanks(_ count: Int, _ median: Int, _ p95: Int) {
        var histogram = LengthHistogram()
        for length in (1...count).reversed() { histogram.add(length) }
        #expect(histogram.quantile(percent: 50) == .init(median, isExact: true))
        #expect(histogram.quantile(percent: 95) == .init(p95, isExact: true))
    }

    @Test(arguments: [4096, 5000, 65_535, 65_536, 1_000_003, 1 << 40])
    func longLengthsAreToldWithinTheirBound(_ length: Int) {
        var histogram = LengthHistogram()
        for value in [0, length, Int.max >> 2] { histogram.add(value) }
        let median = histogram.quantile(percent: 50)
        #expect(!median.isExact)
        #expect(abs(median.value - length) <= length / 500)
        #expect([histogram.min, histogram.max] == [0, Int.max >> 2])
        // Of one length, all is known.
        var one = LengthHistogram()
        one.add(length)
        #expect(one.quantile(percent: 95) == .init(length, isExact: true))
    }

    @Test(arguments: [
        (#""""#, 0), (#""abc""#, 3), (#""é""#, 1), (#""e\u0301""#, 2), (#""\ud83d\ude00""#, 1), (#""😀😀""#, 2),
        (#""\\\"\n\u00e9x""#, 5), (#""日本語日本語日本語""#, 9), (#""\\ufeff""#, 6),
    ])
    func lengthsAreInCodePoints(_ text: String, _ length: Int) throws {
        // Many other values, so that no text is made of escaped ones any more.
        let many = (0..<30).map { #"{"a":"\#(String(repeating: "x", count: 100 + $0))"}"# }
        for lines in [[#"{"a":\#(text)}"#], many + [#"{"a":\#(text)}"#]] {
            #expect(try inspect(lines).fields[0].lengths?.min == length)
        }
    }

    @Test func numbersKeepTheirDigits() throws {
        let values = ["9007199254740993", "9007199254740992", "-1.50", "1e2", "9007199254740994"]
        let numbers = try inspect(values.map { #"{"a":\#($0)}"# }).fields[0].numbers
        #expect(numbers?.min == "-1.50")
        #expect(numbers?.max == "9007199254740994")
        #expect(
            try inspect([#"{"a":9007199254740993}"#, #"{"a":9007199254740992}"#]).fields[0].numbers?.min
                == "9007199254740992")
    }

    @Test func manyFieldsAreBounded() throws {
        let rows = (0..<200).map { row in
            "{" + (0..<600).map { #""f\#(row * 500 + $0)":1"# }.joined(separator: ",") + "}"
        }
        let report = try inspect(rows)
        #expect(report.fields.count == FieldNames.limit)
        #expect(report.fields[999].name == "f999")
        // Rows share 100 names with the next one.
        #expect(report.fields[500].present == 2)
        #expect(report.otherFields == 199 * 500 + 600 - FieldNames.limit)
        #expect(report.found.contains("other-fields - 199 2"))
    }

    @Test func longNamesAreOnlyCounted() throws {
        let name = String(repeating: "n", count: FieldNames.longest + 1)
        let report = try inspect([#"{"a":1,"\#(name)":1}"#, #"{"\#(name)":1,"a":2}"#, #"{"a":3,"\#(name)x":1}"#])
        #expect(report.fields.map(\.name) == ["a"])
        #expect(report.otherFields == 2)
        #expect(report.found == ["other-fields - 1 3"])
    }

    @Test func duplicatesAreGivenUpBeyondALimit() throws {
        let rows = [1, 1, 2, 3].map { #"{"a":\#($0)}"# }
        #expect(try inspect(rows, duplicateLimit: 3).duplicates == 1)
        let report = try inspect(rows, duplicateLimit: 2)
        #expect(report.duplicates == nil)
        #expect(report.found.isEmpty)
        #expect(InspectionTable(report).text.contains("not counted beyond 2 different rows"))
    }

    @Test func hashesAreToldApartUpToALimit() {
        var hashes = DistinctHashes(limit: 1000)
        for hash in 0..<UInt64(1000) { #expect(hashes.insert(hash << 32) == false) }
        #expect(hashes.insert(0) == true)
        #expect(hashes.insert(5 << 32) == true)
        #expect(hashes.insert(7) == nil)
        #expect(!hashes.isComplete)
        #expect(hashes.count == 1000)
        #expect(hashes.insert(5 << 32) == nil)
    }
}
