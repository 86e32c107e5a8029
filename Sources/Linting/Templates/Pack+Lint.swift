import Diagnostics
import Prompting
import Recipes

extension Pack {
    /// What can be found in the pack without rows.
    ///
    /// - Parameter templates: those that are looked at, of this pack.
    package func findings(_ templates: [LintedTemplate]) -> [Diagnostic] {
        templates.flatMap(\.findings) + duplicates(templates.map(\.template)) + undeclaredInputs(templates)
    }

    /// `unused-input`: inputs that none of the pack's templates reads.
    package func unusedInputs(_ templates: [LintedTemplate]) -> [Diagnostic] {
        // What a template reads that does not compile is not known.
        guard templates.allSatisfy({ $0.compiled != nil }) else { return [] }
        let read = Set(templates.flatMap { $0.compiled?.fieldNames ?? [] })
        return inputs.filter { !read.contains($0.name) }.map { input in
            Diagnostic(
                LintRule.unusedInput, "no template reads the input `\(input.name)`", at: inputPlaces[input.name],
                help: "take it out of `inputs`, or mend its name")
        }
    }

    /// `undeclared-input`, for packs that declare inputs.
    private func undeclaredInputs(_ templates: [LintedTemplate]) -> [Diagnostic] {
        guard !inputs.isEmpty else { return [] }
        let declared = inputs.map(\.name)
        return templates.flatMap { template in
            (template.compiled?.fieldNames ?? []).filter { !declared.contains($0) }.map { name in
                let near = suggestion(for: name, among: declared)
                return template.finding(
                    .undeclaredInput, "the template reads `\(name)`, which `inputs` does not declare",
                    help: near.map { "did you mean `\($0)`?" } ?? "declare it in `inputs`")
            }
        }
    }

    /// `duplicate-template`: equal ids (an error: choices are derived from them), names, or sources up to white space.
    private func duplicates(_ templates: [PromptTemplate]) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for (index, template) in templates.enumerated() {
            func add(_ message: String, _ help: String, severity: Severity? = nil) {
                var finding = Diagnostic(
                    LintRule.duplicateTemplate, message, severity: severity, at: template.location, help: help)
                finding.template = template.name
                found.append(finding)
            }
            let earlier = templates[..<index]
            func shown(_ other: PromptTemplate) -> String {
                "`\(other.name)`" + (other.location.map { " (line \($0.line))" } ?? "")
            }
            if let id = template.writtenID, let other = earlier.first(where: { $0.writtenID == id || $0.id == id }) {
                add("the id `\(id)` is that of \(shown(other)), too", "give it an id of its own", severity: .error)
            }
            if let other = earlier.first(where: { $0.name == template.name }) {
                add("\(shown(other)) has the same name", "give it a name of its own")
            }
            if let other = earlier.first(where: { Self.isSame($0, template) }) {
                add("the template says the same as \(shown(other))", "leave one of the two")
            }
        }
        return found
    }

    /// Whether two templates give the same but for white space.
    private static func isSame(_ a: PromptTemplate, _ b: PromptTemplate) -> Bool {
        func words(_ text: String?) -> [Substring]? { text?.split(whereSeparator: \.isWhitespace) }
        return words(a.jinja) == words(b.jinja) && words(a.answerChoices) == words(b.answerChoices)
    }
}
