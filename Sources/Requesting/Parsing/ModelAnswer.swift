import JSON

/// What a model's text says, by the kind of request.
package enum ModelAnswer: Sendable, Equatable {
    /// Two numbers from 1 to 5.
    case difficulty(instruction: Double, answer: Double)
    case text(String)
    /// Instructions, at least one.
    case instructions([String])
    case verdict(Bool)
    /// Tasks, or examples of one, at least one.
    case tasks([Task])
    /// Templates, at least one.
    case templates([TemplateDraft])

    /// A task with its input and output.
    package struct Task: Sendable, Equatable {
        /// What is asked; empty in an example of a task that is known.
        package var instruction: String
        /// What it is about; empty where there is nothing.
        package var input: String
        package var output: String

        package init(instruction: String = "", input: String = "", output: String = "") {
            (self.instruction, self.input, self.output) = (instruction, input, output)
        }
    }

    /// Reads a model's text.
    ///
    /// - Returns: nil if it has not the form that the kind asks for.
    package init?(_ text: String, to kind: RequestKind) {
        guard let text = Self.spoken(text) else { return nil }
        switch kind {
        case .difficulty:
            guard let scores = DifficultyScores.parse(text) else { return nil }
            self = .difficulty(instruction: scores.instruction, answer: scores.answer)
        case .answers, .refusals: self = .text(text)
        case .instructions:
            let items = NumberedList.items(text)
            if items.isEmpty { return nil }
            self = .instructions(items)
        case .classify:
            guard let verdict = Verdict.parse(text) else { return nil }
            self = .verdict(verdict)
        case .instances, .alpaca:
            let tasks = LabelledTasks.parse(text, withInstructions: kind == .alpaca)
            if tasks.isEmpty { return nil }
            self = .tasks(tasks)
        case .templates:
            let drafts = TemplateDraft.parse(text)
            if drafts.isEmpty { return nil }
            self = .templates(drafts)
        }
    }

    /// A text without white space at its ends and without the thoughts that some models show before it; nil if nothing is left.
    private static func spoken(_ text: String) -> String? {
        var text = text.trimmed
        if text.hasPrefix("<think>") {
            guard let end = text.firstRange(of: "</think>") else { return nil }
            text = String(text[end.upperBound...]).trimmed
        }
        return text.isEmpty ? nil : text
    }

    /// The rows that are collected; none of templates, which make a pack.
    ///
    /// - Parameter source: the row that was asked about; nil where rows were drawn.
    package func rows(_ kind: RequestKind, of source: RequestSource?) -> [JSONValue] {
        let instruction = source?.instruction ?? ""
        switch self {
        case .difficulty(let asked, let answered):
            return [
                .object([
                    "key": .string(source?.key ?? ""), "score": .double((asked + answered) / 2),
                    "instruction_difficulty": .double(asked), "answer_difficulty": .double(answered),
                ])
            ]
        case .text(let text):
            return [
                .object([
                    "instruction": .string(instruction), "output": .string(text),
                    "tag": kind == .refusals ? "refusal" : nil,
                ])
            ]
        case .instructions(let items): return items.map { .object(["instruction": .string($0)]) }
        case .verdict(let verdict):
            return [
                .object([
                    "key": .string(source?.key ?? ""), "instruction": .string(instruction),
                    "is_classification": .bool(verdict),
                ])
            ]
        case .templates: return []
        case .tasks(let tasks):
            return tasks.map { task in
                .object([
                    "instruction": .string(task.instruction.isEmpty ? instruction : task.instruction),
                    "input": .string(task.input), "output": .string(task.output),
                ])
            }
        }
    }
}

extension StringProtocol {
    /// Without white space at its ends.
    var trimmed: String {
        guard let start = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[start...last])
    }

    /// Its lines; a line feed, with or without a carriage return before it, ends one.
    var lines: [SubSequence] { split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" } }
}

/// Yes or no in a model's text.
enum Verdict {
    /// Reads `Yes`, `**No.**`, `No, because …`, `The answer is: yes`.
    ///
    /// - Returns: what the first word says, else the last one; nil if neither is yes or no.
    static func parse(_ text: String) -> Bool? {
        let words = AnswerLine.unfenced(text).lowercased().split { !$0.isLetter }
        for word in [words.first, words.last] {
            if word == "yes" { return true }
            if word == "no" { return false }
        }
        return nil
    }
}
