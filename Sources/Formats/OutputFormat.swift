import Conversations
import JSON
import Prompting

/// The forms in which instances are written, one JSON object a line.
package enum OutputFormat: String, Sendable, CaseIterable {
    /// `{"prompt","completion"}`: TRL, MLX-LM.
    case promptCompletion = "prompt-completion"
    /// `{"prompt":[{"role","content"}…],"completion":[{"role","content"}]}`: TRL, which learns the last answer only.
    case promptCompletionMessages = "prompt-completion-messages"
    /// `{"messages":[{"role","content"}…]}`: OpenAI, TRL, MLX-LM, Tulu.
    case messages
    /// `{"inputs","targets"}`: seqio, T0, FLAN.
    case inputsTargets = "inputs-targets"
    /// `{"instruction","input","output"}`, and `system` where there are system messages: Alpaca, LLaMA-Factory, Axolotl.
    case alpaca
    /// `{"conversations":[{"from","value"}…]}`: ShareGPT, LLaMA-Factory, Axolotl.
    case sharegpt
    /// `{"text"}`: prompt and completion joined, or the conversation as a chat template renders it.
    case text
    /// `{"parts":[…],"answer_choices":[…]|null}`: what PromptSource's `Template.apply` returns.
    case parts

    /// Whether an instance needs a prompt and a completion, and nothing more, to be written.
    package var needsPair: Bool { self != .parts }

    /// Whether demonstrations can be earlier turns.
    package var hasTurns: Bool { self == .messages || self == .sharegpt || self == .promptCompletionMessages }
}

/// How lines are written; the same for all lines of an output, so that all have the same keys in the same order.
package struct OutputStyle: Sendable {
    /// The form of the lines.
    package var format: OutputFormat
    /// Whether lines carry a `meta` object.
    package var metadata: Bool
    /// Whether some instance of the output may have a system message; `alpaca` then has the key in every line.
    package var hasSystem = false
    /// Whether the output is split into stages, which `meta` shows.
    package var hasStages = false
    /// Renders the conversations of `text`; nil: prompt and completion are joined.
    package var chatTemplate: ChatTemplate?
    /// What divides prompt and completion where they are one text; nil: as demonstrations are divided.
    package var seam: Seam?
    /// How conversations are written.
    package var conversations = ConversationStyle()
    /// The fields of rows that lines carry.
    package var kept: [String] = []
    /// The byte that stands behind each line.
    package var lineEnd: UInt8 = 0x0A

    /// Lines of a form, without system messages and chat template.
    package init(_ format: OutputFormat, metadata: Bool) { (self.format, self.metadata) = (format, metadata) }
}

extension OutputStyle {
    /// The keys of a line in their order, each with the type of its value: the name of a type ("string", "int64"), a list of
    /// one type for a list of any length, an object for an object with just these keys, "json" for a value of any type. All
    /// lines of an output are like this; only the `answer_choices` of `parts` may be null.
    package var columns: JSONValue {
        var members = formatColumns + otherColumns
        if metadata {
            let type = JSONValue.object([
                "dataset": "string", "template": "string", "key": "string", "inverted": "int64",
                "demonstrations": "int64", "stage": hasStages ? "int64" : nil,
            ])
            members.append(JSONValue.Member(key: "meta", value: type))
        }
        return .object(members)
    }

    /// Names of members that lines have, or may have, for themselves.
    package var names: [String] {
        formatColumns.map(\.key) + ["meta", "tools", "system", "history"] + Conversation.fieldNames
    }

    private var formatColumns: [JSONValue.Member] {
        func columns(_ names: [String], of type: JSONValue = "string") -> [JSONValue.Member] {
            names.map { JSONValue.Member(key: $0, value: type) }
        }
        func turns(_ role: String, _ text: String) -> JSONValue {
            .array([
                .object([JSONValue.Member(key: role, value: "string"), JSONValue.Member(key: text, value: "string")])
            ])
        }
        // Messages with more than a role and a text are alike in no two lines.
        let messages = conversations.hasPlainMessages ? turns("role", "content") : "json"
        switch format {
        case .promptCompletion: return columns(["prompt", "completion"])
        case .promptCompletionMessages: return columns(["prompt", "completion"], of: messages)
        case .inputsTargets: return columns(["inputs", "targets"])
        case .messages: return columns(["messages"], of: messages)
        case .sharegpt: return columns(["conversations"], of: turns("from", "value"))
        case .alpaca:
            return columns(["instruction", "input", "output"] + (hasSystem ? ["system"] : []))
                + (conversations.hasHistory ? columns(["history"], of: "json") : [])
        case .text: return columns(["text"])
        case .parts: return columns(["parts", "answer_choices"], of: .array(["string"]))
        }
    }

    /// The fields beside those of the format, whose types rows decide.
    private var otherColumns: [JSONValue.Member] {
        let writesText = conversations.tools == .text || format == .sharegpt || format == .alpaca
        return conversations.fields.map {
            JSONValue.Member(key: $0, value: $0 == "tools" && writesText ? "string" : "json")
        }
            + kept.map { JSONValue.Member(key: $0, value: "json") }
    }
}
