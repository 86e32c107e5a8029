import BigInt

/// Names that stand for constants and cannot be assigned.
private nonisolated(unsafe) let constantNames: [String: Value] = [
    "true": .bool(true), "True": .bool(true), "false": .bool(false), "False": .bool(false),
    "none": .none, "None": .none,
]

extension Parser {
    /// Whether a name can never be assigned to.
    static func isConstantName(_ name: String) -> Bool { constantNames[name] != nil }

    mutating func parseExpression(withConditional: Bool = true) throws(JinjaError) -> Expression {
        try nested { parser throws(JinjaError) in
            withConditional ? try parser.parseConditional() : try parser.parseOr()
        }
    }

    private mutating func parseConditional() throws(JinjaError) -> Expression {
        var result = try parseOr()
        var chain = 0
        while isName("if") {
            let offset = advance().offset
            chain += 1
            try checkChain(chain)
            let test = try parseOr()
            let otherwise =
                skipName("else") ? try nested { parser throws(JinjaError) in try parser.parseConditional() } : nil
            result = Expression(kind: .conditional(test: test, then: result, otherwise: otherwise), offset: offset)
        }
        return result
    }

    /// Parses a chain of operators of one rank, grouped from the left.
    mutating func parseChain(
        _ operand: (inout Parser) throws(JinjaError) -> Expression,
        _ combine: (inout Parser, Expression) throws(JinjaError) -> Expression?
    ) throws(JinjaError) -> Expression {
        var result = try operand(&self)
        var length = 0
        while let combined = try combine(&self, result) {
            result = combined
            length += 1
            try checkChain(length)
        }
        return result
    }

    private mutating func parseOr() throws(JinjaError) -> Expression {
        try parseChain({ parser throws(JinjaError) in try parser.parseAnd() }) { parser, left throws(JinjaError) in
            guard parser.isName("or") else { return nil }
            let offset = parser.advance().offset
            return Expression(kind: .or(left, try parser.parseAnd()), offset: offset)
        }
    }

    private mutating func parseAnd() throws(JinjaError) -> Expression {
        try parseChain({ parser throws(JinjaError) in try parser.parseNot() }) { parser, left throws(JinjaError) in
            guard parser.isName("and") else { return nil }
            let offset = parser.advance().offset
            return Expression(kind: .and(left, try parser.parseNot()), offset: offset)
        }
    }

    private mutating func parseNot() throws(JinjaError) -> Expression {
        guard isName("not") else { return try parseComparison() }
        let offset = advance().offset
        let operand = try nested { parser throws(JinjaError) in try parser.parseNot() }
        return Expression(kind: .not(operand), offset: offset)
    }

    private mutating func parseComparison() throws(JinjaError) -> Expression {
        let offset = current.offset
        let first = try parseSum()
        var rest: [(operation: Comparison, operand: Expression)] = []
        while let operation = parseComparisonOperator() {
            rest.append((operation, try parseSum()))
            try checkChain(rest.count)
        }
        return rest.isEmpty ? first : Expression(kind: .comparison(first, rest), offset: offset)
    }

    private mutating func parseComparisonOperator() -> Comparison? {
        let result: Comparison
        switch current.kind {
        case .op("=="): result = .equal
        case .op("!="): result = .notEqual
        case .op("<"): result = .order(.less)
        case .op("<="): result = .order(.lessOrEqual)
        case .op(">"): result = .order(.greater)
        case .op(">="): result = .order(.greaterOrEqual)
        case .name("in"): result = .contained
        case .name("not") where next.kind == .name("in"):
            advance()
            result = .notContained
        default: return nil
        }
        advance()
        return result
    }

    private mutating func parseBinary(
        _ operators: [BinaryOperator], _ operand: (inout Parser) throws(JinjaError) -> Expression
    ) throws(JinjaError) -> Expression {
        try parseChain(operand) { parser, left throws(JinjaError) in
            guard case .op(let text) = parser.current.kind, let operation = BinaryOperator(rawValue: text),
                operators.contains(operation)
            else { return nil }
            let offset = parser.advance().offset
            return Expression(kind: .binary(operation, left, try operand(&parser)), offset: offset)
        }
    }

    private mutating func parseSum() throws(JinjaError) -> Expression {
        try parseBinary([.add, .subtract]) { parser throws(JinjaError) in try parser.parseConcatenation() }
    }

    private mutating func parseConcatenation() throws(JinjaError) -> Expression {
        let offset = current.offset
        var operands = [try parseProduct()]
        while skipOperator("~") {
            operands.append(try parseProduct())
            try checkChain(operands.count)
        }
        return operands.count == 1 ? operands[0] : Expression(kind: .concatenation(operands), offset: offset)
    }

    private mutating func parseProduct() throws(JinjaError) -> Expression {
        try parseBinary([.multiply, .divide, .floorDivide, .modulo]) { parser throws(JinjaError) in
            try parser.parsePower()
        }
    }

    private mutating func parsePower() throws(JinjaError) -> Expression {
        try parseBinary([.power]) { parser throws(JinjaError) in try parser.parseUnary() }
    }

    /// A unary expression; filters bind weaker than a sign unless the caller keeps them for itself.
    private mutating func parseUnary(withFilter: Bool = true) throws(JinjaError) -> Expression {
        try nested { parser throws(JinjaError) in
            let offset = parser.current.offset
            var result: Expression
            if parser.skipOperator("-") {
                result = Expression(kind: .negative(try parser.parseUnary(withFilter: false)), offset: offset)
            } else if parser.skipOperator("+") {
                result = Expression(kind: .positive(try parser.parseUnary(withFilter: false)), offset: offset)
            } else {
                result = try parser.parsePrimary()
            }
            result = try parser.parsePostfix(result)
            if withFilter { result = try parser.parseFilters(result) }
            return result
        }
    }

    // MARK: Primary expressions

    mutating func parsePrimary() throws(JinjaError) -> Expression {
        let token = current
        switch token.kind {
        case .name(let name):
            advance()
            if let constant = constantNames[name] { return Expression(kind: .constant(constant), offset: token.offset) }
            return Expression(kind: .name(name), offset: token.offset)
        case .string(var text):
            advance()
            // Neighbouring literals are one, as in Python.
            while case .string(let more) = current.kind {
                text += more
                advance()
            }
            return Expression(kind: .constant(.string(text)), offset: token.offset)
        case .integer(let number):
            advance()
            return Expression(kind: .constant(.integer(number)), offset: token.offset)
        case .float(let number):
            advance()
            return Expression(kind: .constant(.double(number)), offset: token.offset)
        case .op("("):
            advance()
            let result = try parseTuple(isExplicit: true)
            try expectOperator(")")
            return result
        case .op("["):
            advance()
            let items = try parseItems(until: "]") { parser throws(JinjaError) in try parser.parseExpression() }
            return Expression(kind: .list(items), offset: token.offset)
        case .op("{"):
            advance()
            let pairs = try parseItems(until: "}") { parser throws(JinjaError) in
                let key = try parser.parseExpression()
                try parser.expectOperator(":")
                return (key: key, value: try parser.parseExpression())
            }
            return Expression(kind: .dict(pairs), offset: token.offset)
        case .endOfTemplate: throw failure("unexpected 'end of template'")
        default: throw failure("unexpected \(quote(token.kind.description))")
        }
    }

    mutating func parseItems<Item>(
        until end: String, _ item: (inout Parser) throws(JinjaError) -> Item
    ) throws(JinjaError) -> [Item] {
        var items: [Item] = []
        while !isOperator(end) {
            if !items.isEmpty {
                try expectOperator(",")
                if isOperator(end) { break }
            }
            items.append(try item(&self))
        }
        try expectOperator(end)
        return items
    }

    /// One expression, or several with commas as a tuple.
    ///
    /// - Parameters:
    ///   - isExplicit: whether empty parentheses stand here, which are the empty tuple.
    ///   - ends: names that end the tuple, such as `in`.
    mutating func parseTuple(
        isExplicit: Bool = false, withConditional: Bool = true, ends: [String] = []
    ) throws(JinjaError) -> Expression {
        let offset = current.offset
        var items: [Expression] = []
        var isTuple = false
        while true {
            if !items.isEmpty {
                try expectOperator(",")
            }
            if isTupleEnd(ends) { break }
            items.append(try parseExpression(withConditional: withConditional))
            guard isOperator(",") else { break }
            isTuple = true
        }
        if !isTuple {
            if let only = items.first { return only }
            guard isExplicit else {
                throw failure("Expected an expression, got \(quote(current.kind.description))")
            }
        }
        return Expression(kind: .tuple(items), offset: offset)
    }

    private func isTupleEnd(_ ends: [String]) -> Bool {
        switch current.kind {
        case .variableEnd, .blockEnd, .op(")"): true
        case .name(let name): ends.contains(name)
        default: false
        }
    }
}
