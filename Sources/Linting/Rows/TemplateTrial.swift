import Diagnostics
import JSON
import Mixing
import Prompting

/// What a template gives for the rows of a sample; the rules against data look at it.
struct TemplateTrial {
    /// A row that the template was rendered for.
    struct Render {
        var example: Diagnostic.RowExample
        var prompt: String
        var completion: String
        var parts: Int
        var choices: [String]?
        /// Why a build would refuse it.
        var refusal: InversionRefusal?
        /// The texts in the fields that the template reads.
        var texts: [String: String]
    }

    struct Failure {
        var example: Diagnostic.RowExample
        var error: PromptError
        /// A field of the row called nearly like the one that is missing.
        var near: String?
        /// Whether the row lacks the error's field as a whole.
        var lacksField: Bool
    }

    /// A row whose label picks no answer choice, or one from the end.
    struct LabelFault {
        var example: Diagnostic.RowExample
        var field: String
        var value: Int
        var count: Int
    }

    let template: LintedTemplate
    let dataset: String?
    let rowCount: Int
    private(set) var renders: [Render] = []
    private(set) var failures: [Failure] = []
    private(set) var labelFaults: [LabelFault] = []
    /// The names of all fields that any row has.
    private(set) var fieldNames: Set<String> = []

    /// Renders a template that compiles for all rows of a sample.
    init(_ template: LintedTemplate, of task: PromptTask, dataset: String?, _ sample: RowSample) throws(Diagnostics) {
        (self.template, self.dataset) = (template, dataset)
        rowCount = sample.rows.count
        var task = task
        task.prompts = try PromptSet([template.template], options: task.options)
        let prompter = Prompter(task, splices: false)
        let instance = Instance()
        let fields = JSONFields()
        let names = template.compiled?.fieldNames ?? []
        for row in sample.rows {
            row.bytes.withUnsafeBytes { bytes in
                var scanner = JSONScanner(bytes)
                // The rows have been scanned, and passed, before.
                guard (try? scanner.scanObject(into: fields)) != nil,
                    (try? prompter.load(bytes, fields)) == true
                else { return }
                fieldNames.formUnion(prompter.fieldNames)
                render(row, prompter, instance, names, key: RowHasher.recordKey(identity: bytes))
            }
        }
    }

    private mutating func render(
        _ row: RowSample.SampledRow, _ prompter: Prompter, _ instance: Instance, _ names: [String], key: RecordKey
    ) {
        do throws(PromptError) {
            try prompter.render(0, key: key, into: instance)
        } catch {
            if !addLabelFault(row, prompter, instance) {
                let fields = prompter.fieldNames
                failures.append(
                    Failure(
                        example: row.example, error: error,
                        near: error.field.flatMap { suggestion(for: $0, among: fields) },
                        lacksField: error.field.map { names.contains($0) && !fields.contains($0) } ?? false))
            }
            return
        }
        _ = addLabelFault(row, prompter, instance)
        func part(_ index: Int) -> String {
            index < instance.partCount
                ? JSONString.decode(instance.part(index), hasEscapes: instance.isEscaped) : ""
        }
        renders.append(
            Render(
                example: row.example, prompt: part(0), completion: part(1), parts: instance.partCount,
                choices: instance.answerChoices,
                refusal: instance.partCount == 2 && !instance.isBlank
                    ? prompter.refusal(of: instance, through: 0) : nil,
                texts: Dictionary(
                    names.compactMap { name in prompter.fieldText(name).map { (name, $0) } },
                    uniquingKeysWith: { first, _ in first })))
    }

    /// Whether a label of the row picks no choice, or one from the end; then that is noted.
    private mutating func addLabelFault(
        _ row: RowSample.SampledRow, _ prompter: Prompter, _ instance: Instance
    ) -> Bool {
        guard let choices = instance.answerChoices else { return false }
        for name in template.choiceIndexes {
            guard let value = prompter.fieldInteger(name), !choices.indices.contains(value) else { continue }
            labelFaults.append(LabelFault(example: row.example, field: name, value: value, count: choices.count))
            return true
        }
        return false
    }

    /// A finding that a row shows.
    func finding(
        _ rule: LintRule, _ message: String, severity: Severity? = nil, at offset: Int? = nil,
        _ example: Diagnostic.RowExample?, help: String? = nil
    ) -> Diagnostic {
        shown(template.finding(rule, message, severity: severity, at: offset, help: help), by: example)
    }

    /// A finding with the row that shows it.
    func shown(_ finding: Diagnostic, by example: Diagnostic.RowExample?) -> Diagnostic {
        var result = finding
        result.dataset = dataset
        result.example = example
        return result
    }

    /// `n of m rows`, or `all m rows`.
    func rows(_ count: Int) -> String {
        if rowCount == 1 { return "the row" }
        return count == rowCount ? "all \(count) rows" : "\(count) of \(rowCount) rows"
    }

    /// What the rules find, apart from those that are told of a dataset: `ambiguous-prompt`, `unreachable-choice`.
    var findings: [Diagnostic] {
        failureFindings + blankFindings + labelFindings + leakFindings + optionFindings
            + borderFindings + inversionFindings + dateFindings
    }
}
