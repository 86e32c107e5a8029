import JSON
import Reports
import Testing

@testable import Inspecting

/// The report depends on the rows, not on how they are read.
@Suite struct InspectionOrderTests {
    /// Rows with all that the report tells; `count` of them.
    private static func rows(_ count: Int) -> [String] {
        (0..<count).map { row in
            let label = ["\"Positive\"", "\"positive\"", "\" neg\"", "1", "null", "2.50"][row * row % 6]
            let text = String(repeating: row % 3 == 0 ? "é\\n" : "x", count: row * 37 % 9000)
            return #"{"text":"\#(text)","label":\#(label),"day":"2024-01-0\#(row % 9 + 1)","n":\#(row * 7919 % 1000)}"#
        }
    }

    @Test(arguments: [1, 7, 4096, 1 << 20])
    func sameForAnyBlockSize(_ blockSize: Int) throws {
        let rows = Self.rows(60) + ["oops"] + Self.rows(5)
        #expect(try inspect(rows, blockSize: blockSize).jsonText == inspect(rows).jsonText)
    }

    @Test func sameForAnyOrderButForPlaces() throws {
        var rows = Self.rows(400)
        func strip(_ report: InspectionReport) -> String {
            var report = report
            report.fields.sort { $0.name < $1.name }
            for index in report.findings.indices { report.findings[index].location?.line = 0 }
            return report.jsonText
        }
        let first = strip(try inspect(rows))
        #expect(first.contains("\"exact\":false"))
        rows.reverse()
        #expect(strip(try inspect(rows)) == first)
        rows.sort()
        #expect(strip(try inspect(rows)) == first)
    }
}
