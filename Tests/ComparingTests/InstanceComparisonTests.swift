import Foundation
import Reports
import Testing

@testable import Comparing

/// Differences of outputs against a plain count over all lines.
@Suite struct InstanceComparisonTests {
    private func output(_ lines: [String], _ name: String, in folder: URL) throws -> OutputFolder {
        let url = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        // Two files, so that lines move between them.
        let (half, data) = (lines.count / 2, ["a.jsonl", "b.jsonl"])
        for (file, part) in zip(data, [lines[..<half], lines[half...]]) {
            try Data(part.map { $0 + "\n" }.joined().utf8).write(to: url.appendingPathComponent(file))
        }
        let outputs = data.map { #"{"name": "\#($0)", "bytes": 0, "sha256": "", "records": \#(lines.count / 2)}"# }
        let manifest = #"{"tool": "hornbook", "outputs": [\#(outputs.joined(separator: ","))]}"#
        try Data(manifest.utf8).write(to: url.appendingPathComponent("manifest.json"))
        return try OutputFolder(url.path)
    }

    private func line(_ key: Int, _ text: String) -> String {
        #"{"text":"\#(text)","meta":{"dataset":"d\#(key % 3)","template":"t","key":"\#(key)"}}"#
    }

    @Test(arguments: [1 << 20, 50])
    func sameAsCountedPlainly(_ maxLines: Int) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        var state: UInt64 = 7
        func draw(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(count))
        }
        var (before, after): ([String], [String]) = ([], [])
        var expected = InstanceDifference()
        for key in 0..<600 {
            let dataset = "d\(key % 3)"
            // How often the same line stands there, and what becomes of it.
            let copies = 1 + draw(3)
            switch draw(5) {
            case 0:
                before += Array(repeating: line(key, "gone"), count: copies)
                for _ in 0..<copies { expected.add(.went, dataset: dataset) }
            case 1:
                after += Array(repeating: line(key, "come"), count: copies)
                for _ in 0..<copies { expected.add(.came, dataset: dataset) }
            case 2:
                before += Array(repeating: line(key, "old"), count: copies)
                after += Array(repeating: line(key, "new"), count: 2)
                for _ in 0..<min(copies, 2) { expected.add(.changed, dataset: dataset) }
                for _ in 0..<max(0, copies - 2) { expected.add(.went, dataset: dataset) }
                for _ in 0..<max(0, 2 - copies) { expected.add(.came, dataset: dataset) }
            default:
                before += Array(repeating: line(key, "same"), count: copies)
                after += Array(repeating: line(key, "same"), count: copies)
            }
        }
        let old = try output(before, "old", in: folder)
        let new = try output(after.reversed(), "new", in: folder)
        var comparison = InstanceComparison(old: old, new: new, jobs: 2)
        comparison.maxLines = maxLines
        let found = try comparison.run(examples: 3)
        #expect(found.counts == expected.counts)
        #expect(found.examples.count == 3)
        #expect(Set(found.examples.map(\.kind)) == [.changed, .went, .came])
        for example in found.examples {
            #expect((example.kind == .went ? before : after).contains(example.line))
        }
        comparison = InstanceComparison(old: old, new: old, jobs: 1)
        comparison.maxLines = maxLines
        #expect(try comparison.run(examples: 3).counts.isEmpty)
    }
}
