/// The names of the fields in which a question with its answer stands.
package struct PairForm: Sendable {
    package var question: String
    /// Of the text that the question is about, which comes after it; each may be there.
    package var inputs: [String]
    /// Of the answer; the first one that is there.
    package var answers: [String]

    /// The forms, in the order in which they are looked for: Alpaca's and Dolly's, others' names for them, and pairs.
    package static let known = [
        PairForm(
            question: "instruction", inputs: ["input", "context"],
            answers: ["output", "response", "completion", "answer"]),
        PairForm(question: "query", inputs: ["input", "context"], answers: ["output", "response"]),
        PairForm(question: "prompt", inputs: ["context"], answers: ["completion", "response"]),
        PairForm(question: "inputs", inputs: [], answers: ["targets"]),
        PairForm(question: "question", inputs: ["context"], answers: ["answer", "response"]),
    ]
}
