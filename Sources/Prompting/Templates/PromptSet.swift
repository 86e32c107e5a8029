import Diagnostics
import Jinja
import Mixing

/// The templates of a dataset, compiled, and which of them a row is seen through.
package struct PromptSet: Sendable {
    /// The compiled templates; those that turn the task around behind the others.
    package let prompts: [CompiledPrompt]
    private let straightCount: Int
    private let all: [Int]
    /// The share of instances made by inverted templates; nil: all templates are alike.
    private let invertedShare: Double?

    /// - Parameters:
    ///   - templates: at least one.
    ///   - invertedShare: 0 ... 1, or nil to draw from all templates alike.
    ///   - wordings: templates over `prompt` and `completion`; where no template turns the task around, all are turned around
    ///     by these. Empty: they are not.
    /// - Throws: all errors of the templates.
    package init(
        _ templates: [PromptTemplate], options: PromptOptions, invertedShare: Double? = nil,
        wordings: [PromptTemplate] = []
    ) throws(Diagnostics) {
        let environment = options.environment(variant: 0)
        var errors: [Diagnostic] = []
        var inverted = templates.filter(\.isInverted)
        if inverted.isEmpty, !wordings.isEmpty { inverted = templates.map { $0.inverted(by: wordings) } }
        let ordered = templates.filter { !$0.isInverted } + inverted
        let chosen =
            invertedShare == 0
            ? ordered.filter { !$0.isInverted } : invertedShare == 1 ? ordered.filter(\.isInverted) : ordered
        var prompts: [CompiledPrompt] = []
        for template in chosen {
            do {
                prompts.append(try CompiledPrompt(template, in: environment, options))
            } catch {
                errors.append(error)
            }
        }
        guard errors.isEmpty else { throw Diagnostics(errors) }
        self.prompts = prompts
        all = Array(prompts.indices)
        self.invertedShare = invertedShare
        straightCount = prompts.filter { !$0.template.isInverted }.count
    }

    /// The set of datasets that need no templates: one that gives nothing, and bears the kind's name.
    package static func none(_ kind: DatasetKind) throws(Diagnostics) -> PromptSet {
        try PromptSet([PromptTemplate(id: kind.rawValue, name: kind.rawValue, jinja: "|||")], options: PromptOptions())
    }

    /// The positions of the templates for a row.
    ///
    /// Of the templates in question, the one whose hash (XXH3 of its id, seed 0) has the smallest rank for the row, then
    /// the next, so that a template which comes or goes changes no other choice.
    ///
    /// - Parameters:
    ///   - count: how many; `Int.max` gives all, in the order of the pack.
    ///   - straight: whether only those that do not turn the task around are in question.
    package func choose(_ count: Int, for key: RecordKey, _ hasher: RowHasher, straight: Bool = false) -> [Int] {
        var candidates = 0..<prompts.count
        if straight {
            candidates = 0..<straightCount
            if candidates.isEmpty { return [] }
        } else if let share = invertedShare, straightCount > 0, straightCount < prompts.count {
            let isInverted = hasher.hash(.inverted, key).unitInterval < share
            candidates = isInverted ? straightCount..<prompts.count : 0..<straightCount
        }
        if count >= candidates.count { return candidates.count == prompts.count ? all : Array(candidates) }
        let row = hasher.hash(.template, key)
        if count == 1 { return [candidates.min { row.rank(of: prompts[$0].hash) < row.rank(of: prompts[$1].hash) }!] }
        return Array(
            candidates.sorted { row.rank(of: prompts[$0].hash) < row.rank(of: prompts[$1].hash) }.prefix(count))
    }

    /// The templates that never divide a prompt from a completion, as messages.
    package var undivided: [Diagnostic] {
        prompts.filter { !$0.template.jinja.utf8.contains(Separator.written.utf8) }.map {
            Diagnostic(
                "template `\($0.template.name)` has no `|||` between a prompt and a completion",
                at: $0.template.location,
                help: "write PROMPT ||| COMPLETION")
        }
    }
}
