import Diagnostics
import JSON
import Jinja

/// A Hugging Face chat template: turns a conversation into the one text that a model is trained on.
///
/// Rendered in the environment of transformers' `apply_chat_template`: `trim_blocks`, `lstrip_blocks`, values that cannot be
/// changed, `raise_exception`, `strftime_now`.
package struct ChatTemplate: Sendable {
    /// A template's text, and what messages call it.
    package struct Source: Sendable {
        package let name: String
        package let text: String

        package init(name: String, text: String) { (self.name, self.text) = (name, text) }
    }

    /// A special token by the name that templates use, such as `bos_token`; without a text, the tokenizer says that it has none.
    package struct Token: Sendable, Equatable {
        package let name: String
        package let text: String?

        package init(name: String, text: String?) { (self.name, self.text) = (name, text) }
    }

    let template: Template
    /// The template for conversations with tools, if they have one of their own.
    let toolTemplate: Template?
    /// The special tokens that the model's files define.
    package let tokens: [Token]
    /// Variables of every conversation, transformers' `chat_template_kwargs`.
    package let variables: [JSONValue.Member]
    /// The time that templates may ask for.
    let now: FixedTime?
    /// How many steps a conversation may take; nil: by its size.
    package var maxSteps: Int?
    /// The files that it was read from.
    package var files: [Source] = []

    /// Compiles a chat template.
    ///
    /// - Parameters:
    ///   - source: the template.
    ///   - toolSource: the template for conversations with tools, if it is another one.
    ///   - tokens: the tokenizer's special tokens.
    ///   - variables: what every conversation's template knows besides; they come before the tokens.
    ///   - now: the time that templates may ask for.
    /// - Throws: that a template does not compile.
    package init(
        _ source: Source, toolSource: Source? = nil, tokens: [Token] = [], variables: [JSONValue.Member] = [],
        now: FixedTime? = nil
    ) throws(Diagnostics) {
        let environment = Self.environment(now)
        do {
            template = try environment.compile(source.text, name: source.name)
            toolTemplate = try toolSource.map { source throws(JinjaError) in
                try environment.compile(source.text, name: source.name)
            }
        } catch {
            throw Diagnostics(error.diagnostic)
        }
        (self.now, self.tokens, self.variables) = (now, tokens, variables)
    }

    static func environment(_ now: FixedTime?) -> Environment {
        let environment = Environment(library: .huggingFace)
        environment.isImmutable = true
        environment.syntax.trimBlocks = true
        environment.syntax.lstripBlocks = true
        environment.syntax.hasLoopControls = true
        environment.now = now
        environment.limits.allowOutput(16 << 20)
        return environment
    }

    /// The names of special tokens that the templates read and nothing defines.
    var undefinedTokens: Set<String> {
        Set((template.externalNames + (toolTemplate?.externalNames ?? [])).filter { $0.hasSuffix("_token") })
            .subtracting(tokens.map(\.name))
    }

    /// What the error says where a template prints a special token that nothing defines.
    func message(undefinedToken name: String) -> String {
        let configurations = files.map(\.name).filter { $0.hasSuffix(".json") }
        return "the special token `\(name)` is not defined"
            + (configurations.isEmpty
                ? ": no tokenizer_config.json is beside the template"
                : " in \(configurations.joined(separator: " or "))")
    }
}
