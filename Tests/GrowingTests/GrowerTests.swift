import Diagnostics
import Formats
import Foundation
import JSON
import Mixing
import Running
import Similarity
import TestSupport
import Testing

@testable import Growing

/// Whole rounds over files.
@Suite struct GrowerTests {
    private struct Outcome: Equatable {
        var accepted: String
        var refused: String
        /// The text of rows that cannot be used, sorted: where they stand depends on the files.
        var unusable: [String]
        var counts: [GrowRule: Int]
    }

    private func run(
        _ pool: [String], _ candidates: [[String]], jobs: Int = 1, _ change: (inout Grower) -> Void = { _ in }
    ) throws -> Outcome {
        let folder = try TemporaryFolder()
        let files = try candidates.enumerated().map { try folder.write("part-\($0).jsonl", lines: $1) }
        var grower = Grower(
            pool: InputSet(paths: [try folder.write("pool.jsonl", lines: pool)]), candidates: InputSet(paths: files))
        grower.jobs = jobs
        grower.rejectsPath = folder.url.appendingPathComponent("refused").path
        change(&grower)
        let output = try OutputFile(replacing: folder.url.appendingPathComponent("accepted").path)
        let summary = try grower.run(to: output)
        try output.finish()
        #expect(summary.isClosed)
        #expect(summary.candidates == candidates.reduce(0) { $0 + $1.count })
        let rejects = try folder.read("refused").split(separator: "\n")
        let unusable = rejects.filter { $0.hasPrefix("{\"source\"") }
        return Outcome(
            accepted: try folder.read("accepted"),
            refused: rejects.filter { !unusable.contains($0) }.joined(separator: "\n"),
            unusable: unusable.map { String($0[$0.firstRange(of: "\"raw")!.lowerBound...]) }.sorted(),
            counts: summary.refused)
    }

    /// Instructions of few words, so that many are alike; some stand there twice or in other cases.
    private static func instructions(_ count: Int, _ words: Int, _ draws: inout Draws) -> [String] {
        (0..<count).map { _ in
            let length = 1 + draws.draw(12)
            let text = (0..<length).map { _ in "w\(min(draws.draw(words), draws.draw(words)))" }
                .joined(separator: " ")
            return draws.draw(10) == 0 ? text.uppercased() : text
        }
    }

    private static func line(_ instruction: String) -> String { #"{"instruction": "\#(instruction)"}"# }

    /// What comparing every pair decides: the accepted, and of the refused rule, likest instruction and score.
    private static func plain(
        _ pool: [String], _ candidates: [String], seed: UInt64
    ) -> (accepted: [String], refused: [[String]]) {
        let hasher = RowHasher(seed: seed, dataset: "grow")
        func sorted(_ texts: [String]) -> [String] {
            texts.map { (hasher.hash(.order, XXH3.hash($0)), $0) }.sorted { $0 < $1 }.map(\.1)
        }
        // Kept, since each is compared with many.
        struct Known {
            var text: String
            var lowercased: String
            var tokens: [String]

            init(_ text: String) {
                self.text = text
                lowercased = text.lowercased()
                tokens = lowercased.split(separator: " ").map(String.init)
            }
        }
        var known = sorted(pool).map(Known.init)
        var (accepted, refused) = ([String](), [[String]]())
        for text in sorted(candidates) {
            let own = Known(text)
            if let equal = known.first(where: { $0.lowercased == own.lowercased }) {
                refused.append(["exact-duplicate", text, equal.text, ""])
                continue
            }
            var best: (score: (Int, Int), text: String)?
            for other in known {
                let score = (2 * PlainRouge.common(own.tokens, other.tokens), own.tokens.count + other.tokens.count)
                guard 10 * score.0 > 7 * score.1 else { continue }
                if best == nil || score.0 * best!.score.1 > best!.score.0 * score.1 { best = (score, other.text) }
            }
            if let best {
                refused.append(["rouge-l", text, best.text, "\(Double(best.score.0) / Double(best.score.1))"])
            } else {
                known.append(own)
                accepted.append(text)
            }
        }
        return (accepted, refused)
    }

    @Test(arguments: [(5, 0), (12, 60), (30, 120)], [UInt64(0), 9])
    func decidesAsComparingEveryPairDoes(_ sizes: (words: Int, pool: Int), _ seed: UInt64) throws {
        var draws = Draws(seed: sizes.words + Int(seed))
        let pool = Self.instructions(sizes.pool, sizes.words, &draws)
        let candidates = Self.instructions(200, sizes.words, &draws)
        let expected = Self.plain(pool, candidates, seed: seed)
        let found = try run(pool.map(Self.line), [candidates.map(Self.line)]) {
            $0.seed = seed
            $0.rules.active = [.exactDuplicate, .rougeL]
        }
        #expect(found.accepted == expected.accepted.map { Self.line($0) + "\n" }.joined())
        #expect(!expected.accepted.isEmpty && expected.refused.contains { $0[0] == "rouge-l" })
        let refused = try found.refused.split(separator: "\n").map { line in
            let row = try JSONValue(parsing: String(line))
            #expect(row["row"]?["instruction"] == row["instruction"])
            let score: String? = if case .number(let text)? = row["score"] { "\(Double(text)!)" } else { nil }
            return ["rule", "instruction", "similar"].map { row[$0]?.text ?? "" } + [score ?? ""]
        }
        #expect(refused == expected.refused)
    }

    /// More than a batch, in which candidates are compared with one another in turn.
    @Test func batchesMakeNoDifference() throws {
        var draws = Draws(seed: 1)
        let candidates = Self.instructions(2300, 9, &draws)
        let expected = Self.plain([], candidates, seed: 0)
        let found = try run([], [candidates.map(Self.line)], jobs: 2) { $0.rules.active = [.exactDuplicate, .rougeL] }
        #expect(found.accepted == expected.accepted.map { Self.line($0) + "\n" }.joined())
    }

    /// Rows with inputs and outputs of all kinds; some cannot be read.
    private static func rows(_ count: Int, _ draws: inout Draws) -> [String] {
        instructions(count, 30, &draws).enumerated().map { number, instruction in
            switch draws.draw(12) {
            case 0:
                return #"{"instruction": "say it to me twice", "input": "\#(number % 9)", "output": "\#(number % 2)"}"#
            case 1: return #"{"instruction": "\#(instruction)", "instances": [{"input": "b", "output": ""}]}"#
            case 2: return #"{"instruction": "\#(instruction)", "context": "c", "response": "c"}"#
            case 3: return #"{"instruction": \#(number)"#
            case 4: return #"{"text": "no task"}"#
            case 5: return line("Count from one to \(number % 7)")
            default: return line(instruction)
            }
        }
    }

    @Test func orderSplitAndJobsMakeNoDifference() throws {
        var draws = Draws(seed: 3)
        let pool = Self.instructions(100, 30, &draws).map(Self.line)
        let rows = Self.rows(600, &draws)
        func skip(_ grower: inout Grower) { grower.badRows = BadRowPolicy(.skip) }
        let expected = try run(pool, [rows], skip)
        #expect(expected.counts.count >= 6)
        for jobs in [1, 2, 8] {
            var shuffled = rows
            for index in shuffled.indices.dropFirst() { shuffled.swapAt(index, draws.draw(index + 1)) }
            let cut = draws.draw(rows.count)
            let parts = [Array(shuffled[..<cut]), [], Array(shuffled[cut...])]
            #expect(try run(pool.reversed(), parts, jobs: jobs, skip) == expected, "\(jobs) jobs")
            #expect(try run(pool, [rows], jobs: jobs, skip) == expected, "\(jobs) jobs")
        }
        let other = try run(pool, [rows]) {
            skip(&$0)
            $0.seed = 1
        }
        #expect(other.accepted != expected.accepted)
    }

    /// What was accepted is refused when it comes again, and nothing of the pool is like another part of what was accepted.
    @Test func whatWasAcceptedIsNotNewTheNextTime() throws {
        var draws = Draws(seed: 4)
        let pool = Self.instructions(50, 50, &draws).map(Self.line)
        let candidates = Self.instructions(400, 50, &draws).map(Self.line)
        let rules: Set<GrowRule> = [.exactDuplicate, .rougeL]
        let first = try run(pool, [candidates]) {
            $0.rules.active = rules
            $0.writesPool = true
        }
        let grown = first.accepted.split(separator: "\n").map(String.init)
        #expect(Array(grown.prefix(50)) == pool && grown.count > 60)
        let second = try run(grown, [candidates]) { $0.rules.active = rules }
        #expect(second.accepted == "")
    }

    @Test func theMemoryIsBounded() throws {
        let rows = (0..<100).map { Self.line("one two three four \($0)") }
        #expect(throws: Diagnostics.self) { try run(rows, [rows]) { $0.memory = 20_000 } }
        #expect(throws: Diagnostics.self) { try run([], [rows]) { $0.memory = 20_000 } }
        #expect(throws: Never.self) { try run([], [rows]) { $0.memory = 200_000 } }
    }

    @Test func instructionsTooLongToCompareAreRejected() throws {
        let long = Array(repeating: "a", count: Corpus.maxTokens).joined(separator: " ")
        func round(_ text: String) throws -> Outcome {
            try run([], [[Self.line(text)]]) { $0.rules.active = [.rougeL] }
        }
        #expect(try round(long).accepted == Self.line(long) + "\n")
        #expect(throws: Diagnostics.self) { try round(long + " b") }
    }

    @Test(arguments: [1, 2, 8])
    func statisticsCountWhatIsAbove(_ jobs: Int) throws {
        var draws = Draws(seed: 5)
        let texts = Self.instructions(300, 25, &draws)
        let folder = try TemporaryFolder()
        let pool = try folder.write("pool.jsonl", lines: texts.map(Self.line))
        var measurer = PoolMeasurer(pool: InputSet(paths: [pool]))
        measurer.jobs = jobs
        let found = try measurer.run()
        let lowered = texts.map { $0.lowercased().split(separator: " ").map(String.init) }
        var (equal, near) = (0, 0)
        for (index, text) in lowered.enumerated() {
            if lowered[..<index].contains(text) {
                equal += 1
            } else if lowered[..<index].contains(where: { PlainRouge.isAbove(70, text, $0) }) {
                near += 1
            }
        }
        #expect((found.exactDuplicates, found.nearDuplicates) == (equal, near))
        #expect(equal > 0 && near > 0 && found.rows == 300 && found.tasks == 300)
    }
}
