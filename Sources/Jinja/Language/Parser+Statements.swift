extension Parser {
    mutating func parseTemplate() throws(JinjaError) -> [Statement] { try parseBody(until: []) }

    /// Parses statements up to one of some end tags, which becomes the current token, or to the end of the template.
    private mutating func parseBody(until ends: [String]) throws(JinjaError) -> [Statement] {
        try nested { parser throws(JinjaError) in
            var statements: [Statement] = []
            while true {
                let token = parser.current
                switch token.kind {
                case .data(let text):
                    parser.advance()
                    statements.append(Statement(kind: .text(text), offset: token.offset))
                case .variableBegin:
                    parser.advance()
                    let expression = try parser.parseTuple()
                    guard parser.current.kind == .variableEnd else {
                        throw parser.unexpected(wanted: "end of print statement")
                    }
                    parser.advance()
                    statements.append(Statement(kind: .print(expression), offset: token.offset))
                case .blockBegin:
                    parser.advance()
                    if case .name(let name) = parser.current.kind, ends.contains(name) { return statements }
                    statements.append(try parser.parseStatement())
                    try parser.expectBlockEnd()
                default:
                    guard ends.isEmpty else { throw parser.unknownEnd(found: nil) }
                    return statements
                }
            }
        }
    }

    /// Parses the body of a block whose tag is not closed yet; leaves the parser at the end tag's name.
    private mutating func parseBlock(_ tag: String, until ends: [String]) throws(JinjaError) -> [Statement] {
        // Jinja lets a colon close a statement.
        _ = skipOperator(":")
        try expectBlockEnd()
        openTags.append((tag, ends))
        defer { openTags.removeLast() }
        return try parseBody(until: ends)
    }

    /// A block with one end tag, that included.
    private mutating func parseWhole(_ tag: String) throws(JinjaError) -> [Statement] {
        let body = try parseBlock(tag, until: ["end" + tag])
        advance()
        return body
    }

    private func unknownEnd(found name: String?, at offset: Int? = nil) -> JinjaError {
        var message = name.map { "Encountered unknown tag '\($0)'." } ?? "Unexpected end of template."
        if let open = openTags.last {
            let wanted = open.ends.map { "'\($0)'" }.joined(separator: " or ")
            message +=
                " Jinja was looking for the following tags: \(wanted). The innermost block that needs to be closed is '\(open.name)'."
        }
        return failure(message, at: offset)
    }

    private mutating func parseStatement() throws(JinjaError) -> Statement {
        let offset = current.offset
        guard case .name(let tag) = current.kind else { throw failure("tag name expected") }
        advance()
        let kind: Statement.Kind
        switch tag {
        case "for": kind = try parseFor()
        case "if": kind = try parseIf()
        case "set": kind = try parseSet()
        case "print":
            // `print` takes several expressions; they stand one after the other.
            var values = [try parseExpression()]
            while skipOperator(",") { values.append(try parseExpression()) }
            kind = .print(Expression(kind: .concatenation(values), offset: offset))
        case "macro": kind = try parseMacro()
        case "call": kind = try parseCallBlock()
        case "filter":
            let filter = try parseFilterChain()
            kind = .filterBlock(filter, body: try parseWhole("filter"))
        case "with": kind = try parseWith()
        case "autoescape":
            let condition = try parseExpression()
            kind = .autoescape(condition, body: try parseWhole("autoescape"))
        case "block": kind = try parseBlockStatement()
        case "extends": kind = .extends(try parseExpression())
        case "include": kind = try parseInclude()
        case "import": kind = try parseImport()
        case "from": kind = try parseFromImport()
        case "generation": kind = .generation(try parseWhole("generation"))
        case "do" where syntax.hasDo: kind = .evaluate(try parseTuple())
        case "break" where syntax.hasLoopControls: kind = .breakLoop
        case "continue" where syntax.hasLoopControls: kind = .continueLoop
        case "trans", "pluralize", "debug":
            throw failure("the tag '\(tag)' belongs to an extension that is not supported", at: offset)
        default:
            throw unknownEnd(found: tag, at: offset)
        }
        return Statement(kind: kind, offset: offset)
    }

    private mutating func parseFor() throws(JinjaError) -> Statement.Kind {
        let target = try parseTarget()
        if target.names.contains("loop") {
            throw failure("Can't assign to special loop variable in for-loop target")
        }
        try expectWord("in")
        let sequence = try parseTuple(withConditional: false, ends: ["recursive"])
        let filter = skipName("if") ? try parseExpression() : nil
        let isRecursive = skipName("recursive")
        let body = try parseBlock("for", until: ["endfor", "else"])
        let otherwise = skipName("else") ? try parseBlock("for", until: ["endfor"]) : []
        advance()
        return .forLoop(
            ForLoop(
                target: target, sequence: sequence, filter: filter, isRecursive: isRecursive, body: body,
                otherwise: otherwise))
    }

    private mutating func parseIf() throws(JinjaError) -> Statement.Kind {
        var branches: [(test: Expression, body: [Statement])] = []
        repeat {
            let test = try parseTuple(withConditional: false)
            branches.append((test, try parseBlock("if", until: ["elif", "else", "endif"])))
        } while skipName("elif")
        let otherwise = skipName("else") ? try parseBlock("if", until: ["endif"]) : []
        advance()
        return .conditional(branches, otherwise: otherwise)
    }

    private mutating func parseSet() throws(JinjaError) -> Statement.Kind {
        let target = try parseTarget(allowsAttributes: true)
        if skipOperator("=") {
            return .set(target, try parseTuple())
        }
        let filter = skipOperator("|") ? try parseFilterChain() : nil
        return .setBlock(target, filter: filter, body: try parseWhole("set"))
    }

    private mutating func parseMacro() throws(JinjaError) -> Statement.Kind {
        let name = try parseAssignedName()
        let signature = try parseSignature()
        return .macro(name: name, signature, body: try parseWhole("macro"))
    }

    private mutating func parseCallBlock() throws(JinjaError) -> Statement.Kind {
        let signature = isOperator("(") ? try parseSignature() : Signature()
        let call = try parseExpression()
        guard case .call = call.kind else { throw failure("expected call", at: call.offset) }
        return .callBlock(signature, call: call, body: try parseWhole("call"))
    }

    private mutating func parseSignature() throws(JinjaError) -> Signature {
        var signature = Signature()
        try expectOperator("(")
        while !isOperator(")") {
            if !signature.names.isEmpty { try expectOperator(",") }
            let name = try parseAssignedName()
            if signature.names.contains(name) { throw failure("duplicate argument '\(name)' in function definition") }
            signature.names.append(name)
            if skipOperator("=") {
                signature.defaults.append(try parseExpression())
            } else if !signature.defaults.isEmpty {
                throw failure("non-default argument follows default argument")
            }
        }
        try expectOperator(")")
        return signature
    }

    private mutating func parseWith() throws(JinjaError) -> Statement.Kind {
        var assignments: [(target: Target, value: Expression)] = []
        while current.kind != .blockEnd {
            if !assignments.isEmpty { try expectOperator(",") }
            let target = try parseTarget()
            try expectOperator("=")
            assignments.append((target, try parseExpression()))
        }
        return .with(assignments, body: try parseWhole("with"))
    }

    private mutating func parseBlockStatement() throws(JinjaError) -> Statement.Kind {
        let offset = current.offset
        let name = try expectName()
        let isScoped = skipName("scoped")
        let isRequired = skipName("required")
        if isOperator("-") {
            throw failure(
                "Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead."
            )
        }
        guard blockNames.insert(name).inserted else { throw failure("block '\(name)' defined twice", at: offset) }
        let body = try parseBlock("block", until: ["endblock"])
        advance()
        _ = skipName(name)
        if isRequired {
            let isBlank = body.allSatisfy { statement in
                if case .text(let text) = statement.kind { stripped(text).isEmpty } else { false }
            }
            guard isBlank else { throw failure("Required blocks can only contain comments or whitespace", at: offset) }
        }
        return .block(name: name, isScoped: isScoped, isRequired: isRequired, body: body)
    }

    // MARK: Other templates

    /// `with context` or `without context`, or nil where neither stands.
    private mutating func parseContextMode() -> Bool? {
        guard isName("with") || isName("without"), next.kind == .name("context") else { return nil }
        let result = isName("with")
        advance()
        advance()
        return result
    }

    private mutating func parseInclude() throws(JinjaError) -> Statement.Kind {
        let template = try parseExpression()
        var ignoresMissing = false
        if isName("ignore"), next.kind == .name("missing") {
            ignoresMissing = true
            advance()
            advance()
        }
        return .include(template, ignoringMissing: ignoresMissing, withContext: parseContextMode() ?? true)
    }

    private mutating func parseImport() throws(JinjaError) -> Statement.Kind {
        let template = try parseExpression()
        try expectWord("as")
        let name = try parseAssignedName()
        return .importTemplate(template, name: name, withContext: parseContextMode() ?? false)
    }

    private mutating func parseFromImport() throws(JinjaError) -> Statement.Kind {
        let template = try parseExpression()
        try expectWord("import")
        var names: [(name: String, alias: String)] = []
        var withContext: Bool?
        repeat {
            withContext = parseContextMode()
            if withContext != nil { break }
            let offset = current.offset
            let name = try parseAssignedName()
            if name.hasPrefix("_") {
                throw failure("names starting with an underline can not be imported", at: offset)
            }
            let alias = skipName("as") ? try parseAssignedName() : name
            names.append((name, alias))
            withContext = parseContextMode()
        } while withContext == nil && skipOperator(",")
        return .fromImport(template, names: names, withContext: withContext ?? false)
    }

    // MARK: Targets

    private mutating func parseAssignedName() throws(JinjaError) -> String {
        let offset = current.offset
        let name = try expectName()
        if Self.isConstantName(name) { throw failure("can't assign to 'const'", at: offset) }
        return name
    }

    /// Parses what is assigned to; a tuple may end with a comma only where its brackets or the tag end.
    private mutating func parseTarget(allowsAttributes: Bool = false) throws(JinjaError) -> Target {
        var targets: [Target] = []
        var isTuple = false
        repeat {
            if !targets.isEmpty {
                isTuple = true
                if current.kind == .blockEnd || current.kind == .variableEnd || isOperator(")") { break }
            }
            targets.append(try parseTargetItem(allowsAttributes: allowsAttributes))
        } while skipOperator(",")
        return isTuple ? .tuple(targets) : targets[0]
    }

    private mutating func parseTargetItem(allowsAttributes: Bool) throws(JinjaError) -> Target {
        let offset = current.offset
        switch current.kind {
        case .name(let name):
            if allowsAttributes, next.kind == .op(".") {
                advance()
                advance()
                return .attribute(name, try expectName())
            }
            return .name(try parseAssignedName())
        case .op("("):
            advance()
            let inner = try nested { parser throws(JinjaError) in try parser.parseTarget() }
            try expectOperator(")")
            return inner
        case .op("["): throw failure("can't assign to 'list'", at: offset)
        case .op("{"): throw failure("can't assign to 'dict'", at: offset)
        case .string, .integer, .float: throw failure("can't assign to 'const'", at: offset)
        default: throw failure("Expected an expression, got \(quote(current.kind.description))")
        }
    }
}
