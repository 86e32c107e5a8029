/// Tasks in a model's text whose parts stand behind `Instruction:`, `Input:` and `Output:` at the start of lines.
enum LabelledTasks {
    /// The tasks that have all that they need: an output, and an instruction if it is asked for. A task begins with its instruction;
    /// where there is none, with the first label that the one before has already.
    ///
    /// - Parameter withInstructions: whether tasks have instructions of their own, or are examples of one that is known.
    static func parse(_ text: String, withInstructions: Bool) -> [ModelAnswer.Task] {
        let labels = withInstructions ? ["instruction", "input", "output"] : ["input", "output"]
        var tasks: [ModelAnswer.Task] = []
        var parts: [String: String] = [:]
        var open: String?
        func close() {
            if let task = task(parts, withInstructions: withInstructions) { tasks.append(task) }
            parts = [:]
        }
        for line in AnswerLine.unfenced(text).lines {
            if let (label, rest) = AnswerLine.label(line, labels) {
                if parts[label] != nil || label == "instruction" { close() }
                parts[label] = rest
                open = label
            } else if isRule(line) {
                open = nil
            } else if let open {
                parts[open]! += "\n" + line
            }
        }
        close()
        return tasks
    }

    /// Whether a line divides tasks: a heading such as `### Example 2`, `2.` or a rule.
    private static func isRule(_ line: some StringProtocol) -> Bool {
        let text = line.trimmed
        if text.count >= 3, text.allSatisfy({ "-=*#_".contains($0) }) { return true }
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
        switch words.count {
        case 1: return text.last == "." && words[0].allSatisfy { $0.isASCII && $0.isNumber }
        case 2:
            let isNumbered = words[1].allSatisfy { $0.isASCII && $0.isNumber }
            return ["task", "example"].contains(words[0]) && isNumbered
        default: return false
        }
    }

    private static func task(_ parts: [String: String], withInstructions: Bool) -> ModelAnswer.Task? {
        var task = ModelAnswer.Task()
        task.instruction = (parts["instruction"] ?? "").trimmed
        task.output = (parts["output"] ?? "").trimmed
        let input = (parts["input"] ?? "").trimmed
        task.input = isNone(input) ? "" : input
        return task.output.isEmpty || withInstructions && task.instruction.isEmpty ? nil : task
    }

    /// Whether an input says that there is none.
    private static func isNone(_ input: String) -> Bool {
        let marks: Set<Character> = ["<", ">", "(", ")", "[", "]", ".", "*", "_", "\"", " "]
        return ["none", "noinput", "n/a", "empty", ""].contains(input.lowercased().filter { !marks.contains($0) })
    }
}
