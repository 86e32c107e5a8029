import Conversations
import JSON
import Testing

/// Reads a row, given as JSON, by rules.
///
/// - Parameter change: changes the rules from those of a recipe that says nothing.
func read(_ row: String, _ change: (inout ReadingRules) -> Void = { _ in }) throws -> ReadConversation {
    guard case .object(let members) = try JSONValue(parsing: row) else { preconditionFailure("a row is an object") }
    var rules = ReadingRules()
    change(&rules)
    return try ConversationReader(members, rules) { $0[$0.count - 1] }.read()
}

/// The error that reading a row ends with.
func error(_ row: String, _ change: (inout ReadingRules) -> Void = { _ in }) throws -> ConversationError {
    try #require(throws: ConversationError.self) { try read(row, change) }
}

/// A row of messages.
///
/// - Parameter others: members behind them, in JSON.
func row(_ messages: [String], _ others: String...) -> String {
    "{" + (["\"messages\":[\(messages.joined(separator: ","))]"] + others).joined(separator: ",") + "}"
}

/// A question and an answer in JSON, to stand among messages.
let (question, answer) = (#"{"role":"user","content":"q"}"#, #"{"role":"assistant","content":"a"}"#)

extension Conversation {
    /// Each message in words: its role, `(given)` where an answer is not learnt, the content, then its fields.
    var told: [String] {
        messages.map { message in
            let given = message.role == .assistant && !message.isTarget ? "(given)" : ""
            let fields = message.fields.map { " \($0.key)=\($0.value.line)" }.joined()
            return "\(message.role)\(given): \(message.content.text ?? message.content.line)\(fields)"
        }
    }
}
