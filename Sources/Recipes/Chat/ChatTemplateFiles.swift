import Diagnostics
import JSON
import Prompting
import Records
import System

/// The chat templates and special tokens of a model, found in its folder as transformers finds them.
struct ChatTemplateFiles {
    /// The files that were read, in order.
    private(set) var read: [ChatTemplate.Source] = []
    /// The special tokens.
    private(set) var tokens: [ChatTemplate.Token] = []
    /// What messages call the place that was named.
    private let path: String
    /// The templates by name; of equal names the last one counts. Files are not read before they are chosen.
    private var templates: [(name: String, file: String, text: String?)] = []

    /// Looks into a model's folder, or reads a file: a template, or JSON that holds one. The tokens are those of the file's folder.
    ///
    /// - Throws: that there is no such file, or that a file that should be JSON is not.
    init(_ path: String) throws(Diagnostics) {
        self.path = path
        let isFolder = FileStatus(path)?.kind == .folder
        let folder = isFolder ? (path.hasSuffix("/") ? path : path + "/") : Self.folder(of: path)
        let configPath = folder + "tokenizer_config.json"
        var config: JSONValue?
        if isFolder {
            findTemplates(in: folder)
            if templates.isEmpty {
                addTemplates(of: try json(folder + "chat_template.json"), in: folder + "chat_template.json")
            }
            config = try json(configPath)
            if templates.isEmpty { addTemplates(of: config, in: configPath) }
        } else {
            let text = try readTextFile(path)
            read.append(ChatTemplate.Source(name: path, text: text))
            if let object = try Self.object(text, path) {
                addTemplates(of: object, in: path)
                config = path == configPath ? object : try json(configPath)
                if path != configPath { tokens = SpecialTokens.tokens(config: object, map: nil) }
            } else {
                templates = [("default", path, text)]
                config = try json(configPath)
            }
        }
        let map = SpecialTokens.usesMap(config) ? try json(folder + "special_tokens_map.json") : nil
        let own = tokens
        tokens =
            SpecialTokens.tokens(config: config, map: map).filter { token in
                !own.contains { $0.name == token.name }
            } + own
    }

    /// Chooses a template, and the one for conversations with tools if that is another one.
    ///
    /// - Parameter name: nil: the one called `default`, and `tool_use` for tools.
    /// - Throws: that there is none, or none of this name.
    mutating func choose(
        _ name: String?
    ) throws(Diagnostics) -> (source: ChatTemplate.Source, toolSource: ChatTemplate.Source?) {
        guard !templates.isEmpty else {
            throw Diagnostics(
                Diagnostic(
                    "\(path): has no `chat_template`",
                    help: FileStatus(path)?.kind == .folder
                        ? "it needs chat_template.jinja, or a `chat_template` in tokenizer_config.json"
                        : "name the model's folder, a .jinja file, or a tokenizer_config.json that holds a chat template"
                ))
        }
        guard let source = try source(name ?? "default") else {
            let names = Set(templates.map(\.name)).sorted().map { "`\($0)`" }.joined(separator: ", ")
            throw Diagnostics(
                Diagnostic(
                    name.map { "\(path): has no chat template called `\($0)`" }
                        ?? "\(path): has no chat template called `default`, so one must be named",
                    help: "its templates: \(names)"))
        }
        return (source, name == nil ? try self.source("tool_use") : nil)
    }

    private mutating func source(_ name: String) throws(Diagnostics) -> ChatTemplate.Source? {
        guard let found = templates.last(where: { $0.name == name }) else { return nil }
        let text: String
        if let known = found.text {
            text = known
        } else {
            text = try readTextFile(found.file)
            read.append(ChatTemplate.Source(name: found.file, text: text))
        }
        return ChatTemplate.Source(name: found.file, text: text)
    }

    // MARK: Templates

    private mutating func findTemplates(in folder: String) {
        let file = folder + "chat_template.jinja"
        if fileExists(file) { templates.append(("default", file, nil)) }
        let more = folder + "additional_chat_templates/"
        for name in (try? SystemCalls.names(in: more)) ?? [] where name.hasSuffix(".jinja") {
            templates.append((String(name.dropLast(".jinja".count)), more + name, nil))
        }
    }

    /// Adds the `chat_template` of a JSON file: a text, or a list of names and templates.
    private mutating func addTemplates(of json: JSONValue?, in file: String) {
        guard let value = json?["chat_template"] else { return }
        if let text = value.text { templates.append(("default", file, text)) }
        for element in value.elements ?? [] {
            guard let name = element["name"]?.text, let text = element["template"]?.text else { continue }
            templates.append((name, name == "default" ? file : "\(file) (\(name))", text))
        }
    }

    // MARK: Files

    private static func folder(of path: String) -> String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }

    /// A JSON file's object; nil if there is no such file.
    private mutating func json(_ path: String) throws(Diagnostics) -> JSONValue? {
        guard fileExists(path) else { return nil }
        let text = try readTextFile(path)
        read.append(ChatTemplate.Source(name: path, text: text))
        return try Self.object(text, path)
    }

    /// The JSON object in a file's text; nil if it is none, and the file's name does not say that it should be.
    private static func object(_ text: String, _ path: String) throws(Diagnostics) -> JSONValue? {
        let mustBe = path.hasSuffix(".json")
        guard mustBe || text.first(where: { !$0.isWhitespace }) == "{" else { return nil }
        do throws(JSONError) {
            let value = try JSONValue(parsing: text)
            if case .object = value { return value }
        } catch {
            guard mustBe else { return nil }
            throw Diagnostics(Diagnostic("\(path): is not JSON: \(error.code.explanation) at byte \(error.offset)"))
        }
        guard mustBe else { return nil }
        throw Diagnostics(Diagnostic("\(path): is not a JSON object"))
    }
}
