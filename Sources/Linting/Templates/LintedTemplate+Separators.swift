import Diagnostics

extension LintedTemplate {
    /// `render-fails` of templates that do not compile, `no-separator` and `too-many-parts`.
    var separatorFindings: [Diagnostic] {
        guard let compiled else {
            guard let error = compileError else { return [] }
            var found = finding(.renderFails, error.message, help: error.help)
            found.location = error.location ?? found.location
            return [found]
        }
        switch compiled.separators {
        case .topLevel(count: 0):
            return [
                finding(
                    .noSeparator, "nothing divides the prompt from the completion",
                    help: "write PROMPT ||| COMPLETION")
            ]
        case .topLevel(count: 2...):
            let second = pieces.filter { $0.kind == .separator }.dropFirst().first
            return [
                finding(
                    .tooManyParts, "more than one `|||` divides the template", at: second?.start,
                    help: "leave only the one between the prompt and the completion")
            ]
        default: return []
        }
    }
}
