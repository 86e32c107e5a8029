/// Why a row is no conversation that can be learnt from.
package struct ConversationError: Error, Sendable {
    /// The raw values are the codes that reject files carry.
    package enum Code: String, Sendable {
        case notAConversation = "not_a_conversation"
        case turnOrder = "turn_order"
        case emptyTurn = "empty_turn"
        case noAnswer = "no_answer"
        case wrongType = "wrong_type"
        case badAnswer = "bad_answer"
        case nothingLearnt = "nothing_learnt"
    }

    package var code: Code
    /// What is wrong, and how to fix it.
    package var message: String
    /// The field of the row that is to blame.
    package var field: String?

    init(_ code: Code, _ message: String, field: String? = nil) {
        (self.code, self.message, self.field) = (code, message, field)
    }
}
