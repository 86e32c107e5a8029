import Diagnostics
import Linting
import Mixing
import Prompting
import Recipes

/// A pack of the templates that a model has written: each once, without those in which the rules of `check` find an error.
struct CollectedPack {
    private var templates: [PromptTemplate] = []
    private var seen: Set<String> = []
    private var names: Set<String> = []
    /// The number that a name gets when it comes again.
    private var numbers: [String: Int] = [:]
    private let options = PromptOptions()

    /// A pack of more would help nobody.
    static let maxTemplates = 10_000

    /// Adds a template, and counts what becomes of it.
    mutating func add(_ draft: TemplateDraft, _ ledger: inout CollectLedger) throws(Diagnostics) {
        let id = keyText(XXH3.hash(draft.jinja, seed: XXH3.hash(draft.choices ?? "")))
        guard seen.insert(id).inserted else {
            ledger.repeated += 1
            return
        }
        guard seen.count <= Self.maxTemplates else {
            throw Diagnostics(
                Diagnostic("the answers hold more than \(Self.maxTemplates) templates"), status: .problems)
        }
        // A prompt reads its choices only to show them.
        let prompt = draft.jinja[..<(draft.jinja.firstRange(of: "|||")?.lowerBound ?? draft.jinja.endIndex)]
        let template = PromptTemplate(
            id: id, name: unused(draft.name), jinja: draft.jinja, answerChoices: draft.choices,
            choicesInPrompt: prompt.contains("answer_choices"))
        let findings = LintedTemplate(template, options: options).findings
        ledger.findings += findings
        if findings.contains(where: { $0.severity == .error }) {
            ledger.faulty += 1
            return
        }
        names.insert(template.name)
        templates.append(template)
        ledger.rows += 1
    }

    var text: String { PackWriter().text(Pack(name: "collected", templates: templates)) }

    /// A name that no template has yet.
    private mutating func unused(_ name: String) -> String {
        var result = name
        while names.contains(result) {
            let number = numbers[name, default: 2]
            result = "\(name)_\(number)"
            numbers[name] = number + 1
        }
        return result
    }
}
