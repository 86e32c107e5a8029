import Diagnostics

/// Parses a template into statements. This file has what all of the parser shares; statements and expressions are in
/// extensions of their own.
struct Parser {
    /// How many links a chain such as `a + b + c` or `x.y.z` may have.
    static let chainLimit = 1000

    private let tokens: [Token]
    private var index = 0
    private let source: SourceText
    let syntax: Syntax
    /// Statement names that close the blocks which are open, outermost first.
    var openTags: [(name: String, ends: [String])] = []
    /// How deep expressions and statements may nest.
    private let depthLimit: Int
    private var depth = 0
    /// Names of blocks, which must be unique in a template.
    var blockNames: Set<String> = []

    init(_ source: SourceText, syntax: Syntax, depthLimit: Int) throws(JinjaError) {
        (self.source, self.depthLimit, self.syntax) = (source, depthLimit, syntax)
        tokens = try Lexer.tokens(of: source.bytes, syntax)
    }

    var current: Token { tokens[index] }
    var next: Token { tokens[min(index + 1, tokens.count - 1)] }

    @discardableResult
    mutating func advance() -> Token {
        let token = tokens[index]
        if index + 1 < tokens.count { index += 1 }
        return token
    }

    func failure(_ message: String, at offset: Int? = nil) -> JinjaError {
        JinjaError(.syntax, message).located(at: offset ?? current.offset, in: source, templateName: "")
    }

    /// Runs a part of the parser one level deeper.
    mutating func nested<Result>(
        _ body: (inout Parser) throws(JinjaError) -> Result
    ) throws(JinjaError) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= depthLimit else {
            throw JinjaError(.parseLimit, "nested deeper than \(depthLimit) levels")
                .located(at: current.offset, in: source, templateName: "")
        }
        return try body(&self)
    }

    func checkChain(_ length: Int) throws(JinjaError) {
        guard length <= Self.chainLimit else {
            throw JinjaError(.parseLimit, "a chain of more than \(Self.chainLimit) operations")
                .located(at: current.offset, in: source, templateName: "")
        }
    }

    // MARK: Looking at tokens

    func isOperator(_ text: String) -> Bool { current.kind == .op(text) }
    func isName(_ name: String) -> Bool { current.kind == .name(name) }

    mutating func skipOperator(_ text: String) -> Bool {
        guard isOperator(text) else { return false }
        advance()
        return true
    }

    mutating func skipName(_ name: String) -> Bool {
        guard isName(name) else { return false }
        advance()
        return true
    }

    func unexpected(wanted: String) -> JinjaError {
        var error =
            current.kind == .endOfTemplate
            ? failure("unexpected end of template, expected \(quote(wanted)).")
            : failure("expected token \(quote(wanted)), got \(quote(current.kind.description))")
        error.expected = wanted
        return error
    }

    mutating func expectOperator(_ text: String) throws(JinjaError) {
        guard skipOperator(text) else { throw unexpected(wanted: text) }
    }

    mutating func expectWord(_ name: String) throws(JinjaError) {
        guard skipName(name) else { throw unexpected(wanted: name) }
    }

    mutating func expectName() throws(JinjaError) -> String {
        guard case .name(let name) = current.kind else { throw unexpected(wanted: "name") }
        advance()
        return name
    }

    mutating func expectBlockEnd() throws(JinjaError) {
        guard current.kind == .blockEnd else { throw unexpected(wanted: "end of statement block") }
        advance()
    }

    func quote(_ text: String) -> String { "'\(text)'" }
}
