import Foundation
import JSON
import Testing

@testable import Reports

@Suite struct ManifestSchemaTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources/Reports/ManifestSchema.md")

    /// With HORNBOOK_WRITE_SCHEMA set, the file is written anew.
    @Test func fileIsThatOfTheTables() throws {
        let text = Manifest.schemaDocumentation
        if ProcessInfo.processInfo.environment["HORNBOOK_WRITE_SCHEMA"] != nil {
            try Data(text.utf8).write(to: Self.file)
        }
        #expect(try String(contentsOf: Self.file, encoding: .utf8) == text)
    }

    @Test func whatIsWrittenIsReadAsTheSame() throws {
        let written = try Manifest(SampleManifest.full).json
        #expect(try Manifest(written).json == written)
        #expect(written["mixture"] != .array([]) && written["report"]?["datasets"] != .array([]))
        let part = SampleManifest.full["report"]!["datasets"]!.elements![0]
        #expect(written["report"]?["datasets"]?.elements?.first == part)
    }

    @Test func keysAreUnique() {
        let keys = Manifest.fields.flatMap(\.descriptions).map(\.key)
        #expect(Set(keys).count == keys.count)
        #expect(DatasetLedger.sumFields.allSatisfy { $0.parts == .sum })
    }

    @Test func partsAddUp() {
        var (one, other) = (DatasetLedger(name: "a"), DatasetLedger(name: "a"))
        (one.rows, one.taken, one.splits, one.demonstrations) = (3, 2, ["train": 2], [0: 1, 3: 1])
        (other.rows, other.splits, other.amount) = (4, ["train": 1, "test": 5], 7)
        var sum = DatasetLedger(name: "a")
        #expect(sum.add(sums: one.sums) && sum.add(sums: other.sums))
        #expect(sum.rows == 7 && sum.taken == 2 && sum.amount == 7)
        #expect(sum.splits == ["train": 3, "test": 5] && sum.demonstrations == [0: 1, 3: 1])
        for wrong in [#"{"rows": -1}"#, #"{"rose": 1}"#, #"{"splits": {"train": "1"}}"#, "[]"] {
            #expect(!sum.add(sums: try! JSONValue(parsing: wrong)))
        }
        other.rows = .max
        #expect(!sum.add(other) && sum.rows == 7)
    }
}
