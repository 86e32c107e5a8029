import Diagnostics
import Prompting
import Yams

/// A file of templates for one dataset or one type of task, in the form of PromptSource's `templates.yaml`.
package struct Pack: Sendable {
    /// What people call it: a shipped pack's name, or its path.
    package var name: String
    /// The type of task, for packs that serve any dataset of it.
    package var task: String?
    /// One sentence on the pack.
    package var description: String?
    /// The fields that its templates read, each with a sentence.
    package var inputs: [(name: String, text: String)]
    /// Where its inputs are told, by their names.
    package var inputPlaces: [String: SourceLocation] = [:]
    /// The dataset that the pack was made for.
    package var dataset: String?
    /// The part of the dataset, where it has parts.
    package var subset: String?
    /// In the order of the file.
    package var templates: [PromptTemplate]
    /// The file's text.
    package var text: String

    /// The name without folders and ending: the same wherever the file is looked at from.
    package var baseName: String {
        let file = name.split(separator: "/").last.map(String.init) ?? name
        return file.hasSuffix(".yaml") ? String(file.dropLast(5)) : file
    }

    /// A pack that stands in no file yet.
    package init(name: String, templates: [PromptTemplate]) {
        (self.name, self.templates) = (name, templates)
        inputs = []
        text = ""
    }

    /// Reads a pack.
    ///
    /// - Parameters:
    ///   - name: what messages call the file.
    ///   - text: YAML.
    /// - Throws: everything that is wrong with it.
    package init(name: String, text: String) throws(Diagnostics) {
        let reader = YAMLReader(file: name, text: text)
        (self.name, self.text) = (name, text)
        inputs = []
        templates = []
        if let root = reader.compose(text) {
            let entries = reader.entries(
                root, of: "a pack", known: ["templates", "dataset", "subset", "task", "description", "inputs"])
            task = entries["task"].flatMap { reader.text($0, of: "`task`") }
            description = entries["description"].flatMap { reader.text($0, of: "`description`") }
            dataset = entries["dataset"].flatMap { reader.text($0, of: "`dataset`") }
            subset = entries["subset"].flatMap { reader.isNull($0) ? nil : reader.text($0, of: "`subset`") }
            for input in entries["inputs"].map({ reader.textPairs($0, of: "`inputs`") }) ?? [] {
                inputs.append((input.name, input.text))
                inputPlaces[input.name] = reader.location(input.node)
            }
            if let node = entries["templates"] {
                templates = Self.templates(node, reader)
            } else {
                reader.report("a pack needs `templates`", at: root)
            }
        }
        guard reader.diagnostics.isEmpty else { throw Diagnostics(reader.diagnostics) }
    }

    private static func templates(_ node: Node, _ reader: YAMLReader) -> [PromptTemplate] {
        guard let mapping = node.mapping else {
            reader.report("`templates` must be a mapping of ids to templates", at: node)
            return []
        }
        return mapping.compactMap { key, value in template(id: key.scalar?.string ?? "", value, reader) }
    }

    private static func template(id: String, _ node: Node, _ reader: YAMLReader) -> PromptTemplate? {
        let entries = reader.entries(
            node, of: "a template", known: ["id", "name", "jinja", "answer_choices", "metadata", "reference"])
        guard let name = entries["name"], let jinja = entries["jinja"] else {
            reader.report("a template needs `name` and `jinja`", at: node)
            return nil
        }
        guard let nameText = reader.text(name, of: "`name`"), let source = reader.text(jinja, of: "`jinja`") else {
            return nil
        }
        var template = PromptTemplate(id: id, name: nameText, jinja: source)
        template.writtenID = entries["id"]?.scalar?.string
        template.location = reader.location(jinja)
        if let indent = reader.blockIndent(jinja) {
            template.location?.line += 1
            template.indent = indent
        }
        if let choices = entries["answer_choices"], !reader.isNull(choices) {
            template.answerChoices = reader.text(choices, of: "`answer_choices`")
        }
        if let node = entries["reference"], !reader.isNull(node) {
            template.reference = node.scalar.flatMap { $0.string.isEmpty ? nil : $0.string }
        }
        guard let metadata = entries["metadata"], !reader.isNull(metadata) else { return template }
        let details = reader.entries(
            metadata, of: "`metadata`",
            known: ["choices_in_prompt", "languages", "metrics", "original_task", "inverted", "inverts", "options"])
        func flag(_ key: String) -> Bool? {
            guard let node = details[key], !reader.isNull(node) else { return nil }
            return reader.bool(node, of: "`\(key)`")
        }
        readNotes(details, of: &template, reader)
        template.choicesInPrompt = flag("choices_in_prompt") ?? false
        template.isOriginalTask = flag("original_task") ?? true
        template.isInverted = flag("inverted") ?? false
        if let node = details["options"], !reader.isNull(node) {
            template.options = OptionRules(
                reader.entries(node, of: "`options`", known: OptionRules.keys), at: node, reader)
        }
        return template
    }

    /// Reads what is for people and other tools only: it is kept, whatever it is.
    private static func readNotes(_ details: [String: Node], of template: inout PromptTemplate, _ reader: YAMLReader) {
        func texts(_ key: String) -> [String] {
            guard let node = details[key], !reader.isNull(node) else { return [] }
            return node.sequence.map { $0.compactMap { $0.scalar?.string } } ?? node.scalar.map { [$0.string] } ?? []
        }
        template.languages = texts("languages")
        template.metrics = texts("metrics")
        template.inverts = texts("inverts").first
    }
}
