extension CodeGenerator {
    func generate(_ statement: Statement) throws(JinjaError) {
        let offset = statement.offset
        switch statement.kind {
        case .text, .print, .include, .filterBlock, .callBlock, .block:
            try generateOutput(statement)
        case .forLoop(let loop): try generateLoop(loop, at: offset)
        case .conditional(let branches, let otherwise): try generateIf(branches, otherwise, at: offset)
        case .set(let target, let value):
            try generate(value)
            try store(target, at: offset)
        case .setBlock(let target, let filter, let body):
            try withoutOutputChecks { () throws(JinjaError) in try capture(body, at: offset) }
            if let filter { try generate(filter) }
            try store(target, at: offset)
        case .macro(let name, let signature, let body):
            let index = try generateFunction(name, signature, body, at: offset)
            emit(.macro, Int32(index), at: offset)
            storeName(name, at: offset)
        case .with(let assignments, let body): try generateWith(assignments, body, at: offset)
        case .autoescape(let condition, let body):
            try generate(condition)
            emit(.beginAutoescape, at: offset)
            mayEscape = true
            try generateScoped(body, unwinding: .endAutoescape, at: offset)
            emit(.endAutoescape, at: offset)
        case .extends(let template):
            guard scope.isTopLevel else { throw failure("cannot use extend from a non top-level scope", at: offset) }
            try generate(template)
            emit(.extend, at: offset)
            if conditionalDepth == 0 { hasExtended = true }
        case .importTemplate(let template, let name, let withContext):
            try generate(template)
            emit(.importModule, withContext ? 1 : 0, withContext ? scopeTable() : -1, at: offset)
            storeName(name, at: offset)
        case .fromImport(let template, let names, let withContext):
            try generate(template)
            emit(.importModule, withContext ? 1 : 0, withContext ? scopeTable() : -1, at: offset)
            for (name, alias) in names {
                emit(.importName, self.name(name), at: offset)
                storeName(alias, at: offset)
            }
            emit(.pop, at: offset)
        case .evaluate(let expression):
            try generate(expression)
            emit(.pop, at: offset)
        case .breakLoop, .continueLoop: try generateJump(statement)
        case .generation(let body):
            emit(.beginGeneration, at: offset)
            try generateScoped(body, at: offset)
            emit(.endGeneration, at: offset)
        }
    }

    // MARK: Output

    /// Statements that write; in a template that extends another, text outside of its blocks is void.
    private func generateOutput(_ statement: Statement) throws(JinjaError) {
        let isVoidable =
            switch statement.kind {
            case .text, .print: checksOutput
            case .block: scope.isTopLevel && mayExtend
            // Jinja2 checks no others: their own output is written before the parent's.
            default: false
            }
        var skip: Int?
        if isVoidable {
            if hasExtended {
                // Blocks are still defined, only not placed.
                if case .block(let name, _, _, let body) = statement.kind {
                    try defineBlock(name, body, at: statement.offset)
                }
                return
            }
            skip = emit(.jumpIfExtended, at: statement.offset)
        }
        try generateWriting(statement)
        if let skip { patch(skip) }
    }

    /// Generates a part whose text is kept, or is a block's or a macro's own.
    private func withoutOutputChecks(_ body: () throws(JinjaError) -> Void) throws(JinjaError) {
        let outer = checksOutput
        checksOutput = false
        defer { checksOutput = outer }
        try body()
    }

    private func generateWriting(_ statement: Statement) throws(JinjaError) {
        let offset = statement.offset
        switch statement.kind {
        case .text(let text): generateText(text, at: offset)
        case .print(let expression):
            switch expression.kind {
            case .name(let name):
                let (slot, hops) = place(of: name)
                emit(.writeName, Int32(slot), self.name(name), hops: hops, at: expression.offset)
            case .constant(.string(let text)) where !mayEscape: generateText(text, at: offset)
            default:
                try generate(expression)
                if case .attribute(let operand, _) = expression.kind, case .name = operand.kind,
                    scope.function.code.last?.opcode == .loopAttribute
                {
                    scope.function.code[here - 1].opcode = .writeLoopAttribute
                } else {
                    emit(.write, at: expression.offset)
                }
            }
        case .include(let template, let ignoringMissing, let withContext):
            try generate(template)
            emit(
                .include, (ignoringMissing ? 1 : 0) | (withContext ? 2 : 0), withContext ? scopeTable() : -1, at: offset
            )
        case .filterBlock(let filter, let body):
            try capture(body, at: offset)
            try generate(filter)
            emit(.write, at: offset)
        case .callBlock(let signature, let call, let body):
            guard case .call(let callee, var arguments) = call.kind else { return }
            let index = try generateFunction("caller", signature, body, at: offset)
            functions[index].isCaller = true
            // The caller is one more keyword argument.
            try generate(callee)
            for argument in arguments.positional { try generate(argument) }
            for keyword in arguments.keywords { try generate(keyword.value) }
            emit(.macro, Int32(index), at: offset)
            arguments.keywords.append((name: "caller", value: call))
            if let spread = arguments.spread { try generate(spread) }
            if let spread = arguments.keywordSpread { try generate(spread) }
            let spreads = (arguments.spread == nil ? 0 : 1) | (arguments.keywordSpread == nil ? 0 : 2)
            emit(
                .call, Int32(arguments.positional.count), keywordTable(arguments.keywords.map(\.name)), c: spreads,
                at: call.offset)
            emit(.write, at: offset)
        case .block(let name, let isScoped, let isRequired, let body):
            try defineBlock(name, body, at: offset)
            emit(.block, self.name(name), isScoped ? scopeTable() : -1, c: isRequired ? 1 : 0, at: offset)
        default: break
        }
    }

    private func generateText(_ text: String, at offset: Int) {
        let marked = environment.separator?.marking(text) ?? text
        if !marked.isEmpty { emit(.writeLiteral, literal(marked.utf8), at: offset) }
    }

    /// Generates a body whose output is pushed as a text.
    func capture(_ body: [Statement], at offset: Int) throws(JinjaError) {
        emit(.beginCapture, at: offset)
        try generateScoped(body, unwinding: .dropCapture, at: offset)
        emit(.endCapture, at: offset)
    }

    func generateScoped(_ body: [Statement], unwinding: Opcode? = nil, at offset: Int) throws(JinjaError) {
        let inner = innerScope()
        inner.unwinding = unwinding
        try inScope(inner, assigning: NameAnalysis(body).assigned, at: offset) { () throws(JinjaError) in
            try generateBody(body)
        }
    }

    // MARK: Assignments

    func store(_ target: Target, at offset: Int) throws(JinjaError) {
        switch target {
        case .name(let name): storeName(name, at: offset)
        case .tuple(let targets):
            emit(.unpack, Int32(targets.count), at: offset)
            for target in targets { try store(target, at: offset) }
        case .attribute(let name, let attribute):
            let (slot, hops) = place(of: name)
            emit(.setAttribute, Int32(slot), self.name(attribute), hops: hops, c: Int(self.name(name)), at: offset)
        }
    }

    private func generateWith(
        _ assignments: [(target: Target, value: Expression)], _ body: [Statement], at offset: Int
    ) throws(JinjaError) {
        // All values are evaluated before any name is bound.
        for assignment in assignments { try generate(assignment.value) }
        let inner = innerScope()
        let names = assignments.flatMap(\.target.names)
        try inScope(inner, assigning: names + NameAnalysis(body).assigned, at: offset) { () throws(JinjaError) in
            for assignment in assignments.reversed() { try store(assignment.target, at: offset) }
            try generateBody(body)
        }
    }

    // MARK: Functions

    private func defineBlock(_ name: String, _ body: [Statement], at offset: Int) throws(JinjaError) {
        let (index, function) = newFunction(name)
        define(block: name, as: index)
        let outer = scope
        scope = Scope(parent: nil, function: function)
        defer { scope = outer }
        let analysis = NameAnalysis(body)
        if analysis.read.contains("super") { function.superSlot = scope.bind("super") }
        for name in analysis.assigned { _ = scope.bind(name) }
        try withoutOutputChecks { () throws(JinjaError) in try generateBody(body) }
        emit(.end, at: offset)
    }

    private func generateFunction(
        _ name: String, _ signature: Signature, _ body: [Statement], at offset: Int
    ) throws(JinjaError) -> Int {
        let (index, function) = newFunction(name)
        let inner = Scope(parent: scope, function: function)
        function.parameters = signature.names
        function.defaultCount = signature.defaults.count
        for name in signature.names { _ = inner.bind(name) }
        let firstDefault = signature.names.count - signature.defaults.count
        let analysis = NameAnalysis(body)
        let read = analysis.read.union(NameAnalysis(signature.defaults).read)
        if let position = signature.names.firstIndex(of: "caller") {
            guard position >= firstDefault else {
                throw failure(
                    "When defining macros or call blocks the special \"caller\" argument must be omitted or be given a default.",
                    at: offset)
            }
            function.callerSlot = position
        } else if read.contains("caller") {
            function.callerSlot = inner.bind("caller")
        }
        if !signature.names.contains("kwargs"), read.contains("kwargs") { function.kwargsSlot = inner.bind("kwargs") }
        if !signature.names.contains("varargs"), read.contains("varargs") {
            function.varargsSlot = inner.bind("varargs")
        }
        let names = analysis.assigned.filter { inner.slots[$0] == nil }
        try inScope(inner, assigning: names, at: offset) { () throws(JinjaError) in
            for (position, name) in signature.names.enumerated() {
                let bound = emit(.jumpIfBound, 0, Int32(position), at: offset)
                if position >= firstDefault {
                    try generate(signature.defaults[position - firstDefault])
                    emit(.store, Int32(position), at: offset)
                } else {
                    emit(.missingParameter, Int32(position), self.name(name), at: offset)
                }
                patch(bound)
            }
            try withoutOutputChecks { () throws(JinjaError) in try generateBody(body) }
            emit(.end, at: offset)
        }
        return index
    }
}

extension Statement {
    /// Whether the statement hands `loop` to a scoped block. Other templates get it only if the loop's body names it.
    var hasScopedBlock: Bool {
        switch kind {
        case .block(_, let isScoped, _, let body): isScoped || body.contains(where: \.hasScopedBlock)
        case .conditional(let branches, let otherwise):
            branches.contains { $0.body.contains(where: \.hasScopedBlock) }
                || otherwise.contains(where: \.hasScopedBlock)
        case .forLoop(let loop): loop.body.contains(where: \.hasScopedBlock)
        case .with(_, let body), .filterBlock(_, let body), .autoescape(_, let body), .generation(let body),
            .setBlock(_, _, let body), .macro(_, _, let body), .callBlock(_, _, let body):
            body.contains(where: \.hasScopedBlock)
        default: false
        }
    }
}
