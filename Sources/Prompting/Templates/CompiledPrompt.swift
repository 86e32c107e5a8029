import Diagnostics
import Jinja
import Mixing

/// A compiled template. A class, so that taking one for a row counts one reference and not one for each of its texts.
///
/// Immutable; the values it holds are texts, which threads may share.
package final class CompiledPrompt: @unchecked Sendable {
    package let template: PromptTemplate
    let prompt: Template
    let choices: Template?
    /// The answer choices if they are the same for every row, because their source is plain text.
    package let plainChoices: (texts: [String], values: ContiguousArray<Value>)?
    /// The template's fast form, if it only splices.
    let splice: SplicedPrompt?
    /// XXH3 (seed 0) of the template's id, which ranks and draws are made from.
    package let hash: UInt64
    /// How it shows options; nil if it shows none.
    package let optionPlan: OptionPlan?
    /// The wordings by which its pair of prompt and completion is turned around; empty: it stays as it is.
    let wordings: [CompiledPrompt]
    /// Of an inverted template: the names that its prompt reads; nil if they are not known.
    let promptNames: [String]?

    /// Compiles a template for rows that do not hold the separator mark of the environment.
    ///
    /// - Parameter options: those that the environment was made of.
    /// - Throws: a `Diagnostic` that points into the pack.
    package init(_ template: PromptTemplate, in environment: Environment, _ options: PromptOptions) throws(Diagnostic) {
        self.template = template
        hash = XXH3.hash(template.id)
        let plainChoices = template.answerChoices.flatMap { Self.plainChoices($0) }
        self.plainChoices = plainChoices
        do {
            // PromptSource does just this to its source.
            let source =
                options.truncation.map { template.jinja.replacing("}}", with: " | string | truncate(\($0)) }}") }
                ?? template.jinja
            prompt = try environment.compile(source, name: template.name, origin: template.origin)
            choices = try template.answerChoices.map { source throws(JinjaError) in
                try environment.compile(source, name: "\(template.name) (answer choices)", origin: template.origin)
            }
        } catch {
            throw template.diagnostic(for: error)
        }
        var wordings: [CompiledPrompt] = []
        for wording in template.wordings {
            // They turn around what was cut already.
            var options = options
            options.truncation = nil
            wordings.append(try CompiledPrompt(wording, in: environment, options))
        }
        self.wordings = wordings
        optionPlan = Self.optionPlan(template, isPrinted: prompt.externalNames.contains("answer_options"), options)
        promptNames = template.isInverted ? Self.promptNames(template) : nil
        // The fast form knows nothing of options, and inversions are looked at as text.
        if optionPlan == nil, !template.isInverted, let separator = environment.separator,
            choices == nil || plainChoices != nil
        {
            splice = SplicedPrompt(
                prompt, mark: Array(separator.mark.utf8), choices: plainChoices?.texts,
                maxBytes: environment.limits.outputBytes)
        } else {
            splice = nil
        }
    }

    private static func promptNames(_ template: PromptTemplate) -> [String]? {
        let pieces = TemplatePieces(template.jinja)
        return pieces.includesOthers ? nil : pieces.promptNames
    }

    private static func optionPlan(
        _ template: PromptTemplate, isPrinted: Bool, _ options: PromptOptions
    ) -> OptionPlan? {
        let rules = template.options.completed(by: options.optionRules)
        let hasChoices = template.answerChoices != nil
        if isPrinted { return hasChoices ? OptionPlan(rules: rules, appended: nil) : nil }
        guard options.appendedOptions > 0, !template.choicesInPrompt, !template.isInverted,
            hasChoices || !options.labelWords.isEmpty
        else { return nil }
        return OptionPlan(rules: rules, appended: options.appendedOptions, labelWords: options.labelWords)
    }

    private static func plainChoices(_ source: String) -> (texts: [String], values: ContiguousArray<Value>)? {
        // Jinja would change line ends of other systems.
        guard !source.utf8.contains(where: { $0 == UInt8(ascii: "{") || $0 == 0x0D }) else { return nil }
        let texts = Array(source.utf8).withUnsafeBytes { text in
            splitParts(text, mark: Array(Separator.written.utf8)).map {
                String(decoding: UnsafeRawBufferPointer(rebasing: text[$0]), as: UTF8.self)
            }
        }
        return (texts, ContiguousArray(texts.map { .string($0) }))
    }

    /// The fields that the template reads, apart from those that hornbook provides and from Jinja's functions.
    package var fieldNames: [String] {
        Set(prompt.externalNames + (choices?.externalNames ?? [])).subtracting(["answer_choices"])
            .subtracting(choices == nil ? [] : ["answer_options"])
            .subtracting(Library.promptSource.functionNames).sorted()
    }

    /// Where the template's own separators stand.
    package var separators: SeparatorPlacement { prompt.separators }
}
