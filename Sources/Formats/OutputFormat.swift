import Prompting

/// The forms in which instances are written, one JSON object a line.
package enum OutputFormat: String, Sendable, CaseIterable {
    /// `{"prompt","completion"}`: TRL, MLX-LM.
    case promptCompletion = "prompt-completion"
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
    package var hasTurns: Bool { self == .messages || self == .sharegpt }
}

/// How lines are written; the same for all lines of an output, so that all have the same keys in the same order.
package struct OutputStyle: Sendable {
    /// The form of the lines.
    package var format: OutputFormat
    /// Whether lines carry a `meta` object.
    package var metadata: Bool
    /// Whether some instance of the output may have a system message; `alpaca` then has the key in every line.
    package var hasSystem = false
    /// Whether the output is parted into stages, which `meta` tells.
    package var hasStages = false
    /// Renders the conversations of `text`; nil: prompt and completion are joined.
    package var chatTemplate: ChatTemplate?
    /// The byte that stands behind each line.
    package var lineEnd: UInt8 = 0x0A

    /// Lines of a form, without system messages and chat template.
    package init(_ format: OutputFormat, metadata: Bool) {
        (self.format, self.metadata) = (format, metadata)
    }
}
