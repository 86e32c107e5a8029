import Diagnostics
import Jinja

/// What a recipe does to rows before templates see them: which ones pass, computed fields, words for label values.
package struct RowTransform: Sendable {
    private var condition: Template?
    private var fields: [(name: String, template: Template)] = []
    private let labelField: String
    private let labels: [(value: String, word: String)]

    /// - Parameters:
    ///   - condition: a Jinja expression that is true for rows that pass; nil lets all pass.
    ///   - fields: names and templates, all computed from the row as it stands. A template that is one
    ///     `{{ expression }}` gives the expression's own value; any other gives text.
    ///   - labels: values of the label field, as text, and their words in order.
    ///   - places: where the condition (`where`) and the fields (`fields.NAME`) stand, for messages.
    /// - Throws: everything that does not compile.
    package init(
        where condition: String? = nil, fields: [(name: String, source: String)] = [],
        labels: [(value: String, word: String)] = [], labelField: String = "label",
        places: [String: SourceLocation] = [:]
    ) throws(Diagnostics) {
        (self.labels, self.labelField) = (labels, labelField)
        let environment = Environment()
        environment.undefined = .strict
        var errors: [Diagnostic] = []
        func compile(_ name: String, _ body: () throws(JinjaError) -> Template) -> Template? {
            do {
                return try body()
            } catch {
                let place = error.hasPosition ? "column \(error.column): " : ""
                errors.append(Diagnostic("`\(name)` does not compile: \(place)\(error.message)", at: places[name]))
                return nil
            }
        }
        if let condition {
            self.condition = compile("where") { () throws(JinjaError) in
                try environment.compileExpression(condition, name: "where")
            }
        }
        for (name, source) in fields {
            let template = compile("fields.\(name)") { () throws(JinjaError) in
                try environment.compileValue(source, name: "fields.\(name)")
            }
            if let template { self.fields.append((name, template)) }
        }
        guard errors.isEmpty else { throw Diagnostics(errors) }
    }

    var isIdentity: Bool { condition == nil && fields.isEmpty && labels.isEmpty }

    /// The names of the fields that the transform makes.
    package var fieldNames: [String] { fields.map(\.name) + (labels.isEmpty ? [] : [labelField, "choices"]) }

    /// The names that conditions and computed fields read.
    package var usedNames: Set<String> {
        Set(([condition].compactMap(\.self) + fields.map(\.template)).flatMap(\.externalNames))
    }

    /// Computes the fields of a row.
    ///
    /// - Returns: whether the row passes.
    func apply(to row: RowValues, _ machine: Machine) throws(PromptError) -> Bool {
        if let condition,
            try !Self.run("where", { () throws(JinjaError) in try machine.evaluate(condition, row).isTrue })
        {
            return false
        }
        guard !fields.isEmpty || !labels.isEmpty else { return true }
        var computed: [(name: String, value: Value)] = []
        for (name, template) in fields {
            computed.append(
                (name, try Self.run("fields.\(name)") { () throws(JinjaError) in try machine.evaluate(template, row) }))
        }
        if !labels.isEmpty {
            let label = computed.first { $0.name == labelField }?.value ?? row.rowValue(named: labelField)
            computed.removeAll { $0.name == labelField }
            computed.append((labelField, .string(try word(for: label, machine))))
            computed.append(("choices", .list(ContiguousArray(labels.map { .string($0.word) }))))
        }
        row.setComputed(computed)
        return true
    }

    private static func run<Result>(_ entry: String, _ body: () throws(JinjaError) -> Result) throws(PromptError)
        -> Result
    {
        do {
            return try body()
        } catch {
            throw PromptError(error, template: entry)
        }
    }

    private func word(for label: Value?, _ machine: Machine) throws(PromptError) -> String {
        guard let label else {
            throw PromptError(
                .undefinedField, "the row has no field `\(labelField)`, which holds the label", field: labelField)
        }
        let text = try Self.run("labels") { () throws(JinjaError) in try machine.plainText(of: label) }
        // A truth value is written `true` in recipes and data, and `True` by Python.
        let json: String? = if case .bool(let flag) = label { flag ? "true" : "false" } else { nil }
        if let found = labels.first(where: { $0.value.utf8.elementsEqual(text.utf8) || $0.value == json }) {
            return found.word
        }
        let known = labels.prefix(8).map(\.value).joined(separator: ", ")
        throw PromptError(
            .unknownLabel, "the label `\(text)` is not among `labels` (\(known)\(labels.count > 8 ? ", …" : ""))",
            field: labelField)
    }
}
