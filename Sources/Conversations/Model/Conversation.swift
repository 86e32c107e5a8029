import JSON

/// What a row says: messages, the last of them an answer, and what stands beside them.
package struct Conversation: Sendable, Equatable {
    /// At least one answer.
    package var messages: [Message]
    /// The tools that the assistant may call: a list, or the JSON text of one.
    package var tools: JSONValue?
    /// Fields of the row that belong to the conversation, such as `images`, as they came.
    package var fields: [JSONValue.Member] = []

    /// The names of such fields that hold lists.
    package static let listNames = ["images", "videos", "audios", "documents"]
    /// The names of all such fields.
    package static let fieldNames =
        listNames + ["image", "video", "audio", "chat_template_kwargs", "parallel_tool_calls"]

    package init(_ messages: [Message]) { self.messages = messages }

    /// The text of the system message, where there is one.
    package var system: String? {
        get { messages.first.flatMap { $0.role == .system || $0.role == .developer ? $0.text : nil } }
        set {
            if system != nil { messages.removeFirst() }
            if let newValue { messages.insert(Message(.system, newValue), at: 0) }
        }
    }

    /// The messages behind the system message.
    package var turns: ArraySlice<Message> { messages[(system == nil ? 0 : 1)...] }

    /// The tools as a list, where they came as the text of one.
    package var toolList: JSONValue? { tools?.unwrapped }

    /// Whether it is nothing but a question and an answer.
    package var isPair: Bool { turns.count == 2 }

    /// All that stands before the last answer as one text: just the question where nothing else was said, else the turns with the
    /// names of those who speak, and that of the assistant at the end. The system message aside.
    package var prompt: String { isPair ? turns[turns.startIndex].plainText : transcript + "\n\nAssistant:" }

    /// The turns before the last answer with the names of those who speak.
    package var transcript: String {
        turns.dropLast().map { "\(Self.speakers[$0.role]!): \($0.plainText)" }.joined(separator: "\n\n")
    }

    /// The last answer as one text.
    package var completion: String { messages[messages.count - 1].plainText }

    private static let speakers: [Message.Role: String] = [
        .system: "System", .developer: "System", .user: "User", .assistant: "Assistant", .tool: "Tool",
    ]
}

extension Message {
    /// All that the message says as one text: thoughts between tags, the text, calls as JSON.
    fileprivate var plainText: String {
        let calls = calls.isEmpty ? "" : callsText
        let text = taggedText
        return text.isEmpty || calls.isEmpty ? text + calls : text + "\n" + calls
    }
}
