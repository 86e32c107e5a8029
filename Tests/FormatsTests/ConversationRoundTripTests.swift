import Conversations
import JSON
import Prompting
import TestSupport
import Testing

@testable import Formats

/// A conversation that is written in one form and read again says all that the form can hold, and what a row says is never lost unseen.
@Suite struct ConversationRoundTripTests {
    /// What may stand in a random conversation.
    struct Contents: OptionSet, Sendable {
        let rawValue: Int
        static let calls = Contents(rawValue: 1), reasoning = Contents(rawValue: 2), flags = Contents(rawValue: 4)
        static let fields = Contents(rawValue: 8), media = Contents(rawValue: 16), turns = Contents(rawValue: 32)
        static let parts = Contents(rawValue: 64), textBesideCalls = Contents(rawValue: 128)
        static let all: Contents = [.calls, .reasoning, .flags, .fields, .media, .turns, .parts, .textBesideCalls]
    }

    static func text(_ draws: inout Draws) -> String {
        let words = [
            "a", "  b", "\n\tc", "é", "🙂", "\"", "\\", "{{ x }}", "|||", "</think>", "\u{2028}", "Human:", "1",
        ]
        var text = "t"
        for _ in 0..<draws.draw(6) { text += draws.pick(words) }
        return text + draws.pick(["", "\n", "  "])
    }

    static func value(_ draws: inout Draws, depth: Int = 0) -> JSONValue {
        switch draws.draw(depth > 2 ? 4 : 6) {
        case 0: return .number(draws.pick(["0", "1.50", "-3e2", "12345678901234567890"]))
        case 1: return .bool(draws.flip())
        case 2: return .string(text(&draws))
        case 3: return .null
        case 4: return .array([value(&draws, depth: depth + 1), value(&draws, depth: depth + 1)])
        default:
            let members = ["z", "a"].map { JSONValue.Member(key: $0, value: value(&draws, depth: depth + 1)) }
            return .object(members)
        }
    }

    static func conversation(_ seed: Int, _ contents: Contents) -> Conversation {
        var draws = Draws(seed: seed)
        func chance(_ what: Contents) -> Bool { contents.contains(what) && draws.flip() }
        func content() -> JSONValue {
            let text = text(&draws)
            guard chance(.parts) else { return .string(text) }
            return .array([
                .object(["type": "text", "text": .string(text)]), .object(["type": "image_url", "image_url": "x.png"]),
            ])
        }
        func answer() -> Message {
            var message = Message(.assistant, content())
            if chance(.reasoning) {
                message.set("reasoning_content", to: .string("why " + draws.pick(["1", "a\nb", "<b>"])))
            }
            return message
        }
        var messages: [Message] = draws.flip() ? [Message(.system, text(&draws))] : []
        for _ in 0..<(contents.contains(.turns) ? 1 + draws.draw(3) : 1) {
            messages.append(Message(.user, content()))
            if chance(.calls) {
                var call = answer()
                if !chance(.textBesideCalls) { call.content = .null }
                let function = JSONValue.object(["name": "f", "arguments": "{\"city\":\"Oslo\",\"n\":1.50}"])
                call.set("tool_calls", to: .array([.object(["type": "function", "function": function])]))
                messages += [call, Message(.tool, text(&draws))]
            }
            messages.append(answer())
        }
        if chance(.flags) {
            for index in messages.indices where messages[index].role == .assistant {
                let isLearnt = index == messages.count - 1 || draws.flip()
                messages[index].set("weight", to: .int(isLearnt ? 1 : 0))
                messages[index].isTarget = isLearnt
            }
        }
        for index in messages.indices where chance(.fields) {
            messages[index].set("field_\(index)", to: value(&draws))
        }
        var conversation = Conversation(messages)
        if chance(.calls) { conversation.tools = .array([.object(["name": "f", "parameters": .object([])])]) }
        if chance(.media) { conversation.fields = [JSONValue.Member(key: "images", value: .array(["x.png"]))] }
        return conversation
    }

    static func line(_ conversation: Conversation, _ format: OutputFormat) throws -> JSONValue {
        var style = OutputStyle(format, metadata: false)
        style.take(conversation.features)
        let output = ByteBuffer()
        let instance = Instance()
        instance.set(conversation)
        try InstanceWriter(style, dataset: "d").write(instance, to: output)
        return try JSONValue(parsing: output.string)
    }

    static func read(_ line: JSONValue, _ rules: ReadingRules = ReadingRules()) throws -> ReadConversation {
        guard case .object(let members) = line else { preconditionFailure("a line is an object") }
        return try ConversationReader(members, rules) { $0[0] }.read()
    }

    /// The same conversation with the fields of messages in one order, which does not matter.
    static func sorted(_ conversation: Conversation) -> Conversation {
        var sorted = conversation
        for index in sorted.messages.indices { sorted.messages[index].fields.sort { $0.key < $1.key } }
        return sorted
    }

    @Test(arguments: 0..<200)
    func messagesAreKeptAsTheyAre(_ seed: Int) throws {
        let conversation = Self.conversation(seed, .all)
        let read = try Self.read(Self.line(conversation, .messages))
        #expect(Self.sorted(read.conversation) == Self.sorted(conversation))
        #expect(read.unread.isEmpty)
    }

    @Test(arguments: 0..<200)
    func pairsOfMessagesAreKept(_ seed: Int) throws {
        var conversation = Self.conversation(seed, .all.subtracting(.flags))
        var read = try Self.read(Self.line(conversation, .promptCompletionMessages)).conversation
        #expect(read.messages.last?.isTarget == true)
        for index in read.messages.indices.dropLast() where read.messages[index].role == .assistant {
            #expect(!read.messages[index].isTarget)
        }
        // What a prompt holds is only given, which is all that differs.
        for index in read.messages.indices {
            read.messages[index].isTarget = true
            conversation.messages[index].isTarget = true
        }
        #expect(Self.sorted(read) == Self.sorted(conversation))
    }

    @Test(arguments: 0..<200, [OutputFormat.sharegpt, .alpaca])
    func otherFormsKeepWhatTheyCanHold(_ seed: Int, _ format: OutputFormat) throws {
        let contents: Contents = [.reasoning, .media, .turns]
        let conversation = Self.conversation(seed, format == .sharegpt ? contents.union(.calls) : contents)
        var rules = ReadingRules()
        rules.reasoning = Reasoning(.field)
        var read = try Self.read(Self.line(conversation, format), rules).conversation
        read.tools = read.toolList
        #expect(Self.withObjects(Self.sorted(read)) == Self.withObjects(Self.sorted(conversation)))
    }

    /// Arguments as objects: ShareGPT has them so.
    static func withObjects(_ conversation: Conversation) -> [String] {
        conversation.messages.map { message in
            let fields = message.fields.filter { $0.key != "tool_calls" }.map { "\($0.key)=\($0.value.line)" }
            let text = message.content == .null ? "" : message.text
            return "\(message.role) \(text) \(message.calls.map(\.plain.line)) \(fields)"
        } + [conversation.tools?.line ?? "", conversation.fields.map { $0.key + $0.value.line }.joined()]
    }

    /// A field at a random place is in the output, or told to be unread, or named by what refuses the row.
    @Test(arguments: 0..<600)
    func noFieldIsLostUnseen(_ seed: Int) throws {
        var draws = Draws(seed: seed)
        let conversation = Self.conversation(seed, seed % 2 == 0 ? .all : .turns)
        let form = seed % 2 == 0 ? OutputFormat.messages : draws.pick([.sharegpt, .alpaca])
        let names = [
            "zz", "label", "name", "context", "system", "history", "weight", "tools", "options", "input", "loss",
        ]
        let name = draws.pick(names)
        let value = Self.value(&draws)
        guard let line = try Self.line(conversation, form).adding(name, value, at: draws.draw(20)) else { return }
        let read: ReadConversation
        do {
            read = try Self.read(line)
        } catch let error as ConversationError {
            #expect(error.field == name || error.message.contains(name), "\(name) in \(line.line): \(error)")
            return
        }
        // Nothing is said by these.
        if [.null, .array([]), ""].contains(value) { return }
        let written = try Self.line(read.conversation, .messages).line
        // A flag may be told by another name, and a text may stand in the messages.
        let isFlag = LearnedFlag.fieldNames.contains(name) && written.contains("\"weight\":")
        let text = value.text.map { JSONValue.string($0).line.dropFirst().dropLast() }
        let isThere = written.contains("\"\(name)\":\(value.line)") || text.map { written.contains($0) } ?? false
        let isUsed = name == "label" && value == true
        #expect(
            read.unread.contains(name) || isThere || isFlag || isUsed,
            "\(name): \(value.line) in \(line.line) gave \(written)")
    }
}

extension JSONValue {
    /// The value with another member in one of its objects, counted from the outside; nil if there are not so many, or if that one
    /// has such a member.
    fileprivate func adding(_ name: String, _ value: JSONValue, at place: Int) -> JSONValue? {
        var left = place
        return adding(name, value, &left)
    }

    private func adding(_ name: String, _ value: JSONValue, _ left: inout Int) -> JSONValue? {
        switch self {
        case .object(var members):
            if left == 0 { return self[name] == nil ? .object(members + [Member(key: name, value: value)]) : nil }
            left -= 1
            for index in members.indices {
                guard let changed = members[index].value.adding(name, value, &left) else { continue }
                members[index].value = changed
                return .object(members)
            }
            return nil
        case .array(var elements):
            for index in elements.indices {
                guard let changed = elements[index].adding(name, value, &left) else { continue }
                elements[index] = changed
                return .array(elements)
            }
            return nil
        default: return nil
        }
    }
}
