import Jinja
import Prompting

/// Writes packs as YAML that people can edit, and that loads back to the same templates.
package struct PackWriter {
    /// Comments at the top, one a line; an empty one is an empty line.
    package var header: [String] = []
    /// Comments before the inputs.
    package var inputNotes: [String] = []
    /// Comments before a template, by its id.
    package var templateNotes: [String: [String]] = [:]

    /// A writer without comments.
    package init() {}

    package func text(_ pack: Pack) -> String {
        var text = comments(header, indent: 0)
        func add(_ key: String, _ value: String?) {
            if let value { text += "\(key): \(YAMLText.line(value))\n" }
        }
        add("dataset", pack.dataset)
        add("subset", pack.subset)
        add("task", pack.task)
        add("description", pack.description)
        text += comments(inputNotes, indent: 0)
        if !pack.inputs.isEmpty {
            text += "inputs:\n"
            for input in pack.inputs { text += "  \(YAMLText.line(input.name)): \(YAMLText.line(input.text))\n" }
        }
        text += pack.templates.isEmpty ? "templates: {}\n" : "templates:\n"
        for template in pack.templates {
            text += comments(templateNotes[template.id] ?? [], indent: 2)
            text += self.text(template)
        }
        return text
    }

    private func comments(_ lines: [String], indent: Int) -> String {
        lines.map { $0.isEmpty ? "\n" : String(repeating: " ", count: indent) + "# \($0)\n" }.joined()
    }

    private func text(_ template: PromptTemplate) -> String {
        var text = "  \(YAMLText.line(template.id)): !Template\n"
        func add(_ key: String, _ value: String) { text += "    \(key): \(value)\n" }
        add("id", YAMLText.line(template.id))
        add("name", YAMLText.line(template.name))
        add(
            "answer_choices",
            template.answerChoices.map { $0.contains("\n") ? YAMLText.block($0, indent: 6) : YAMLText.line($0) }
                ?? "null")
        add("jinja", YAMLText.block(template.jinja, indent: 6))
        text += "    metadata: !TemplateMetadata\n"
        text += "      choices_in_prompt: \(template.choicesInPrompt)\n"
        text += "      original_task: \(template.isOriginalTask)\n"
        if template.isInverted { text += "      inverted: true\n" }
        if let inverts = template.inverts { text += "      inverts: \(YAMLText.line(inverts))\n" }
        if template.options != OptionRules() { text += "      options: {\(self.text(template.options))}\n" }
        text += "      languages: \(list(template.languages))\n"
        text += "      metrics: \(list(template.metrics))\n"
        add("reference", YAMLText.line(template.reference ?? ""))
        return text
    }

    private func text(_ options: OptionRules) -> String {
        var entries: [String] = []
        func add(_ key: String, _ words: [String]?) {
            if let words { entries.append("\(key): \(words.count == 1 ? words[0] : list(words))") }
        }
        add("style", options.styles?.map(\.rawValue))
        add("order", options.order.map { [$0.rawValue] })
        add("answer", options.answers?.map(\.rawValue))
        return entries.joined(separator: ", ")
    }

    private func list(_ texts: [String]) -> String {
        // Inside brackets a comma has a meaning.
        let words = texts.map { $0.contains(",") ? YAMLText.doubleQuoted($0) : YAMLText.line($0) }
        return "[" + words.joined(separator: ", ") + "]"
    }
}
