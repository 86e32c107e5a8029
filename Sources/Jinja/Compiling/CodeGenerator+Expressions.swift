extension CodeGenerator {
    func generate(_ expression: Expression) throws(JinjaError) {
        let offset = expression.offset
        switch expression.kind {
        case .constant(let value): emit(.constant, constant(separated(value)), at: offset)
        case .name(let name): loadName(name, at: offset)
        case .list(let items): try generateAll(items, .list, at: offset)
        case .tuple(let items): try generateAll(items, .tuple, at: offset)
        case .concatenation(let items): try generateAll(items, .concatenate, at: offset)
        case .dict(let pairs):
            for pair in pairs {
                try generate(pair.key)
                try generate(pair.value)
            }
            emit(.dict, Int32(pairs.count), at: offset)
        case .attribute(let operand, let name): try generateAttribute(operand, name, at: offset)
        case .item(let operand, let key):
            try generate(operand)
            try asData { () throws(JinjaError) in try generate(key) }
            emit(.item, at: offset)
        case .slice(let operand, let start, let stop, let step):
            try generate(operand)
            for part in [start, stop, step] {
                if let part { try generate(part) } else { emit(.constant, constant(.none), at: offset) }
            }
            emit(.slice, at: offset)
        case .call(let callee, let arguments): try generateCall(callee, arguments, at: offset)
        case .filter(let input, let name, let arguments): try generateFilter(input, name, arguments, at: offset)
        case .test(let operand, let name, let arguments): try generateTest(operand, name, arguments, at: offset)
        case .not(let operand):
            try generate(operand)
            emit(.not, at: offset)
        case .negative(let operand):
            try generate(operand)
            emit(.negative, at: offset)
        case .positive(let operand):
            try generate(operand)
            emit(.positive, at: offset)
        case .binary(.power, let left, let right) where isNegativeNumber(left) && !right.isConstant:
            // Jinja2 writes a folded negative number into Python code without brackets, where `**` binds closer.
            guard case .negative(let base) = left.kind else { return }
            try generate(base)
            try generate(right)
            emit(.binary, BinaryOperator.power.code, at: offset)
            emit(.negative, at: offset)
        case .binary(let operation, let left, let right):
            try generate(left)
            try generate(right)
            emit(.binary, operation.code, at: offset)
        case .comparison(let first, let rest):
            try asData { () throws(JinjaError) in try generateComparison(first, rest, at: offset) }
        case .and(let left, let right): try generateLogical(.jumpIfFalseOrPop, left, right, at: offset)
        case .or(let left, let right): try generateLogical(.jumpIfTrueOrPop, left, right, at: offset)
        case .conditional(let test, let then, let otherwise):
            try generateConditional(test, then, otherwise, at: offset)
        }
    }

    private func isNegativeNumber(_ expression: Expression) -> Bool {
        guard case .negative(let operand) = expression.kind, case .constant(let value) = operand.kind else {
            return false
        }
        return value.asDouble != nil
    }

    private func generateAll(_ items: [Expression], _ opcode: Opcode, at offset: Int) throws(JinjaError) {
        for item in items { try generate(item) }
        emit(opcode, Int32(items.count), at: offset)
    }

    /// Runs a part in which texts of the template are compared with data rather than written.
    private func asData(_ body: () throws(JinjaError) -> Void) throws(JinjaError) {
        let outer = keepsSeparators
        keepsSeparators = true
        defer { keepsSeparators = outer }
        try body()
    }

    /// A text constant with its separators marked, unless it meets data here.
    private func separated(_ value: Value) -> Value {
        guard let separator = environment.separator, case .string(let text) = value else { return value }
        return .string(keepsSeparators ? separator.asData(text) : separator.marking(text))
    }

    private func generateAttribute(_ operand: Expression, _ name: String, at offset: Int) throws(JinjaError) {
        // `loop.index` and its like are read straight from the loop.
        if case .name("loop") = operand.kind, let attribute = LoopAttribute(name), scope.seesInnermostLoop {
            emit(.loopAttribute, 0, attribute.rawValue, at: offset)
            return
        }
        try generate(operand)
        emit(.attribute, self.name(name), at: offset)
    }

    private func generateComparison(
        _ first: Expression, _ rest: [(operation: Comparison, operand: Expression)], at offset: Int
    ) throws(JinjaError) {
        if rest.count == 1, case .equal = rest[0].operation, case .name(let name) = first.kind,
            case .constant(let value) = rest[0].operand.kind, constants.count <= Int(UInt16.max)
        {
            let (slot, hops) = place(of: name)
            let index = constant(separated(value))
            emit(.equalsConstant, Int32(slot), self.name(name), hops: hops, c: Int(index), at: offset)
            return
        }
        try generate(first)
        if rest.count == 1 {
            try generate(rest[0].operand)
            emit(opcode(rest[0].operation), at: offset)
            return
        }
        // a < b < c: every operand is evaluated once, and the chain stops at the first that fails.
        let slot = Int32(scope.newSlot())
        var exits: [Int] = []
        for (index, (operation, operand)) in rest.enumerated() {
            try generate(operand)
            let isLast = index == rest.count - 1
            if !isLast {
                emit(.duplicate, at: offset)
                emit(.store, slot, at: offset)
            }
            emit(opcode(operation), at: offset)
            if !isLast {
                exits.append(emit(.jumpIfFalseOrPop, at: offset))
                emit(.load, slot, name("comparison"), at: offset)
            }
        }
        patch(exits)
    }

    private func opcode(_ comparison: Comparison) -> Opcode {
        switch comparison {
        case .equal: .equal
        case .notEqual: .notEqual
        case .order(.less): .less
        case .order(.lessOrEqual): .lessOrEqual
        case .order(.greater): .greater
        case .order(.greaterOrEqual): .greaterOrEqual
        case .contained: .contained
        case .notContained: .notContained
        }
    }

    private func generateLogical(
        _ jump: Opcode, _ left: Expression, _ right: Expression, at offset: Int
    ) throws(JinjaError) {
        try generate(left)
        let exit = emit(jump, at: offset)
        try generate(right)
        patch(exit)
    }

    private func generateConditional(
        _ test: Expression, _ then: Expression, _ otherwise: Expression?, at offset: Int
    ) throws(JinjaError) {
        conditionalDepth += 1
        defer { conditionalDepth -= 1 }
        try generate(test)
        let toOtherwise = emit(.jumpIfFalse, at: offset)
        try generate(then)
        let toEnd = emit(.jump, at: offset)
        patch(toOtherwise)
        if let otherwise {
            try generate(otherwise)
        } else {
            emit(
                .constant,
                constant(
                    .undefined(
                        Undefined(
                            hint: "the inline if-expression evaluated to false and no else section was defined.",
                            name: "if", isAlwaysLenient: true))), at: offset)
        }
        patch(toEnd)
    }

    // MARK: Calls

    /// Methods whose text arguments are looked for in data.
    private static let searchingMethods: Set<String> = [
        "split", "rsplit", "replace", "startswith", "endswith", "find", "rfind", "index", "rindex", "count", "strip",
        "lstrip", "rstrip", "partition", "rpartition", "removeprefix", "removesuffix", "get", "pop", "remove",
    ]

    func generateCall(_ callee: Expression, _ arguments: Arguments, at offset: Int) throws(JinjaError) {
        if case .attribute(let operand, let method) = callee.kind, arguments.keywords.isEmpty,
            arguments.spread == nil, arguments.keywordSpread == nil
        {
            try generate(operand)
            if Self.searchingMethods.contains(method) {
                try asData { () throws(JinjaError) in for argument in arguments.positional { try generate(argument) } }
            } else {
                for argument in arguments.positional { try generate(argument) }
            }
            emit(.callMethod, Int32(arguments.positional.count), name(method), at: offset)
            return
        }
        try generate(callee)
        let shape = try generateArguments(arguments)
        emit(.call, shape.count, shape.keywords, c: shape.spreads, at: offset)
    }

    /// Pushes positional arguments, keyword values and spreads in that order.
    func generateArguments(
        _ arguments: Arguments
    ) throws(JinjaError) -> (count: Int32, keywords: Int32, spreads: Int) {
        for argument in arguments.positional { try generate(argument) }
        for keyword in arguments.keywords { try generate(keyword.value) }
        if let spread = arguments.spread { try generate(spread) }
        if let spread = arguments.keywordSpread { try generate(spread) }
        let spreads = (arguments.spread == nil ? 0 : 1) | (arguments.keywordSpread == nil ? 0 : 2)
        return (Int32(arguments.positional.count), keywordTable(arguments.keywords.map(\.name)), spreads)
    }

    private func generateFilter(
        _ input: Expression?, _ name: String, _ arguments: Arguments, at offset: Int
    ) throws(JinjaError) {
        if let input { try generate(input) }
        guard let index = environment.library.filterIndexes[name] else {
            try unknown("filter", name, 0, at: offset)
            return
        }
        let generateArguments = { () throws(JinjaError) in
            try self.generateBound(
                self.environment.library.filters[index], arguments, index, (.filter, .variadicFilter), "filter",
                at: offset)
        }
        if name == "replace" { try asData(generateArguments) } else { try generateArguments() }
    }

    private func generateTest(
        _ operand: Expression, _ name: String, _ arguments: Arguments, at offset: Int
    ) throws(JinjaError) {
        try generate(operand)
        guard let index = environment.library.testIndexes[name] else {
            try unknown("test", name, 1, at: offset)
            return
        }
        try asData { () throws(JinjaError) in
            try generateBound(
                environment.library.tests[index], arguments, index, (.test, .variadicTest), "test", at: offset)
        }
    }

    private func unknown(_ what: String, _ name: String, _ code: Int32, at offset: Int) throws(JinjaError) {
        guard conditionalDepth > 0 else { throw failure("No \(what) named '\(name)'.", at: offset) }
        emit(.unknown, self.name(name), code, at: offset)
    }

    /// Pushes a filter's or test's arguments in the order of its parameters, as far as they are known now.
    private func generateBound(
        _ definition: LibraryFunction, _ arguments: Arguments, _ index: Int,
        _ opcodes: (bound: Opcode, variadic: Opcode), _ what: String, at offset: Int
    ) throws(JinjaError) {
        guard !definition.isVariadic, arguments.spread == nil, arguments.keywordSpread == nil,
            let ordered = ordered(arguments, definition)
        else {
            if !definition.isVariadic, arguments.spread == nil, arguments.keywordSpread == nil, conditionalDepth == 0,
                !environment.delaysArgumentErrors
            {
                throw failure(
                    "\(what) '\(definition.name)' takes \(definition.signature), but is given other arguments",
                    at: offset)
            }
            let shape = try generateArguments(arguments)
            emit(
                opcodes.variadic, Int32(index), shape.count, hops: shape.spreads, c: Int(shape.keywords + 1), at: offset
            )
            return
        }
        for argument in ordered {
            if let argument { try generate(argument) } else { emit(.constant, constant(.missing), at: offset) }
        }
        emit(opcodes.bound, Int32(index), Int32(ordered.count), at: offset)
    }

    private func ordered(_ arguments: Arguments, _ definition: LibraryFunction) -> [Expression?]? {
        guard arguments.positional.count <= definition.parameters.count else { return nil }
        var result: [Expression?] = arguments.positional
        for (name, value) in arguments.keywords {
            guard let position = definition.parameters.firstIndex(of: name) else { return nil }
            while result.count <= position { result.append(nil) }
            guard result[position] == nil else { return nil }
            result[position] = value
        }
        guard result.count >= definition.required, result.prefix(definition.required).allSatisfy({ $0 != nil }) else {
            return nil
        }
        return result
    }
}

extension Expression {
    /// Whether the value is known from the text alone, so that Jinja2 computes it while compiling.
    fileprivate var isConstant: Bool {
        switch kind {
        case .constant: true
        case .not(let operand), .negative(let operand), .positive(let operand): operand.isConstant
        case .binary(_, let left, let right), .and(let left, let right), .or(let left, let right):
            left.isConstant && right.isConstant
        default: false
        }
    }
}
