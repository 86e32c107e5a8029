import JSON
import Prompting

/// The special tokens that a tokenizer's files define, by the rules of transformers.
enum SpecialTokens {
    /// Those that every tokenizer knows; for others, the configuration comes before the map.
    private static let standard = [
        "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
    ]

    /// Whether `special_tokens_map.json` counts beside a `tokenizer_config.json`: not if that lists all added tokens.
    static func usesMap(_ config: JSONValue?) -> Bool { config?["added_tokens_decoder"] == nil }

    /// The tokens of both files: all whose keys end in `_token`, and the named ones among the extra tokens.
    ///
    /// - Parameters:
    ///   - config: `tokenizer_config.json`.
    ///   - map: `special_tokens_map.json`, if it counts; it comes before the configuration.
    static func tokens(config: JSONValue?, map: JSONValue?) -> [ChatTemplate.Token] {
        var tokens: [ChatTemplate.Token] = []
        func add(_ object: JSONValue?, where isUsed: (String) -> Bool = { _ in true }) {
            guard case .object(let members)? = object else { return }
            for member in members where isUsed(member.key) {
                guard let token = token(member) else { continue }
                tokens.removeAll { $0.name == token.name }
                tokens.append(token)
            }
        }
        add(config) { $0.hasSuffix("_token") }
        let own = Set(tokens.map(\.name)).subtracting(standard)
        add(map) { $0.hasSuffix("_token") && !own.contains($0) }
        add(config?["model_specific_special_tokens"])
        add(config?["extra_special_tokens"])
        add(map?["extra_special_tokens"])
        return tokens
    }

    /// A token, given as a text, as an object with a `content`, or as null, which says that there is none.
    private static func token(_ member: JSONValue.Member) -> ChatTemplate.Token? {
        if case .null = member.value { return ChatTemplate.Token(name: member.key, text: nil) }
        return (member.value.text ?? member.value["content"]?.text).map {
            ChatTemplate.Token(name: member.key, text: $0)
        }
    }
}
