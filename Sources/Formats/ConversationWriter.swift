import Conversations
import JSON
import Prompting

/// How conversations are written where a format has several ways.
package struct ConversationStyle: Sendable, Equatable {
    /// By what field messages tell whether they are learnt.
    package enum LearnedField: String, Sendable, CaseIterable {
        /// `weight`, 0 or 1: OpenAI, Together, mistral-finetune.
        case weight
        /// `train`, true or false: axolotl.
        case train
        case none
    }

    /// How the arguments of a call are written: as JSON text, in OpenAI's way, or as the object itself.
    package enum ArgumentsForm: String, Sendable, CaseIterable {
        case text
        case object
    }

    /// How tools are written: as a list, or as the JSON text of one.
    package enum ToolsForm: String, Sendable, CaseIterable {
        case list
        case text
    }

    package var learned = LearnedField.weight
    package var arguments = ArgumentsForm.text
    package var tools = ToolsForm.list
    /// The fields beside the messages that some conversation of the output has: all lines have them, in this order.
    package var fields: [String] = []
    /// Whether some conversation of the output has earlier turns; `alpaca` then has a column for them.
    package var hasHistory = false
    /// Whether messages are nothing but a role and a text.
    package var hasPlainMessages = true

    package init() {}
}

/// Writes conversations as the members of a line.
struct ConversationWriter {
    let style: ConversationStyle

    /// `messages`: all fields of all messages, in OpenAI's words.
    func writeMessages(_ messages: ArraySlice<Message>, to output: ByteBuffer) {
        output.append("[")
        for (index, message) in messages.enumerated() {
            output.append(index > 0 ? ",{\"role\":\"" : "{\"role\":\"")
            output.append(message.role.rawValue)
            output.append("\",\"content\":")
            message.content.write(to: output)
            var marksLearned = style.learned != .none && message.role == .assistant && !message.isTarget
            for field in message.fields {
                if LearnedFlag.fieldNames.contains(field.key) {
                    marksLearned = marksLearned || style.learned != .none && field.value != .null
                    continue
                }
                switch field.key {
                case "tool_calls": write(field.key, calls(field.value), to: output)
                case "function_call": write(field.key, function(field.value), to: output)
                default: write(field.key, field.value, to: output)
                }
            }
            if marksLearned { writeFlag(of: message, to: output) }
            output.append("}")
        }
        output.append("]")
    }

    /// Writes how much a message counts: of the assistant's whether it is learnt, of others what their flag says.
    private func writeFlag(of message: Message, to output: ByteBuffer) {
        let weight = (try? message.learnedFlag())??.weight
        let counts = message.role == .assistant ? message.isTarget : weight.map { $0 > 0 } ?? false
        switch style.learned {
        case .weight:
            // A weight that is neither 0 nor 1 stays what it is.
            let isOther = counts && weight.map { $0 > 0 && $0 != 1 } ?? false
            write("weight", isOther ? .double(weight!) : .int(counts ? 1 : 0), to: output)
        case .train: write("train", .bool(counts), to: output)
        case .none: break
        }
    }

    /// Calls with their arguments in the form that is wanted.
    private func calls(_ value: JSONValue) -> JSONValue {
        guard let calls = value.elements else { return value }
        return .array(calls.map { $0["function"] == nil ? function($0) : $0.replacing("function", function) })
    }

    private func function(_ value: JSONValue) -> JSONValue {
        value.replacing("arguments") { arguments in
            switch (style.arguments, arguments) {
            case (.text, .object), (.text, .array): .string(arguments.line)
            case (.object, .string(let text)): (try? JSONValue(parsing: text)) ?? arguments
            default: arguments
            }
        }
    }

    /// `conversations`: ShareGPT, with LLaMA-Factory's names for what tools do.
    func writeShareGPT(_ messages: [Message], to output: ByteBuffer) {
        output.append("[")
        for (index, message) in messages.enumerated() {
            output.append(index > 0 ? ",{\"from\":\"" : "{\"from\":\"")
            let calls = message.calls
            let speaker =
                switch message.role {
                case .system, .developer: "system"
                case .user: "human"
                case .assistant: calls.isEmpty ? "gpt" : "function_call"
                case .tool: "observation"
                }
            output.append(speaker)
            output.append("\",\"value\":")
            JSONString.write(message.taggedText + (calls.isEmpty ? "" : message.callsText), to: output)
            output.append("}")
        }
        output.append("]")
    }

    /// The columns of Alpaca's form, with LLaMA-Factory's `system` and `history`.
    func writeAlpaca(_ conversation: Conversation, hasSystem: Bool, to output: ByteBuffer) {
        let turns = conversation.turns
        let (question, answer) = (turns[turns.endIndex - 2], turns[turns.endIndex - 1])
        let input = question.input ?? ""
        let text = question.text
        // By bytes: a carriage return before the line feeds would be one character with the first of them.
        let end = question.input == nil ? text.utf8.count : text.utf8.count - input.utf8.count - 2
        let instruction = String(decoding: text.utf8.prefix(end), as: UTF8.self)
        output.append("{\"instruction\":")
        JSONString.write(instruction, to: output)
        write("input", .string(input), to: output)
        write("output", .string(answer.taggedText), to: output)
        if hasSystem { write("system", .string(conversation.system ?? ""), to: output) }
        guard style.hasHistory else { return }
        let earlier = Array(turns.dropLast(2))
        let pairs = stride(from: 0, to: earlier.count - 1, by: 2).map { index in
            JSONValue.array([.string(earlier[index].taggedText), .string(earlier[index + 1].taggedText)])
        }
        write("history", .array(pairs), to: output)
    }

    /// Writes the fields that stand beside the messages.
    ///
    /// - Parameter conversation: nil: the instance is none, and has none of them.
    func writeFields(of conversation: Conversation?, toolsAsText: Bool, to output: ByteBuffer) {
        for name in style.fields {
            if name == "tools" {
                writeTools(of: conversation, asText: toolsAsText || style.tools == .text, to: output)
            } else {
                let missing: JSONValue = Conversation.listNames.contains(name) ? .array([]) : .null
                write(name, conversation?.fields.first { $0.key == name }?.value ?? missing, to: output)
            }
        }
    }

    private func writeTools(of conversation: Conversation?, asText: Bool, to output: ByteBuffer) {
        let tools = conversation?.toolList
        if asText {
            // A text that was one already stays what it is.
            write("tools", .string(conversation?.tools?.text ?? tools?.line ?? "[]"), to: output)
        } else {
            write("tools", tools ?? .array([]), to: output)
        }
    }

    private func write(_ name: String, _ value: JSONValue, to output: ByteBuffer) {
        output.append(",")
        JSONString.write(name, to: output)
        output.append(":")
        value.write(to: output)
    }
}

extension JSONValue {
    /// The same object with another value of a member, where it has it.
    fileprivate func replacing(_ key: String, _ change: (JSONValue) -> JSONValue) -> JSONValue {
        guard case .object(var members) = self, let index = members.firstIndex(where: { $0.key == key }) else {
            return self
        }
        members[index].value = change(members[index].value)
        return .object(members)
    }
}
