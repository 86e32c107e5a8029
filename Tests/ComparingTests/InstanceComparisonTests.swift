import Foundation
import Reports
import TestSupport
import Testing

@testable import Comparing

/// Differences of outputs against a plain count over all lines.
@Suite struct InstanceComparisonTests {
    private func output(_ lines: [String], _ name: String, in folder: TemporaryFolder) throws -> OutputFolder {
        // Two files, so that lines move between them.
        let (half, data) = (lines.count / 2, ["a.jsonl", "b.jsonl"])
        for (file, part) in zip(data, [lines[..<half], lines[half...]]) {
            try folder.write("\(name)/\(file)", lines: part)
        }
        let outputs = data.map { #"{"name": "\#($0)", "bytes": 0, "sha256": "", "records": \#(lines.count / 2)}"# }
        let manifest = #"{"tool": "hornbook", "outputs": [\#(outputs.joined(separator: ","))]}"#
        try folder.write("\(name)/manifest.json", manifest)
        return try OutputFolder(folder.path(name))
    }

    private func line(_ key: Int, _ text: String) -> String {
        #"{"text":"\#(text)","meta":{"dataset":"d\#(key % 3)","template":"t","key":"\#(key)"}}"#
    }

    @Test(arguments: [1 << 20, 50])
    func sameAsCountedPlainly(_ maxLines: Int) throws {
        let folder = try TemporaryFolder()
        var draws = Draws(seed: 7)
        var (before, after): ([String], [String]) = ([], [])
        var expected = InstanceDifference()
        for key in 0..<600 {
            let dataset = "d\(key % 3)"
            // How often the same line stands there, and what becomes of it.
            let copies = 1 + draws.draw(3)
            switch draws.draw(5) {
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
