import Diagnostics
import Prompting

extension TemplateTrial {
    /// From so many rows on it is told which choices no row is answered with.
    static let rowsForReach = 100

    /// `label-out-of-range`: a negative number is one, too, as it counts from the end without a word.
    var labelFindings: [Diagnostic] {
        guard let first = labelFaults.first else { return [] }
        let what =
            first.value < 0
            ? "which takes a choice from the end" : "where there are \(first.count) answer choices, from 0 on"
        return [
            finding(
                .labelOutOfRange, "`\(first.field)` is \(first.value), \(what); so in \(rows(labelFaults.count))",
                first.example,
                help: "refuse such rows in `where`, or add the missing answer choices")
        ]
    }

    /// `unreachable-choice`, if there are enough rows to tell, and completions are choices at all.
    var choiceFindings: [Diagnostic] {
        guard !template.template.isInverted, let choices = commonChoices,
            renders.count >= max(Self.rowsForReach, choices.count * 5)
        else { return [] }
        let completions = Set(renders.map(\.completion))
        let answered = renders.filter { choices.contains($0.completion) }.count
        let missing = choices.filter { !completions.contains($0) }
        guard !missing.isEmpty, answered * 2 >= renders.count else { return [] }
        let names = missing.prefix(5).map { "`\($0)`" }.joined(separator: ", ") + (missing.count > 5 ? " …" : "")
        return [
            finding(
                .unreachableChoice,
                "no row of the \(renders.count) looked at is answered with \(names)", nil,
                help: "look whether the rows are sorted, or the choice belongs to another dataset")
        ]
    }

    /// The answer choices, if they are the same for all rows.
    private var commonChoices: [String]? {
        guard let first = renders.first?.choices, first.count > 1 else { return nil }
        return renders.allSatisfy { $0.choices == first } ? first : nil
    }

    /// `options-not-shown` and `options-shown-unmarked`.
    var optionFindings: [Diagnostic] {
        let known = renders.filter { ($0.choices?.count ?? 0) > 1 && !$0.prompt.isEmpty }
        guard let first = known.first else { return [] }
        if template.announcesOptions {
            let most = known.map { shownChoices($0) }.max() ?? 0
            if most == 0 || most == 1 && !template.mayShowChoices {
                return [shown(template.optionsNotShown, by: first.example)]
            }
        }
        let areShown = known.count >= 3 && known.count == renders.count && known.allSatisfy { showsAll($0) }
        if areShown, !template.template.choicesInPrompt, !template.template.isInverted {
            return [shown(template.optionsShownUnmarked(), by: first.example)]
        }
        return []
    }

    private func shownChoices(_ render: Render) -> Int {
        let prompt = render.prompt.lowercased()
        return (render.choices ?? []).filter { !$0.isEmpty && prompt.contains($0.lowercased()) }.count
    }

    /// Whether every choice stands in the prompt, as a word of its own.
    private func showsAll(_ render: Render) -> Bool {
        func words(_ text: String) -> String {
            " " + text.split { !$0.isLetter && !$0.isNumber }.joined(separator: " ") + " "
        }
        let prompt = words(render.prompt)
        return (render.choices ?? []).allSatisfy { $0.count > 1 && prompt.contains(words($0)) }
    }
}
