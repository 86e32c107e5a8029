import Diagnostics
import Prompting

extension TemplateTrial {
    /// `undefined-field` and `render-fails`: one finding for each field and for each kind of error.
    var failureFindings: [Diagnostic] {
        var groups: [(key: String, members: [Failure])] = []
        for failure in failures {
            let key = failure.error.field.map { "\(failure.error.code) \($0)" } ?? "\(failure.error.code)"
            if let index = groups.firstIndex(where: { $0.key == key }) {
                groups[index].members.append(failure)
            } else {
                groups.append((key, [failure]))
            }
        }
        return groups.map { finding(of: $0.members) } + unmetFields
    }

    private func finding(of members: [Failure]) -> Diagnostic {
        let first = members[0]
        let near = first.near.map { "did you mean `\($0)`?" }
        if first.error.code == .undefinedField, first.lacksField, let field = first.error.field {
            return finding(
                .undefinedField, "the template reads `\(field)`, which \(rows(members.count)) lack", first.example,
                help: near ?? help(for: field))
        }
        let isUndefined = first.error.code == .undefinedField
        return finding(
            isUndefined ? .undefinedField : .renderFails, "\(first.error.message) (\(rows(members.count)))",
            first.example, help: isUndefined ? near : nil)
    }

    /// Fields that no row has, read where these rows did not lead: in the branch of a condition, for example.
    private var unmetFields: [Diagnostic] {
        guard rowCount > 0 else { return [] }
        let failed = Set(failures.compactMap(\.error.field))
        let names = (template.compiled?.fieldNames ?? []).filter { name in
            !fieldNames.contains(name) && !failed.contains(name) && !template.minds(name)
        }
        // A template that failed at one name may not have come to the others.
        return names.map { name in
            let near = suggestion(for: name, among: fieldNames.sorted())
            return finding(
                .undefinedField, "the template reads `\(name)`, which \(rows(rowCount)) lack", nil,
                help: near.map { "did you mean `\($0)`?" } ?? help(for: name))
        }
    }

    private func help(for field: String) -> String {
        if field == "choices" { return "the recipe's `labels` provides it; or leave the template out" }
        return "compute it with the recipe's `fields`, or leave the template out"
    }

    /// `blank-render` and, as far as conditions decide it, `too-many-parts`.
    var blankFindings: [Diagnostic] {
        var found: [Diagnostic] = []
        let blank = renders.filter { $0.prompt.isEmpty || $0.completion.isEmpty }
        // Without a separator no row can give both; that is another finding.
        if let first = blank.first, template.mayDivide {
            let part = first.prompt.isEmpty ? "prompt" : "completion"
            found.append(
                finding(
                    .blankRender, "\(rows(blank.count)) give a blank prompt or completion (here the \(part))",
                    first.example,
                    help: blank.count == renders.count
                        ? "mend the template, or leave it out"
                        : "such rows give no instance; say in `where` which rows the template suits"))
        }
        let many = renders.filter { $0.parts > 2 }
        if let first = many.first {
            found.append(
                finding(
                    .tooManyParts, "\(rows(many.count)) give more than a prompt and a completion (here \(first.parts))",
                    first.example, help: "leave one `|||` on each way through the template"))
        }
        return found
    }
}
