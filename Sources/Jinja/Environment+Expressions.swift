import Diagnostics

extension Environment {
    /// Compiles an expression, for `Machine.evaluate`.
    ///
    /// - Parameter source: what would stand between `{{` and `}}`.
    package func compileExpression(_ source: String, name: String) throws(JinjaError) -> Template {
        let opening = syntax.variableStart + " "
        do throws(JinjaError) {
            let template = try compileValue(opening + source + " " + syntax.variableEnd, name: name)
            guard template.isExpression else { throw JinjaError(.syntax, "expected one expression") }
            return template
        } catch {
            // Columns count from the expression's own start.
            var shifted = error
            if shifted.line == 1 {
                let column = shifted.column - opening.unicodeScalars.count
                // What is found missing stands behind the expression's last character.
                let last = source.unicodeScalars.count + 1
                shifted.column = max(1, source.contains("\n") ? column : min(column, last))
            }
            shifted.excerpt = source
            throw shifted
        }
    }

    /// Compiles a text for `Machine.evaluate`: one that is a single `{{ expression }}` gives the expression's own value,
    /// any other the rendered text.
    package func compileValue(_ source: String, name: String) throws(JinjaError) -> Template {
        try compile(source, name: name, origin: "", asValue: true)
    }
}
