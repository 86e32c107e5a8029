import Diagnostics
import JSON
import Jinja
import Prompting
import Yams

/// Which chat template an output uses, and how.
package struct ChatTemplateRecipe: Sendable {
    /// A model's folder or a file, relative to the recipe.
    package var path: String
    /// Which of several templates; nil: the one called `default`.
    package var name: String?
    /// Variables for the template.
    package var kwargs: [JSONValue.Member] = []
    /// How many steps a conversation may take; nil: by its size.
    package var maxSteps: Int?

    package init(path: String) { self.path = path }

    /// Reads a path, or a mapping; reports what is wrong, and is nil where there is neither.
    init?(_ node: Node, _ reader: YAMLReader) {
        guard node.mapping != nil else {
            guard let path = reader.text(node, of: "`chat-template`") else { return nil }
            self.init(path: path)
            return
        }
        let entries = reader.entries(node, of: "`chat-template`", known: ["path", "name", "kwargs", "max-steps"])
        self.init(path: entries["path"].flatMap { reader.text($0, of: "`path`") } ?? "")
        if entries["path"] == nil {
            reader.report("`chat-template` needs `path`", at: node, help: "a model's folder, or a template's file")
        }
        name = entries["name"].flatMap { reader.isNull($0) ? nil : reader.text($0, of: "`name`") }
        maxSteps = entries["max-steps"].flatMap { reader.integer($0, of: "`max-steps`", in: 1...Int.max) }
        if let node = entries["kwargs"], !reader.isNull(node) {
            kwargs = reader.members(node, of: "`kwargs`")
            if kwargs.contains(where: { $0.key == "messages" }) {
                reader.report("`kwargs` cannot set `messages`, which is the conversation", at: node)
            }
        }
    }

    /// Reads the template and its tokens.
    ///
    /// - Parameters:
    ///   - folder: what the path is relative to, with a slash at its end, or empty.
    ///   - now: the time that templates may ask for.
    /// - Throws: that files are missing or are not what they should be, that there is no template of the name, or that it does
    ///   not compile.
    package func read(in folder: String, now: FixedTime?) throws(Diagnostics) -> ChatTemplate {
        var files = try ChatTemplateFiles(path.hasPrefix("/") ? path : folder + path)
        let (source, toolSource) = try files.choose(name)
        var template = try ChatTemplate(
            source, toolSource: toolSource, tokens: files.tokens, variables: kwargs, now: now)
        (template.maxSteps, template.files) = (maxSteps, files.read)
        return template
    }
}
