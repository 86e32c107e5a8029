/// How a template's source is written: delimiters, prefixes and what happens to white space.
public struct Syntax: Sendable, Hashable {
    /// Begins a statement.
    public var blockStart = "{%"
    /// Ends a statement.
    public var blockEnd = "%}"
    /// Begins a printed expression.
    public var variableStart = "{{"
    /// Ends a printed expression.
    public var variableEnd = "}}"
    /// Begins a comment.
    public var commentStart = "{#"
    /// Ends a comment.
    public var commentEnd = "#}"
    /// Begins a statement that fills a line; nil for none.
    public var lineStatementPrefix: String?
    /// Begins a comment up to the line's end; nil for none.
    public var lineCommentPrefix: String?
    /// Whether the line end after a block tag is dropped.
    public var trimBlocks = false
    /// Whether white space before a block tag is dropped, back to the start of its line.
    public var lstripBlocks = false
    /// Whether a line end at the very end of the source stays.
    public var keepTrailingNewline = false
    /// What every line end of the source becomes.
    public var newlineSequence = "\n"
    /// Whether `break`, `continue` and `do` are statements.
    public var hasLoopControls = true
    /// Whether `do` is a statement.
    public var hasDo = true

    /// Jinja2's defaults.
    public init() {}
}
