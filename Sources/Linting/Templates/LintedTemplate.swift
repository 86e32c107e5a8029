import Diagnostics
import Prompting

/// A template as the rules of `check` look at it: its source in pieces and, if it compiles, what the compiler knows.
package struct LintedTemplate: Sendable {
    package let template: PromptTemplate
    /// Its compiled form; nil if it does not compile.
    package let compiled: CompiledPrompt?
    let compileError: Diagnostic?
    let pieces: [TemplatePieces.Piece]
    private let source: TemplatePieces

    package init(_ template: PromptTemplate, options: PromptOptions) {
        self.template = template
        source = TemplatePieces(template.jinja)
        pieces = source.pieces
        do {
            compiled = try CompiledPrompt(template, in: options.environment(variant: 0), options)
            compileError = nil
        } catch {
            compiled = nil
            compileError = error
        }
    }

    /// What can be found without rows.
    package var findings: [Diagnostic] {
        separatorFindings + leakFindings + optionFindings + unusedOptionFindings + choiceFindings + spacingFindings
            + inversionFindings
    }

    /// - Parameter offset: of its place in the source, in scalars; nil: the template as a whole.
    package func finding(
        _ rule: LintRule, _ message: String, severity: Severity? = nil, at offset: Int? = nil, help: String? = nil
    ) -> Diagnostic {
        var found = Diagnostic(
            rule, message, severity: severity, at: offset.map(place) ?? template.location, help: help)
        found.template = template.name
        return found
    }

    /// The place in the pack of a place in the source; where the source does not stand line by line in the pack, the
    /// place at which it begins.
    private func place(_ offset: Int) -> SourceLocation? {
        guard let indent = template.indent, var place = template.location else { return template.location }
        let (line, column) = source.position(offset)
        place.line += line - 1
        place.column = indent + column
        return place
    }

    var sides: (prompt: ArraySlice<TemplatePieces.Piece>, completion: ArraySlice<TemplatePieces.Piece>)? {
        source.sides
    }

    var promptPieces: ArraySlice<TemplatePieces.Piece> { source.promptPieces }

    /// The literal text of the prompt, in lower case.
    var promptText: String {
        promptPieces.filter { $0.kind == .text }.map(\.content).joined(separator: " ").lowercased()
    }

    package var promptNames: [String] { source.promptNames }

    package var plainChoices: [String]? { compiled?.plainChoices?.texts }
}
