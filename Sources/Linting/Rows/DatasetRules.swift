import Diagnostics
import JSON
import Prompting
import Records

/// The rules that concern a dataset as its templates show it, not one template.
struct DatasetRules {
    let dataset: String?
    /// The dataset's place in its recipe, or that of the pack.
    let location: SourceLocation?

    /// `ambiguous-prompt`: which rows are alike is the data's doing, so that several templates make one finding. Inverted
    /// templates are left aside: from a label, many texts can be written.
    func ambiguities(_ trials: [TemplateTrial]) -> [Diagnostic] {
        merged(
            trials.filter { !$0.template.template.isInverted }.compactMap { trial in
                guard let clash = trial.firstClash else { return nil }
                return trial.finding(
                    .ambiguousPrompt,
                    "\(clash.count) of \(trial.renders.count) prompts equal an earlier one, and have another completion",
                    clash.example, help: "show more of the row, or leave out rows that contradict each other")
            })
    }

    /// `unreachable-choice`; templates of one dataset mostly share their choices.
    func unreachableChoices(_ trials: [TemplateTrial]) -> [Diagnostic] {
        let found = trials.flatMap(\.choiceFindings)
        return merged(found.filter { $0.message == found[0].message })
            + merged(found.filter { $0.message != found[0].message })
    }

    /// The first of some findings, which tells of the others.
    private func merged(_ findings: [Diagnostic]) -> [Diagnostic] {
        guard var first = findings.first else { return [] }
        if findings.count > 1 {
            let names = findings.dropFirst().prefix(3).map { "`\($0.template ?? "")`" }.joined(separator: ", ")
            let more = findings.count > 4 ? " and \(findings.count - 4) more" : ""
            first.message += "; the like through \(names)\(more)"
        }
        return [first]
    }

    /// `date-column` of fields.
    func dates(_ sample: RowSample) -> [Diagnostic] {
        guard sample.rows.count >= RowSample.rowsForDates else { return [] }
        var dates: [String: Int] = [:]
        let fields = JSONFields()
        for row in sample.rows {
            row.bytes.withUnsafeBytes { bytes in
                var scanner = JSONScanner(bytes)
                guard (try? scanner.scanObject(into: fields)) != nil else { return }
                for field in fields.elements where field.kind == .string && field.value.count > 2 {
                    let inner = field.value.lowerBound + 1..<field.value.upperBound - 1
                    guard DateText.matches(UnsafeRawBufferPointer(rebasing: bytes[inner])) else { continue }
                    let key = JSONString.decode(
                        UnsafeRawBufferPointer(rebasing: bytes[field.key]), hasEscapes: field.keyHasEscapes)
                    dates[key, default: 0] += 1
                }
            }
        }
        return dates.filter { $0.value == sample.rows.count }.keys.sorted().map { name in
            var found = Diagnostic(
                LintRule.dateColumn, "every value of `\(name)` looks like a date", at: location,
                help: "loaders that guess types make timestamps of such a column; keep it out of output columns")
            found.dataset = dataset
            found.example = sample.rows[0].example
            return found
        }
    }

    /// `render-fails` of what comes before the templates: `where`, `fields`, `labels`.
    func failures(_ sample: RowSample, places: [String: SourceLocation]) -> [Diagnostic] {
        var seen: Set<String> = []
        return sample.failures.compactMap { failure in
            let key = "\(failure.error.code) \(failure.error.template ?? "") \(failure.error.field ?? "")"
            guard seen.insert(key).inserted else { return nil }
            let rule: LintRule = failure.error.code == .undefinedField ? .undefinedField : .renderFails
            let place = failure.error.template.flatMap { places[$0] } ?? location
            var found = Diagnostic(rule, failure.error.message, at: place)
            found.dataset = dataset
            found.example = failure.example
            return found
        }
    }
}

extension RowSample {
    /// Fewer values that look like dates are no column of dates.
    static let rowsForDates = 3
}

extension TemplateTrial {
    /// The first prompt that equals an earlier one and has another completion, and how many such there are.
    var firstClash: (example: Diagnostic.RowExample, count: Int)? {
        var completions: [String: String] = [:]
        var first: Diagnostic.RowExample?
        var count = 0
        for render in renders where !render.prompt.isEmpty && !render.completion.isEmpty {
            guard let earlier = completions[render.prompt] else {
                completions[render.prompt] = render.completion
                continue
            }
            if earlier != render.completion {
                count += 1
                first = first ?? render.example
            }
        }
        return first.map { ($0, count) }
    }
}
