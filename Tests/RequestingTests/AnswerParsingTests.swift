import Jinja
import Testing

@testable import Requesting

/// What models write, and what is read from it.
@Suite struct AnswerParsingTests {
    @Test(arguments: [
        ("Instruction difficulty: 3\nAnswer difficulty: 4", 3, 4),
        ("instruction difficulty:2.5\r\nanswer difficulty: 1", 2.5, 1),
        ("**Instruction difficulty:** 3\n**Answer difficulty:** 4/5", 3, 4),
        ("- Instruction difficulty: **3**\n- Answer difficulty: 4 out of 5", 3, 4),
        ("Sure!\n\nInstruction difficulty: 1 (easy)\nAnswer difficulty: 5.\n\nI hope that helps.", 1, 5),
        ("```\nInstruction difficulty: 3\nAnswer difficulty: 4\n```", 3, 4),
        ("```json\n{\"instruction_difficulty\": 3, \"answer_difficulty\": \"4\"}\n```", 3, 4),
        ("<think>Instruction difficulty: 1?</think>\nInstruction difficulty: 3\nAnswer difficulty: 4", 3, 4),
        ("1. Instruction difficulty: <3>\n2. Answer difficulty: [4]", 3, 4),
        ("Instruction difficulty: 2\nAnswer difficulty: 3\nInstruction difficulty: 2", 2, 3),
    ])
    func difficultyIsRead(_ text: String, _ instruction: Double, _ answer: Double) {
        #expect(
            ModelAnswer(text, to: .difficulty) == .difficulty(instruction: instruction, answer: answer))
    }

    @Test(arguments: [
        "", "  \n", "3", "3\n4", "Instruction difficulty: 3", "Instruction difficulty: 3\nAnswer difficulty: hard",
        "Instruction difficulty: 3-4\nAnswer difficulty: 2", "Instruction difficulty: 3 or 4\nAnswer difficulty: 2",
        "Instruction difficulty: 0\nAnswer difficulty: 2", "Instruction difficulty: 7/10\nAnswer difficulty: 2",
        "Instruction difficulty: 4/10\nAnswer difficulty: 2", "Instruction difficulty: nan\nAnswer difficulty: 2",
        "Instruction difficulty: 3\nAnswer difficulty: 2\nAnswer difficulty: 4", "{\"instruction_difficulty\": 3}",
        "{\"instruction_difficulty\": 3, \"answer_difficulty\": null}", "<think>Instruction difficulty: 3",
        "Instruction difficulty: 1.2.3\nAnswer difficulty: 2",
    ])
    func noDifficultyIsMadeUp(_ text: String) {
        #expect(ModelAnswer(text, to: .difficulty) == nil)
    }

    @Test(arguments: [
        ("1. Sing.\n2. Dance.", ["Sing.", "Dance."]),
        ("Here you are:\n\n1) Sing.\n\n2) Dance.\n\nEnjoy!", ["Sing.", "Dance."]),
        ("**1.** Sing.\n**2. Dance.**", ["Sing.", "Dance."]),
        ("Task 9: Sing.\nTask 10: Dance.", ["Sing.", "Dance."]),
        ("9. Sing\n   a song.\n10. Dance.", ["Sing\na song.", "Dance."]),
        ("1. Pour 3.5 litres:\n3.5 is a lot.\n2. Stop.", ["Pour 3.5 litres:\n3.5 is a lot.", "Stop."]),
        ("1. Sort:\n   5. five\n2. Stop.", ["Sort:\n5. five", "Stop."]),
        ("1. Sing.\n1. Dance.", ["Sing.", "Dance."]),
        ("1.\n2. Dance.", ["Dance."]),
        ("```\n1. Sing.\n```", ["Sing."]),
        ("1. **Sing** loudly, **please**", ["**Sing** loudly, **please**"]),
    ])
    func numberedListsAreRead(_ text: String, _ items: [String]) {
        #expect(ModelAnswer(text, to: .instructions) == .instructions(items))
    }

    @Test(arguments: ["", "Sing. Dance.", "- Sing.\n- Dance.", "1.", "12345. Sing."])
    func noListIsMadeUp(_ text: String) {
        #expect(ModelAnswer(text, to: .instructions) == nil)
    }

    @Test(arguments: [
        ("Yes", true), ("no.", false), ("**Yes**", true), ("No, there is no set of labels.", false),
        ("Yes. There is no doubt", true), ("The answer is: Yes.", true), ("```\nNo\n```", false),
        ("<think>no</think>yes", true),
    ])
    func verdictsAreRead(_ text: String, _ verdict: Bool) {
        #expect(ModelAnswer(text, to: .classify) == .verdict(verdict))
    }

    @Test(arguments: ["", "Perhaps", "It depends: yes and maybe", "nothing", "Yesterday"])
    func noVerdictIsMadeUp(_ text: String) {
        #expect(ModelAnswer(text, to: .classify) == nil)
    }

    @Test func examplesAreRead() {
        let inputFirst = """
            Example 1
            Input: 2 + 2
            and 3
            Output: 4

            5
            ### Example 2
            **Input:** <noinput>
            **Output:** none left
            """
        #expect(
            ModelAnswer(inputFirst, to: .instances)
                == .tasks([
                    ModelAnswer.Task(instruction: "", input: "2 + 2\nand 3", output: "4\n\n5"),
                    ModelAnswer.Task(instruction: "", input: "", output: "none left"),
                ]))
        let outputFirst = "1. Output: spam\nInput: Buy now\n2. Output: ham\nInput: Hello\n3. Output: \nInput: x"
        #expect(
            ModelAnswer(outputFirst, to: .instances)
                == .tasks([
                    ModelAnswer.Task(instruction: "", input: "Buy now", output: "spam"),
                    ModelAnswer.Task(instruction: "", input: "Hello", output: "ham"),
                ]))
        #expect(ModelAnswer("Input: only", to: .instances) == nil)
        #expect(ModelAnswer("The output: none", to: .instances) == nil)
    }

    @Test func tasksAreRead() {
        let text = """
            Of course!

            1. Instruction: Add.
            Input: 1, 2
            Output: 3
            ---
            2. Instruction: Sing.
            Input: None.
            Output:
            La
            Instruction: No output
            Input: x
            """
        #expect(
            ModelAnswer(text, to: .alpaca)
                == .tasks([
                    ModelAnswer.Task(instruction: "Add.", input: "1, 2", output: "3"),
                    ModelAnswer.Task(instruction: "Sing.", input: "", output: "La"),
                ]))
        #expect(ModelAnswer("Input: a\nOutput: b", to: .alpaca) == nil)
    }

    @Test func templatesAreRead() {
        let text = """
            Here they are:

            Name: short form
            Choices: none
            Template:
            Name: {{ name }}
            Template: {{ text }} ||| {{ label }}
            ---
            2. **Name:** `in words`
            **Choices:** bad ||| good
            **Template:**
            ```jinja
            {{ text }}

            Which? ||| {{ answer_choices[label] }}
            ```
            -----
            Name: no_separator
            Template: {{ text }}
            """
        #expect(
            ModelAnswer(text, to: .templates)
                == .templates([
                    TemplateDraft(
                        name: "short_form", jinja: "Name: {{ name }}\nTemplate: {{ text }} ||| {{ label }}"),
                    TemplateDraft(
                        name: "in_words", choices: "bad ||| good",
                        jinja: "{{ text }}\n\nWhich? ||| {{ answer_choices[label] }}"),
                ]))
        #expect(ModelAnswer("Template: {{ text }}", to: .templates) == nil)
        #expect(ModelAnswer("{{ text }} ||| {{ label }}", to: .templates) == nil)
    }

    @Test func textsLoseThoughtsAndSpaceOnly() {
        #expect(ModelAnswer("\n Say {{ x }} \n", to: .answers) == .text("Say {{ x }}"))
        #expect(ModelAnswer("<think>\nhm\n</think>\n\nNo.", to: .refusals) == .text("No."))
        #expect(ModelAnswer("A <think> tag", to: .answers) == .text("A <think> tag"))
        #expect(ModelAnswer("<think>only", to: .answers) == nil)
    }
}
