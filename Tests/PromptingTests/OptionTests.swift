import Mixing
import Testing

@testable import Prompting

@Suite struct OptionTests {
    private static let rows = (0..<400).map { #"{"text":"t\#($0)","label":\#($0 % 3)}"# }
    private static let words = ["World", "Sports", "Business"]

    private func task(
        _ jinja: String = "{{text}}|||{{answer_choices[label]}}", choices: String? = "World ||| Sports ||| Business",
        _ change: (inout PromptOptions, inout PromptTemplate) -> Void
    ) throws -> PromptTask {
        var options = PromptOptions()
        var template = makeTemplate(jinja, choices: choices)
        change(&options, &template)
        return try makeTask([template], options: options)
    }

    /// The word that the completion means in the options shown, or nil.
    private func meant(_ rendered: Rendered) -> String? {
        let lines = rendered.parts[0].split(separator: "\n").map(String.init)
        let completion = rendered.parts[1]
        if Self.words.contains(completion) { return completion }
        let line = lines.first { $0 == completion || $0.hasPrefix(completion + ". ") }
        return line.flatMap { $0.split(separator: " ").last.map(String.init) }
    }

    /// In every style, order and form of the answer, the completion means the row's label in the list that is shown.
    @Test(arguments: OptionRules.Style.allCases, OptionRules.Answer.allCases)
    func answerAndListAgree(_ style: OptionRules.Style, _ answer: OptionRules.Answer) throws {
        for (order, prints) in [
            (OptionRules.Order.given, true), (.shuffled, true), (.given, false), (.shuffled, false),
        ] {
            let task = try task(
                prints
                    ? "{{text}}\n{{answer_options}}|||{{answer_choices[label]}}"
                    : "{{text}}|||{{answer_choices[label]}}"
            ) { options, _ in
                options.optionRules.styles = [style]
                options.optionRules.answers = style.hasMarks ? [answer] : [.word]
                options.optionRules.order = order
                options.appendedOptions = 1
            }
            var lists: Set<String> = []
            for (index, row) in Self.rows.enumerated() {
                let rendered = try #require(try task.render(row))
                #expect(meant(rendered) == Self.words[index % 3])
                for word in Self.words { #expect(rendered.parts[0].contains(word)) }
                lists.insert(
                    rendered.parts[0].split(separator: "\n").filter { line in Self.words.contains { line.contains($0) }
                    }
                    .joined(separator: "/").replacing("Options: ", with: "").replacing("Choose from: ", with: "")
                    .replacing("Possible answers: ", with: ""))
            }
            // Three words have six orders.
            #expect(lists.count == (order == .given ? 1 : 6))
        }
    }

    @Test func stylesAreDrawnByRow() throws {
        let task = try task("{{answer_options}}|||{{answer_choices[label]}}") { _, _ in }
        let starts = try Self.rows.map { try #require(try task.render($0)).parts[0].prefix(2) }
        let counts = Dictionary(starts.map { ($0, 1) }, uniquingKeysWith: +)
        #expect(counts.keys.sorted() == ["- ", "1.", "A.", "Wo"])
        // 100 expected, standard deviation 9.
        #expect(counts.values.allSatisfy { (60...140).contains($0) })
    }

    @Test func templateComesBeforeTheRecipe() throws {
        let task = try task("{{answer_options}}|||{{answer_choices[label]}}") { options, template in
            template.options.styles = [.letters]
            template.options.answers = [.letter]
            options.optionRules.styles = [.bullets]
            options.optionRules.answers = [.word]
        }
        #expect(try task.render(Self.rows[1])?.parts == ["A. World\nB. Sports\nC. Business", "B"])
    }

    @Test(arguments: [
        // What a template tells, a recipe, and what of both is drawn from: styles, answers.
        ("bullets", "-", "-", "letter", "bullets", "word"),
        ("-", "letter", "bullets", "-", "letters numbers", "letter"),
        ("letters", "-", "-", "both", "letters", "both"), ("-", "-", "-", "letter", "letters numbers", "letter"),
        ("-", "-", "-", "-", "letters numbers bullets inline", "word"),
        ("-", "-", "inline", "-", "inline", "word"),
    ])
    func rulesComplete(
        _ style: String, _ answer: String, _ recipeStyle: String, _ recipeAnswer: String, _ styles: String,
        _ answers: String
    ) {
        func rules(_ style: String, _ answer: String) -> OptionRules {
            var rules = OptionRules()
            rules.styles = OptionRules.Style(rawValue: style).map { [$0] }
            rules.answers = OptionRules.Answer(rawValue: answer).map { [$0] }
            return rules
        }
        let found = rules(style, answer).completed(by: rules(recipeStyle, recipeAnswer))
        #expect(found.problem == nil)
        #expect(found.drawnStyles.map(\.rawValue).joined(separator: " ") == styles)
        #expect(found.drawnAnswers.map(\.rawValue).joined(separator: " ") == answers)
    }

    @Test func appendingLeavesAloneWhatItMust() throws {
        func parts(_ jinja: String, choices: String?, shows: Bool = false, inverted: Bool = false) throws -> [String]? {
            try task(jinja, choices: choices) { options, template in
                options.appendedOptions = 1
                template.choicesInPrompt = shows
                template.isInverted = inverted
            }.render(#"{"text":"t","label":0}"#)?.parts
        }
        let jinja = "{{text}}?|||{{answer_choices[label]}}"
        #expect(try parts(jinja, choices: "a ||| b")?[0].count ?? 0 > 10)
        #expect(try parts(jinja, choices: "a ||| b", shows: true) == ["t?", "a"])
        #expect(try parts("{{text}}?|||b", choices: nil) == ["t?", "b"])
        #expect(try parts("{{text}}?|||because", choices: "a ||| b") == ["t?", "because"])
        #expect(try parts("{{text}}?|||a", choices: "a ||| a") == ["t?", "a"])
        #expect(try parts("{{text}}?|||a", choices: "a ||| b", inverted: true) == ["t?", "a"])
    }

    @Test(arguments: [
        ("{{text}}?", "t?\n\nOptions: a, b"), ("{{text}}\n\nTopic:", "t\n\nOptions: a, b\n\nTopic:"),
        ("Topic of {{text}}:", "Topic of t:\n\nOptions: a, b"), ("A:\n{{text}}", "A:\nt\n\nOptions: a, b"),
    ])
    func listStandsBeforeACue(_ jinja: String, _ expected: String) throws {
        let task = try task(jinja + "|||{{answer_choices[0]}}", choices: "a ||| b") { options, _ in
            options.appendedOptions = 1
            options.optionRules.styles = [.inline]
        }
        let prompt = try #require(try task.render(#"{"text":"t"}"#)).parts[0]
        #expect(
            prompt.replacing("Choose from:", with: "Options:").replacing("Possible answers:", with: "Options:")
                == expected)
    }

    @Test func wordsForLabelsAreTheChoicesOfTemplatesWithout() throws {
        let task = try task("{{text}}|||{{label}}", choices: nil) { options, _ in
            options.appendedOptions = 1
            options.labelWords = ["bad", "good"]
            options.optionRules.styles = [.letters]
            options.optionRules.answers = [.both]
        }
        #expect(try task.render(#"{"text":"t","label":"good"}"#)?.parts[1] == "B. good")
        #expect(try task.render(#"{"text":"t","label":"other"}"#)?.parts == ["t", "other"])
    }

    @Test func shareIsAppended() throws {
        let task = try task { options, _ in options.appendedOptions = 0.25 }
        let shown = try Self.rows.filter { try #require(try task.render($0)).parts[0].contains("\n") }
        // 100 expected, standard deviation 9.
        #expect((65...135).contains(shown.count))
    }

    @Test func completionThatIsNoOptionIsRefused() throws {
        let task = try task("{{answer_options}}|||Neither") { _, _ in }
        do {
            _ = try task.render(Self.rows[0])
            Issue.record("no error")
        } catch let error as PromptError {
            #expect(error.code == .answerNotAnOption)
            #expect(error.message.contains("`Neither`") && error.message.contains("World"))
        }
    }

    @Test func fieldOfTheRowIsMeantWithoutChoices() throws {
        let task = try makeTask([makeTemplate("{{answer_options}}|||x")])
        #expect(try task.render(#"{"answer_options":"mine"}"#)?.parts == ["mine", "x"])
    }

    @Test func equalAndBlankChoicesAreShownOnce() {
        let form = OptionForm(style: .letters, answer: .both, heading: nil)
        let shown = RenderedOptions(["b", "", "a", "b"], form, .given, hash: 1)
        #expect(shown.list == "A. b\nB. a")
        #expect(shown.answer("b") == "A. b" && shown.answer("") == nil)
    }

    @Test func optionThatGoesChangesTheOrderOfNoOthers() {
        let form = OptionForm(style: .inline, answer: .word, heading: nil)
        let all = (0..<9).map { "option \($0)" }
        for hash in (0..<50).map({ XXH3.avalanche($0) }) {
            let shown = RenderedOptions(all, form, .shuffled, hash: hash).texts
            let fewer = RenderedOptions(Array(all.dropFirst()), form, .shuffled, hash: hash).texts
            #expect(shown.filter { $0 != all[0] } == fewer)
        }
    }

    @Test(arguments: [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")])
    func lettersGoOnAfterZ(_ index: Int, _ letters: String) {
        let form = OptionForm(style: .letters, answer: .letter, heading: nil)
        let shown = RenderedOptions((0...index).map(String.init), form, .given, hash: 0)
        #expect(shown.answer(String(index)) == letters)
    }

    @Test func demonstrationsShowOptionsAsTheirQueryDoes() throws {
        var task = try task { options, _ in
            options.appendedOptions = 0.6
            options.optionRules.order = .shuffled
        }
        task.demonstrations = DemonstrationRules(counts: [2])
        task.pool = Self.rows.prefix(20).map { row in
            PoolRow(key: XXH3.hash(row), content: XXH3.hash(row), bytes: Array(row.utf8))
        }
        func form(_ prompt: String) -> String {
            let lines = prompt.split(separator: "\n").dropFirst()
            return lines.map { line in Self.words.reduce(String(line)) { $0.replacing($1, with: "_") } }
                .joined(separator: "\n")
        }
        var forms: Set<String> = []
        for row in Self.rows {
            let rendered = try #require(try task.render(row))
            #expect(rendered.demonstrations.count == 2)
            for shown in rendered.demonstrations { #expect(form(shown) == form(rendered.parts[0])) }
            forms.insert(form(rendered.parts[0]))
        }
        // Four styles under three headings, and none.
        #expect(forms.count == 13)
    }
}
