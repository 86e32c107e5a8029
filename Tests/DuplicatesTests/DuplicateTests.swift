import Diagnostics
import Formats
import Foundation
import JSON
import Mixing
import Recipes
import TestSupport
import Testing

@testable import Duplicates

/// Duplicates among datasets: what is listed is what comparing every pair lists, whatever the order of anything.
@Suite struct DuplicateTests {
    private static let names = ["a", "b", "c"]

    private static func line(_ text: String) -> String { #"{"prompt": "\#(text)", "completion": "x"}"# }

    /// The list for datasets of prompts.
    private func list(
        _ datasets: [(name: String, texts: [String])], jobs: Int = 1, _ rules: DuplicateRules
    ) throws -> String {
        let folder = try TemporaryFolder()
        var recipe = "datasets:\n"
        for (name, texts) in datasets {
            let half = texts.count / 2
            for (part, texts) in [texts[..<half], texts[half...]].enumerated() {
                try folder.write("\(name)-\(part).jsonl", lines: texts.map(Self.line))
            }
            recipe += "  - {name: \(name), data: '\(name)-*.jsonl', kind: instructions}\n"
        }
        var finder = try DuplicateFinder(Recipe(path: folder.url.path + "/recipe.yaml", text: recipe), rules)
        finder.jobs = jobs
        let path = folder.url.appendingPathComponent("list").path
        let output = try OutputFile(replacing: path)
        let summary = try finder.run(to: output)
        try output.finish()
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(summary.datasets.reduce(0) { $0 + $1.excluded } == text.split(separator: "\n").count)
        return text
    }

    /// One row, or equal rows, of a dataset.
    private struct Group {
        var name: String
        var text: String
        var key: UInt64
        var copies: Int
        /// Kept, since each is compared with many.
        var normalised: String
        var words: [String]

        init(name: String, text: String, key: UInt64, copies: Int) {
            (self.name, self.text, self.key, self.copies) = (name, text, key, copies)
            normalised = text.lowercased()
            words = normalised.split { !($0.isLetter || $0.isNumber) }.map(String.init)
        }
    }

    /// What comparing every pair lists.
    private static func plain(_ datasets: [(name: String, texts: [String])], _ rules: DuplicateRules) -> String {
        var groups: [Group] = []
        for (name, texts) in datasets {
            for (text, same) in Dictionary(grouping: texts, by: { $0 }) {
                let key = Array(Self.line(text).utf8).withUnsafeBytes { RowHasher.recordKey(identity: $0) }
                groups.append(Group(name: name, text: text, key: key, copies: same.count))
            }
        }
        func order(_ group: Group) -> (Int, UInt64) {
            (
                rules.keep.firstIndex(of: group.name) ?? rules.keep.count,
                RowHasher(seed: 0, dataset: group.name).hash(.duplicates, group.key)
            )
        }
        groups.sort { order($0) < order($1) }
        var result = ""
        var staying: [Group] = []
        // The same text in the same dataset is decided on once.
        var decided: [[String]: (of: Group, score: Double)] = [:]
        // With runs, the row that brought a run first stands for it.
        var firsts: [[String]: Int] = [:]
        func runs(_ group: Group, _ length: Int) -> [[String]] {
            let words = group.words
            return words.count < length ? [] : (0...words.count - length).map { Array(words[$0..<$0 + length]) }
        }
        func write(_ group: Group, _ of: Group, _ measure: String, _ score: Double, _ rows: Int) {
            let number = JSONValue.double(score)
            let buffer = ByteBuffer()
            number.write(to: buffer)
            for _ in 0..<rows {
                result +=
                    #"{"dataset":"\#(group.name)","key":"\#(keyText(group.key))","of_dataset":"\#(of.name)","of_key":"\#(keyText(of.key))","measure":"\#(measure)","score":\#(buffer.string)}"#
                    + "\n"
            }
        }
        for group in groups {
            func isAllowed(_ other: Group) -> Bool { rules.within || other.name != group.name }
            let equal = staying.filter { $0.normalised == group.normalised }
            if let other = equal.first, isAllowed(other) {
                write(group, other, "exact", 1, group.copies)
                continue
            }
            let place = [group.name, group.normalised]
            if equal.isEmpty, decided[place] == nil {
                switch rules.measure {
                case .exact: break
                case .rougeL:
                    var best: (common: Int, total: Int, group: Group)?
                    for other in staying where isAllowed(other) {
                        let common = PlainRouge.common(group.words, other.words)
                        let total = group.words.count + other.words.count
                        guard 20 * common > 7 * total else { continue }
                        if best.map({ common * $0.total > $0.common * total }) ?? true { best = (common, total, other) }
                    }
                    if let best { decided[place] = (best.group, Double(2 * best.common) / Double(best.total)) }
                case .run(let length):
                    let own = runs(group, length)
                    let owners = own.compactMap { firsts[$0] }.filter { isAllowed(staying[$0]) }
                    let counts = Dictionary(grouping: owners) { $0 }.mapValues(\.count)
                    if let best = counts.min(by: { ($1.value, $0.key) < ($0.value, $1.key) })?.key {
                        let known = Set(runs(staying[best], length))
                        decided[place] = (staying[best], Double(own.count(where: known.contains)) / Double(own.count))
                    }
                }
            }
            if equal.isEmpty, let (other, score) = decided[place] {
                write(group, other, rules.measure.name, score, group.copies)
                continue
            }
            staying.append(group)
            if case .run(let length) = rules.measure {
                for run in runs(group, length) where firsts[run] == nil { firsts[run] = staying.count - 1 }
            }
            if rules.within, group.copies > 1 { write(group, group, "exact", 1, group.copies - 1) }
        }
        return result
    }

    /// Texts of few words, so that many are alike; some stand there twice or in other cases.
    private static func random(_ count: Int, _ words: Int, _ draws: inout Draws) -> [String] {
        (0..<count).map { _ in
            let length = 1 + draws.draw(12)
            let text = (0..<length).map { _ in "w\(min(draws.draw(words), draws.draw(words)))" }
                .joined(separator: draws.draw(9) == 0 ? ", " : " ")
            return draws.draw(10) == 0 ? text.uppercased() : text
        }
    }

    /// Real instructions beside changed ones.
    private static func real() throws -> [[String]] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("SimilarityTests/Cases/rouge-l.jsonl")
        let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            try JSONValue(parsing: String($0))
        }
        // Those beyond ASCII have tokens of their own rules; edges are empty.
        return ["target", "prediction"].map { side in
            rows.compactMap { $0[side]?.text }.filter { text in
                text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C && $0 != 0x27 }
                    && text.contains { $0.isLetter } && text.first != " " && text.last != " " && !text.contains("  ")
            }
        }
    }

    private static let measures: [DuplicateRules.Measure] = [.exact, .rougeL(.usual), .run(3), .run(13)]

    private static func check(
        _ datasets: [(name: String, texts: [String])], _ list: (DuplicateRules) throws -> String
    ) throws {
        for measure in measures {
            for (within, keep) in [(false, []), (true, []), (false, ["c", "a"])] {
                var rules = DuplicateRules()
                (rules.measure, rules.within) = (measure, within)
                rules.keep = keep.filter { name in datasets.contains { $0.name == name } }
                let found = try list(rules)
                #expect(found == plain(datasets, rules), "\(measure.name), within: \(within), keep: \(keep)")
            }
        }
    }

    @Test(arguments: [3, 8, 40])
    func listsWhatComparingEveryPairLists(_ words: Int) throws {
        var draws = Draws(seed: words)
        let datasets = Self.names.map { ($0, Self.random(60, words, &draws)) }
        try Self.check(datasets) { try list(datasets, $0) }
    }

    @Test func listsTheSameOfRealTexts() throws {
        let datasets = Array(zip(Self.names, try Self.real()))
        #expect(datasets.allSatisfy { $0.1.count > 60 })
        try Self.check(datasets.map { ($0, $1) }) { try list(datasets.map { ($0, $1) }, $0) }
    }

    /// More texts than are compared at once.
    @Test func batchesMakeNoDifference() throws {
        var draws = Draws(seed: 5)
        let datasets = Self.names.map { ($0, Self.random(750, 9, &draws)) }
        let rules = DuplicateRules()
        #expect(try list(datasets, jobs: 2, rules) == Self.plain(datasets, rules))
    }

    @Test func orderOfAnythingAndJobsMakeNoDifference() throws {
        var draws = Draws(seed: 6)
        let datasets = Self.names.map { ($0, Self.random(300, 12, &draws)) }
        for measure in Self.measures {
            for within in [false, true] {
                var rules = DuplicateRules()
                (rules.measure, rules.within) = (measure, within)
                let expected = try list(datasets, rules)
                for jobs in [1, 2, 8] {
                    var turned = datasets.map { name, texts in
                        var texts = texts
                        for index in texts.indices.dropFirst() { texts.swapAt(index, draws.draw(index + 1)) }
                        return (name, texts)
                    }
                    turned.swapAt(0, jobs % 3)
                    #expect(try list(turned, jobs: jobs, rules) == expected, "\(measure.name), \(jobs) jobs")
                }
            }
        }
    }
}
