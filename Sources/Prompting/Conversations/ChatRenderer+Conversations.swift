import Conversations
import JSON
import Jinja

/// What a chat template sees of a conversation: the messages with all their fields, as `apply_chat_template` passes them.
extension ChatRenderer {
    static func messages(of conversation: Conversation) -> Value {
        .list(
            ContiguousArray(
                conversation.messages.map { message in
                    let dict = Dict()
                    dict.set("role", to: .string(message.role.rawValue))
                    dict.set("content", to: Value(message.content))
                    for field in message.fields { dict.set(field.key, to: Value(field.value)) }
                    return .dict(dict)
                }))
    }

    /// The conversation's tools, documents and other fields, and the variables that its row passes itself.
    static func variables(of conversation: Conversation) -> [(name: String, value: Value)] {
        var variables = conversation.toolList.map { [(name: "tools", value: Value($0))] } ?? []
        for field in conversation.fields {
            if field.key == "chat_template_kwargs", case .object(let members) = field.value {
                for member in members { variables.append((member.key, Value(member.value))) }
            } else {
                variables.append((field.key, Value(field.value)))
            }
        }
        return variables
    }
}
