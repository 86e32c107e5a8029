import Diagnostics
import Prompting
import Testing

@testable import Linting

/// The rules of `check` that need no rows: each with what it finds, and what it must leave alone.
@Suite struct LintTests {
    private func lint(
        _ jinja: String, choices: String? = nil, shown: Bool = false, inverted: Bool = false,
        inverts: String? = "a to b", options: OptionRules = OptionRules()
    ) -> [String] {
        var template = PromptTemplate(
            id: "t", name: "t", jinja: jinja, answerChoices: choices, choicesInPrompt: shown, isInverted: inverted)
        template.inverts = inverts
        template.options = options
        return LintedTemplate(template, options: PromptOptions()).findings.compactMap(\.rule)
    }

    @Test(arguments: [
        "{{ text }} {{ label }} ||| {{ label }}", "{% if text %}{{ a.b }}{% endif %} ||| \n{{ a.b }}\n",
        "{{text}} {{ answer_choices[label] }} ||| {{answer_choices[label]}}",
    ])
    func anAnswerInThePromptIsFound(_ jinja: String) {
        #expect(lint(jinja) == ["answer-in-prompt"])
    }

    @Test(arguments: [
        "{{ text }} ||| {{ label }}", "{{ text }} ||| {{ text }} {{ label }}", "{{ a.b }} ||| {{ a.c }}",
        "{{ passage }} {{ question }} ||| {{ answer }}", "{{ text }} {# {{ label }} #} ||| {{ label }}",
    ])
    func otherPromptsHaveNoAnswer(_ jinja: String) {
        #expect(lint(jinja).isEmpty)
    }

    @Test func anOptionIsNoLeakUnlessAllAreShownBesides() {
        #expect(lint("Is it {{ label }} or {{ other }}? ||| {{ label }}", shown: true).isEmpty)
        #expect(
            lint("{{ label }}: {{ choices | join(', ') }} ||| {{ label }}", shown: true) == ["answer-in-prompt"])
    }

    @Test func separatorsAreCounted() {
        #expect(lint("{{ text }}") == ["no-separator"])
        #expect(lint("{{ a }} ||| {{ b }} ||| {{ c }}") == ["too-many-parts"])
        #expect(lint("{% if a %}{{ a }} ||| {{ b }}{% endif %}").isEmpty)
        #expect(lint("{% if a %}{{ a }}") == ["render-fails"])
    }

    @Test(arguments: [
        "Choose from the options below. {{ text }} ||| {{ label }}",
        "Which of the following is it?\n{{ text }} ||| {{ label }}",
        "Pick one: {{ text }} ||| {{ label }}",
    ])
    func optionsThatAreNotShownAreFound(_ jinja: String) {
        #expect(lint(jinja, choices: "good ||| bad", shown: true) == ["options-not-shown"])
        #expect(lint(jinja, shown: true) == ["options-not-shown"])
    }

    @Test(arguments: [
        "Choose from the options {{ answer_choices | join(', ') }}. {{ text }} ||| {{ label }}",
        "Choose: good or bad? {{ text }} ||| {{ label }}", "{{ text }} Good, or what? ||| {{ label }}",
        "Choose {{ option1 }} or {{ option2 }}. {{ text }} ||| {{ label }}",
        "Choose. {% for x in list %}{{ x }}, {% endfor %} ||| {{ label }}",
    ])
    func shownOptionsAreSeen(_ jinja: String) {
        #expect(lint(jinja, choices: "good ||| bad", shown: true).isEmpty)
    }

    @Test func clearWordsAskForOptionsWhateverTheMetadataSay() {
        #expect(
            lint("Choose from the options. {{ text }} ||| {{ label }}", choices: "a1 ||| b1") == ["options-not-shown"])
        #expect(lint("An optional text: {{ text }} ||| {{ label }}", choices: "a1 ||| b1").isEmpty)
        #expect(lint("Choose a title. {{ text }} ||| {{ label }}", choices: "a1 ||| b1").isEmpty)
    }

    @Test func metadataThatPromiseChoicesAreHeldToIt() {
        #expect(
            lint("Is it so? {{ text }} ||| {{ label }}", choices: "yes ||| no", shown: true) == ["options-not-shown"])
        #expect(lint("Is it so? {{ text }} ||| {{ label }}", choices: "yes ||| no").isEmpty)
    }

    @Test func shownOptionsMustBeMarked() {
        let jinja = "{{ text }} {{ answer_choices | join(', ') }}? ||| {{ answer_choices[label] }}"
        #expect(lint(jinja, choices: "good ||| bad") == ["options-shown-unmarked"])
        #expect(lint(jinja, choices: "good ||| bad", shown: true).isEmpty)
    }

    @Test func aChoiceThatBeginsAnotherIsFound() {
        #expect(lint("{{ a }} ||| {{ b }}", choices: "yes ||| yes, but") == ["choices-prefix"])
        #expect(lint("{{ a }} ||| {{ b }}", choices: "no ||| yes ||| no").isEmpty)
        #expect(lint("{{ a }} ||| {{ b }}", choices: "{{ x }} ||| {{ x }}y").isEmpty)
    }

    @Test(arguments: [
        "Text{{ text }} ||| {{ label }}", "{{ text }}Label: ||| {{ label }}",
        "{{ premise }}{{ hypothesis }} ||| {{ label }}",
        "What is it?{{ text }} ||| {{ label }}", "{{ a ~ b }} ||| {{ label }}",
        "Read this.Then answer: {{ a }} ||| {{ b }}",
        "Text {{- text }} ||| {{ label }}", "{{ text }}2nd ||| {{ label }}",
    ])
    func textsThatRunTogetherAreFound(_ jinja: String) {
        #expect(lint(jinja) == ["missing-space"])
    }

    @Test(arguments: [
        "Text: {{ text }}. Next ||| {{ label }}", "{{ noun }}s and {{ number }}th ||| {{ label }}",
        "Q{{ n }}: {{ a }} ||| {{ b }}",
        "({{ a }}) \"{{ b }}\" ||| {{ c }}", "{{ a }}\n{{ b }} ||| {{ c }}",
        "{{ a }}{{ ', ' if b else '' }} ||| {{ c }}",
        "Version 1.5 of U.S. mail, e.g. Node.js: {{ a }} ||| {{ b }}", "{{ a + b }} ||| {{ c }}",
        "{{ \"a\" }}bc ||| {{ c }}",
    ])
    func textsThatAreMeantToTouchAreLeft(_ jinja: String) {
        #expect(lint(jinja).isEmpty)
    }

    @Test(arguments: ["A  text: {{ a }} ||| {{ b }}", "{{ a }} \nAnswer: ||| {{ b }}", "Say: \n{{ a }}\n||| {{ b }}"])
    func straySpacesAreFound(_ jinja: String) {
        #expect(lint(jinja) == ["trailing-space"])
    }

    @Test func straySpacesOfATemplateAreOneFindingAKind() {
        #expect(lint("A  b {{ a }} or  {{ b }} \nor \n{{ c }} ||| {{ d }}") == ["trailing-space", "trailing-space"])
    }

    @Test(arguments: [
        "Answer: {{ a }}\nLabel:  ||| {{ b }}", "List\n  - {{ a }}\n    b ||| {{ b }}", "{{ a }} ||| {{ b }}  ",
        "{{ a }} \n||| {{ b }}", "a    b    {{ c }} ||| {{ b }}",
    ])
    func spacesThatAreMeantOrStrippedAreLeft(_ jinja: String) {
        #expect(lint(jinja).isEmpty)
    }

    @Test func optionsThatNobodyPrintsAreFound() {
        var options = OptionRules()
        options.order = .shuffled
        let printing = "{{ a }}\n{{ answer_options }} ||| {{ b }}"
        #expect(lint(printing, choices: "x ||| y", shown: true, options: options).isEmpty)
        #expect(lint(printing, choices: "x ||| y", shown: true).isEmpty)
        #expect(lint("{{ a }} ||| {{ b }}", choices: "x ||| y", options: options) == ["unused-options"])
        #expect(lint("{{ a }} ||| {{ b }}", options: options) == ["unused-options"])
    }

    @Test func invertedTemplatesTellWhatTheyInvert() {
        #expect(lint("{{ b }} ||| {{ a }}", inverted: true, inverts: nil) == ["inverts-missing"])
        #expect(lint("{{ b }} ||| {{ a }}", inverted: true).isEmpty)
        #expect(lint("{{ b }} ||| {{ a }}", inverts: nil).isEmpty)
    }

    @Test func aLetterIsNoAnswerToStartFrom() {
        let jinja = "{{ answer_choices[label] }} ||| {{ question }}"
        #expect(lint(jinja, choices: "A ||| B", inverted: true) == ["inverted-answer-letter"])
        #expect(lint(jinja, choices: "Rome ||| Oslo", inverted: true).isEmpty)
        for text in ["B", "(b).", "c)", "[D]", "a:"] { #expect(isAnswerLetter(text), "\(text)") }
        for text in ["", "7", "ab", "(b) x", "é", "."] { #expect(!isAnswerLetter(text), "\(text)") }
    }

    @Test func placesAreThoseOfThePack() {
        var template = PromptTemplate(id: "t", name: "t", jinja: "A line\nand{{ text }} ||| {{ label }}")
        template.location = SourceLocation(file: "p.yaml", line: 7, column: 7)
        template.indent = 6
        let found = LintedTemplate(template, options: PromptOptions()).findings
        #expect(found.map(\.location) == [SourceLocation(file: "p.yaml", line: 8, column: 10)])
        template.indent = nil
        #expect(LintedTemplate(template, options: PromptOptions()).findings[0].location == template.location)
    }
}
