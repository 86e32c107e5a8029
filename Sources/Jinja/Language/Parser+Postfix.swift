/// What may follow an expression: attributes, items, calls, filters and tests.
extension Parser {
    mutating func parsePostfix(_ start: Expression) throws(JinjaError) -> Expression {
        try parseChain({ _ throws(JinjaError) in start }) { parser, operand throws(JinjaError) in
            switch parser.current.kind {
            case .op("."): return try parser.parseAttribute(operand)
            case .op("["): return try parser.parseSubscript(operand)
            case .op("("):
                let offset = parser.current.offset
                return Expression(kind: .call(operand, try parser.parseArguments()), offset: offset)
            default: return nil
            }
        }
    }

    mutating func parseFilters(_ start: Expression) throws(JinjaError) -> Expression {
        try parseChain({ _ throws(JinjaError) in start }) { parser, operand throws(JinjaError) in
            switch parser.current.kind {
            case .op("|"): return try parser.parseFilter(operand)
            case .name("is"): return try parser.parseTest(operand)
            // A call may follow a filter or a test: `x|attr('f')()`.
            case .op("("):
                let offset = parser.current.offset
                return Expression(kind: .call(operand, try parser.parseArguments()), offset: offset)
            default: return nil
            }
        }
    }

    mutating func parseAttribute(_ operand: Expression) throws(JinjaError) -> Expression {
        let offset = advance().offset
        switch current.kind {
        case .name(let name):
            advance()
            return Expression(kind: .attribute(operand, name), offset: offset)
        case .integer(let number):
            advance()
            return Expression(
                kind: .item(operand, Expression(kind: .constant(.integer(number)), offset: offset)), offset: offset)
        default: throw failure("expected name or number")
        }
    }

    mutating func parseSubscript(_ operand: Expression) throws(JinjaError) -> Expression {
        let offset = advance().offset
        var items: [(kind: Expression?, start: Expression?, stop: Expression?, step: Expression?)] = []
        while !isOperator("]") {
            if !items.isEmpty { try expectOperator(",") }
            items.append(try parseSubscriptItem())
        }
        try expectOperator("]")
        // None at all is the empty tuple, as several are a tuple.
        if items.count == 1, let first = items.first {
            if let key = first.kind { return Expression(kind: .item(operand, key), offset: offset) }
            return Expression(
                kind: .slice(operand, start: first.start, stop: first.stop, step: first.step), offset: offset)
        }
        var keys: [Expression] = []
        for item in items {
            guard let key = item.kind else { throw failure("slices cannot be parts of a tuple key", at: offset) }
            keys.append(key)
        }
        return Expression(
            kind: .item(operand, Expression(kind: .tuple(keys), offset: offset)), offset: offset)
    }

    mutating func parseSubscriptItem() throws(JinjaError)
        -> (kind: Expression?, start: Expression?, stop: Expression?, step: Expression?)
    {
        var start: Expression?
        if !isOperator(":") {
            let first = try parseExpression()
            guard isOperator(":") else { return (first, nil, nil, nil) }
            start = first
        }
        advance()
        var stop: Expression?
        var step: Expression?
        if !isOperator(":"), !isOperator("]"), !isOperator(",") { stop = try parseExpression() }
        if skipOperator(":"), !isOperator("]"), !isOperator(",") { step = try parseExpression() }
        return (nil, start, stop, step)
    }

    mutating func parseArguments() throws(JinjaError) -> Arguments {
        let offset = current.offset
        try expectOperator("(")
        var result = Arguments()
        var needsComma = false
        while !isOperator(")") {
            if needsComma {
                try expectOperator(",")
                if isOperator(")") { break }
            }
            let isOrdered: Bool
            if skipOperator("*") {
                isOrdered = result.spread == nil && result.keywordSpread == nil
                result.spread = try parseExpression()
            } else if skipOperator("**") {
                isOrdered = result.keywordSpread == nil
                result.keywordSpread = try parseExpression()
            } else if case .name(let name) = current.kind, next.kind == .op("=") {
                isOrdered = result.keywordSpread == nil
                advance()
                advance()
                guard !result.keywords.contains(where: { $0.name == name }) else {
                    throw failure("keyword argument repeated: \(name)", at: offset)
                }
                result.keywords.append((name, try parseExpression()))
            } else {
                isOrdered = result.spread == nil && result.keywordSpread == nil && result.keywords.isEmpty
                result.positional.append(try parseExpression())
            }
            guard isOrdered else { throw failure("invalid syntax for function call expression", at: offset) }
            needsComma = true
        }
        try expectOperator(")")
        return result
    }

    // MARK: Filters and tests

    mutating func parseDottedName() throws(JinjaError) -> String {
        var name = try expectName()
        while skipOperator(".") { name += "." + (try expectName()) }
        return name
    }

    mutating func parseFilter(_ operand: Expression?) throws(JinjaError) -> Expression {
        advance()
        return try parseFilterName(operand)
    }

    mutating func parseFilterName(_ operand: Expression?) throws(JinjaError) -> Expression {
        let offset = current.offset
        let name = try parseDottedName()
        let arguments = isOperator("(") ? try parseArguments() : Arguments()
        return Expression(kind: .filter(operand, name, arguments), offset: offset)
    }

    /// A chain of filters without an input, as in a filter block.
    mutating func parseFilterChain() throws(JinjaError) -> Expression {
        var result = try parseFilterName(nil)
        var length = 0
        while isOperator("|") {
            result = try parseFilter(result)
            length += 1
            try checkChain(length)
        }
        return result
    }

    mutating func parseTest(_ operand: Expression) throws(JinjaError) -> Expression {
        let offset = advance().offset
        let isNegated = skipName("not")
        let name = try parseDottedName()
        var arguments = Arguments()
        switch current.kind {
        case .op("("): arguments = try parseArguments()
        case .name(let word) where !["else", "or", "and"].contains(word):
            if word == "is" { throw failure("You cannot chain multiple tests with is") }
            arguments.positional = [try parseTestArgument()]
        case .string, .integer, .float, .op("["), .op("{"): arguments.positional = [try parseTestArgument()]
        default: break
        }
        let test = Expression(kind: .test(operand, name, arguments), offset: offset)
        return isNegated ? Expression(kind: .not(test), offset: offset) : test
    }

    mutating func parseTestArgument() throws(JinjaError) -> Expression {
        try nested { parser throws(JinjaError) in try parser.parsePostfix(try parser.parsePrimary()) }
    }
}
