import Testing

@testable import Prompting

@Suite struct InversionTests {
    @Test(
        arguments: [
            ("The cat sat.", ["The cat sat.", "positive"], ["positive"], nil),
            // Templates change values on their way.
            ("the CAT, sat", ["The cat sat."], ["x1"], nil), ("dull; film", ["a dull film"], ["bad"], nil),
            ("Is it?\nA dull film that nobody wants to see", ["A dull film"], ["bad"], nil),
            ("这部电影很好", ["这部电影很好"], ["好评"], nil),
            ("Unknown question", ["Who wrote it?"], ["Shelley"], .targetNotInRow),
            ("none", [], ["Shelley"], .targetNotInRow),
            ("Who?", ["Who?"], [], .inputUndetermined), ("Who?", ["Who?"], ["", " \n"], .inputUndetermined),
            ("Who?", ["Who?"], ["(b)."], .inputUndetermined), ("Who?", ["Who?"], ["B", "…"], .inputUndetermined),
            ("Who?", ["Who?"], ["Who?"], .inputUndetermined),
            ("Who?", ["Who?"], ["(b).", "a list of answers"], nil), ("How many?", ["How many?"], ["42"], nil),
        ] as [(String, [String], [String], InversionRefusal?)])
    func whatCannotBeLearntIsRefused(
        _ target: String, _ row: [String], _ inputs: [String], _ expected: InversionRefusal?
    ) {
        #expect(InversionGuard().refusal(target: target, row: row, inputs: inputs) == expected)
        #expect(InversionTwin.refusal(target: target, row: row, inputs: inputs) == expected)
    }

    private func outcome(
        _ templates: [PromptTemplate], _ row: String, share: Double? = 1, transform: RowTransform? = nil
    ) throws -> (names: [String], refusals: [InversionRefusal]) {
        let task = try makeTask(templates, inverted: share, transform: transform)
        return try task.outcome(row)
    }

    @Test func templatesAreLookedAtByWhatTheyRead() throws {
        let inverted = makeTemplate(
            "{% if label %}Praise something.{% else %}Damn something.{% endif %}|||{{text}}", id: "i", inverted: true)
        #expect(try outcome([inverted], #"{"text":"a film","label":1}"#).refusals == [])
        #expect(try outcome([inverted], #"{"text":"a film","label":""}"#).refusals == [.inputUndetermined])
        let constant = makeTemplate("{{label}}|||No text", id: "c", inverted: true)
        #expect(try outcome([constant], #"{"text":"a film","label":"good"}"#).refusals == [.targetNotInRow])
        // What a recipe computes is the row's as well.
        let transform = try RowTransform(fields: [("title", "{{ 'no' }} {{ 'text' }}")])
        #expect(try outcome([constant], #"{"label":"good"}"#, transform: transform).refusals == [])
        // Straight templates are nobody's business.
        #expect(try outcome([makeTemplate("?|||x")], "{}", share: nil).refusals == [])
    }

    @Test func rowOfARefusedInversionIsSeenThroughAnotherTemplate() throws {
        let templates = [
            makeTemplate("{{q}}|||{{a}}", id: "s"), makeTemplate("Ask: {{a}}|||{{q}}", id: "i", inverted: true),
        ]
        let task = try makeTask(templates, inverted: 0.5)
        var names: [String: Int] = [:]
        for number in 0..<200 {
            let good = try task.outcome(#"{"q":"who \#(number)?","a":"me"}"#)
            names[good.names[0], default: 0] += 1
            #expect(good.refusals == [])
            let bad = try task.outcome(#"{"q":"who \#(number)?","a":"(b)"}"#)
            #expect(bad.names == ["s"] && bad.refusals.count <= 1)
        }
        // 100 expected, standard deviation 7.
        #expect((70...130).contains(names["i"] ?? 0))
    }

    @Test func pairsAreTurnedAroundUnderAWording() throws {
        let wordings = ["Reply: {{completion}}|||{{prompt}}", "What was asked? {{completion}}|||{{prompt}}"]
            .enumerated()
            .map { makeTemplate($1, id: "w\($0)", inverted: true) }
        let task = PromptTask(
            dataset: "d", hasher: .init(seed: 0, dataset: "d"), transform: try RowTransform(),
            prompts: try PromptSet(
                [makeTemplate("Is it good? {{text}}|||{{label}}", id: "s")], options: PromptOptions(),
                invertedShare: 0.5, wordings: wordings), options: PromptOptions())
        var seen: Set<String> = []
        for number in 0..<100 {
            let text = number % 10 == 0 ? "a ||| b {{x}} \(number)" : "film \(number)"
            let rendered = try #require(try task.render(#"{"text":"\#(text)","label":"dull |||"}"#))
            if rendered.isInverted {
                #expect(rendered.parts[1] == "Is it good? \(text)")
                #expect(["Reply: dull |||", "What was asked? dull |||"].contains(rendered.parts[0]))
                #expect(rendered.template == "s (inverted)")
            } else {
                #expect(rendered.parts == ["Is it good? \(text)", "dull |||"])
            }
            seen.insert(rendered.isInverted ? rendered.parts[0] : "")
        }
        #expect(seen.count == 3)
        #expect(try task.render(#"{"text":"\ufdd0\ufdd0\ufdd1","label":"x"}"#) != nil)
    }
}

extension PromptTask {
    /// The names of the templates that gave an instance, and why others were refused.
    fileprivate func outcome(_ row: String) throws -> (names: [String], refusals: [InversionRefusal]) {
        let instance = Instance()
        var names: [String] = []
        let outcome = try taking(row) { prompter, key in
            try prompter.renderTemplates(key: key, into: instance) { names.append(prompts.name($0)) }
        }
        let refusals = outcome?.refusals ?? RefusalCounts()
        return (names, InversionRefusal.allCases.flatMap { Array(repeating: $0, count: refusals[$0]) })
    }
}
