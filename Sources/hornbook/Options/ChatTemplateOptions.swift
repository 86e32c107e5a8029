import ArgumentParser
import JSON
import Prompting
import Recipes

/// Which chat template `render --as text` uses, and how.
struct ChatTemplateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "For --as text: a Hugging Face chat template. A model's folder, a .jinja file, or a tokenizer_config.json. The special tokens are those of tokenizer_config.json and special_tokens_map.json in the same folder.",
            valueName: "dir|file"),
        completion: .file(extensions: ["jinja", "json"]))
    var chatTemplate: String?

    @Option(
        help: ArgumentHelp(
            "Which of a model's chat templates (default: default, and tool_use for conversations with tools).",
            valueName: "name"))
    var chatTemplateName: String?

    @Option(
        help: ArgumentHelp(
            "Variables for the chat template, such as '{\"enable_thinking\": false}'.", valueName: "json"))
    var chatTemplateKwargs: String?

    @Option(help: ArgumentHelp("The time that a chat template's strftime_now tells.", valueName: "yyyy-mm-dd"))
    var now: String?

    /// The chat template, read; nil without `--chat-template`.
    func template(maxSteps: Int?) throws -> ChatTemplate? {
        guard let chatTemplate else {
            for (value, name) in [(chatTemplateName, "name"), (chatTemplateKwargs, "kwargs")] where value != nil {
                throw usageError("--chat-template-\(name) requires --chat-template")
            }
            return nil
        }
        var recipe = ChatTemplateRecipe(path: chatTemplate)
        (recipe.name, recipe.maxSteps) = (chatTemplateName, maxSteps)
        if let chatTemplateKwargs {
            guard case .object(let members)? = try? JSONValue(parsing: chatTemplateKwargs) else {
                throw usageError(
                    "--chat-template-kwargs takes a JSON object, not \"\(chatTemplateKwargs)\"",
                    help: "for example '{\"enable_thinking\": false}'")
            }
            if members.contains(where: { $0.key == "messages" }) {
                throw usageError("--chat-template-kwargs cannot set `messages`, which is the conversation")
            }
            recipe.kwargs = members
        }
        return try recipe.read(in: "", now: try now.map(fixedTime))
    }
}
