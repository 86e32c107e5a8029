/// How a template's source is written: delimiters, prefixes and what happens to white space.
package struct Syntax: Sendable, Hashable {
    /// Begins a statement.
    package var blockStart = "{%"
    package var blockEnd = "%}"
    /// Begins a printed expression.
    package var variableStart = "{{"
    package var variableEnd = "}}"
    package var commentStart = "{#"
    package var commentEnd = "#}"
    /// Begins a statement that fills a line; nil for none.
    package var lineStatementPrefix: String?
    /// Begins a comment up to the line's end; nil for none.
    package var lineCommentPrefix: String?
    /// Whether the line end after a block tag is dropped.
    package var trimBlocks = false
    /// Whether white space before a block tag is dropped, back to the start of its line.
    package var lstripBlocks = false
    /// Whether a line end at the very end of the source stays.
    package var keepTrailingNewline = false
    /// What every line end of the source becomes.
    package var newlineSequence = "\n"
    /// Whether `break`, `continue` and `do` are statements.
    package var hasLoopControls = true
    /// Whether `do` is a statement.
    package var hasDo = true

    /// Jinja2's defaults.
    package init() {}
}
