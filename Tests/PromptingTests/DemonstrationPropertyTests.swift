import Mixing
import TestSupport
import Testing

@testable import Prompting

/// No demonstration gives its query away: random rows with many repetitions, small pools, every option.
@Suite struct DemonstrationPropertyTests {
    /// A row whose question and answer can be told from any text that they stand in.
    private struct TestRow: Hashable {
        var words: [Int]
        var answer: Int
        var group: Int
        var id: Int
        var question: String { "<" + words.map { "w\($0)" }.joined(separator: " ") + ">" }
        var content: String { #"{"q":"\#(question)","a":"[\#(answer)]","g":\#(group)"# }
        var json: String { content + #","id":\#(id)}"# }

        func shares(_ count: Int, with other: TestRow) -> Bool {
            guard words.count >= count, other.words.count >= count else { return false }
            return (0...words.count - count).contains { start in
                (0...other.words.count - count).contains {
                    other.words[$0..<$0 + count] == words[start..<start + count]
                }
            }
        }
    }

    @Test(arguments: 0..<300)
    func noDemonstrationEqualsItsQuery(_ round: Int) throws {
        var draws = Draws(seed: round)
        let rows = (0..<25).map { _ in
            TestRow(
                words: (0..<1 + draws.draw(5)).map { _ in draws.draw(3) }, answer: draws.draw(3),
                group: draws.draw(4), id: draws.draw(4))
        }
        let task = try task(rows, &draws)
        let rules = try #require(task.demonstrations)
        for row in rows {
            let rendered = try #require(try task.render(row.json, content: XXH3.hash(row.content)))
            #expect(rendered.solved.count <= rules.counts.max()!)
            for solved in rendered.solved {
                let text = solved.prompt + solved.completion
                // What the row behind a demonstration asks stands between these signs, whatever way round.
                let behind = rows.filter { text.contains($0.question) && text.contains("[\($0.answer)]") }
                let shown = try #require(behind.first)
                #expect(behind.contains { $0.content != row.content }, "\(row.json) has \(text)")
                if task.prompts.prompts[0].template.id != "drawn" {
                    #expect(shown.question != row.question || rendered.isInverted && shown.answer != row.answer)
                }
                if let most = rules.sharedWords { #expect(!shown.shares(most, with: row)) }
                #expect(solved.prompt != rendered.parts[0] || rules.templates == .mixed)
            }
            if rules.groupField != nil {
                // A group can be told only where no two rows have one question and answer.
                for solved in rendered.solved {
                    let text = solved.prompt + solved.completion
                    let behind = rows.filter { text.contains($0.question) && text.contains("[\($0.answer)]") }
                    #expect(behind.contains { $0.group != row.group })
                }
            }
        }
    }

    private func task(_ rows: [TestRow], _ draws: inout Draws) throws -> PromptTask {
        var options = PromptOptions()
        if draws.flip() {
            options.appendedOptions = 1
            options.optionRules.order = .shuffled
            // The answers must stay what they are, to be told by.
            options.optionRules.answers = draws.flip() ? [.word] : [.both]
        }
        var templates = [
            makeTemplate("Say: {{q}}|||{{a}}", id: "1", choices: "[0] ||| [1] ||| [2]"),
            makeTemplate("{{q}} and what?|||{{a}}", id: "2", choices: "[0] ||| [1] ||| [2]"),
        ]
        // What a template draws differs between rows of one content.
        if draws.draw(4) == 0 { templates = [makeTemplate("{{ range(99) | choice }} {{q}}|||{{a}}", id: "drawn")] }
        let inverted = makeTemplate("Ask for {{a}}.|||{{q}}", id: "3", inverted: true)
        let wording = makeTemplate("Ask so that it is {{completion}}.|||{{prompt}}", id: "w", inverted: true)
        let kind = draws.draw(3)
        var task = PromptTask(
            dataset: "d", hasher: RowHasher(seed: 0, dataset: "d"), transform: try RowTransform(),
            prompts: try PromptSet(
                kind == 1 ? templates + [inverted] : templates, options: options, invertedShare: kind == 0 ? nil : 0.4,
                wordings: kind == 2 ? [wording] : []), options: options)
        let limit = 1 + draws.draw(20)
        var rules = DemonstrationRules(counts: [draws.draw(3), draws.draw(12)], poolSize: limit)
        if draws.flip() { rules.weights = [1, 2] }
        rules.pick = draws.flip() ? .random : .balanced
        rules.labelField = "a"
        rules.templates = draws.flip() ? .same : .mixed
        rules.styles = draws.flip() ? [.turns] : [.plain, .numbered]
        if draws.draw(3) == 0 { rules.groupField = "g" }
        if draws.draw(3) == 0 { rules.sharedWords = 2 + draws.draw(2) }
        if draws.draw(4) == 0 { rules.maxCharacters = 200 }
        if draws.draw(4) == 0 { rules.maxWords = 40 }
        task.demonstrations = rules
        var pool = DemonstrationPool(limit: limit)
        for row in rows {
            let key = RowHasher.key(of: row.json)
            pool.offer(
                PoolRow(key: key, content: XXH3.hash(row.content), bytes: Array(row.json.utf8)),
                hash: task.hasher.hash(.pool, key))
        }
        task.pool = pool.rows
        return task
    }
}

extension RowHasher {
    fileprivate static func key(of json: String) -> RecordKey {
        Array(json.utf8).withUnsafeBytes { recordKey(identity: $0) }
    }
}
