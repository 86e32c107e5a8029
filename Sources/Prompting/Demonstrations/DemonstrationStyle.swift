/// How demonstrations stand before their query.
package enum DemonstrationStyle: String, Sendable, CaseIterable {
    /// As earlier turns of the conversation; in formats without turns as `plain`.
    case turns
    /// Above the query, with nothing but blank lines between them.
    case plain
    /// Above the query, after `Q:` and `A:`.
    case questionAnswer = "question-answer"
    /// Above the query, after `Input:` and `Output:`.
    case inputOutput = "input-output"
    /// Above the query, after `Example 1:`, `Example 2:` and so on.
    case numbered
    /// Above the query, with a rule of `###` between them.
    case ruled

    /// The words around a question and an answer.
    private var marks: (question: String, answer: String, end: String) {
        switch self {
        case .turns, .plain: ("", "\n", "\n\n")
        case .questionAnswer: ("Q: ", "\nA: ", "\n\n")
        case .inputOutput: ("Input: ", "\nOutput: ", "\n\n")
        case .numbered: ("", "\n", "\n\n")
        case .ruled: ("", "\n", "\n\n###\n\n")
        }
    }

    /// What stands before the prompt of a query: the solved examples, and the query's own mark.
    func lead(_ demonstrations: [Demonstration]) -> [UInt8] {
        guard !demonstrations.isEmpty else { return [] }
        let marks = marks
        var text: [UInt8] = []
        for (index, demonstration) in demonstrations.enumerated() {
            text += (self == .numbered ? "Example \(index + 1):\n" : marks.question).utf8
            text += demonstration.prompt
            text += marks.answer.utf8
            text += demonstration.completion
            text += marks.end.utf8
        }
        text += (self == .numbered ? "Now this one:\n" : marks.question).utf8
        return text
    }

    /// What stands after the prompt of a query that has demonstrations: the mark of the answer, without the space that the
    /// completion does not begin with.
    var tail: String {
        switch self {
        case .questionAnswer: "\nA:"
        case .inputOutput: "\nOutput:"
        default: ""
        }
    }
}
