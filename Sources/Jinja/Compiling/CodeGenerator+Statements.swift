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
                emit(.write, at: expression.offset)
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
        guard let separator = environment.separator else {
            if !text.isEmpty { emit(.writeLiteral, literal(text.utf8), at: offset) }
            return
        }
        let marked = separator.marking(text)
        if !marked.isEmpty { emit(.writeLiteral, literal(marked.utf8), at: offset) }
    }

    /// Generates a body whose output is pushed as a text.
    private func capture(_ body: [Statement], at offset: Int) throws(JinjaError) {
        emit(.beginCapture, at: offset)
        try generateScoped(body, unwinding: .dropCapture, at: offset)
        emit(.endCapture, at: offset)
    }

    private func generateScoped(_ body: [Statement], unwinding: Opcode? = nil, at offset: Int) throws(JinjaError) {
        let inner = innerScope()
        inner.unwinding = unwinding
        try inScope(inner, assigning: NameAnalysis(body).assigned, at: offset) { () throws(JinjaError) in
            try generateBody(body)
        }
    }

    // MARK: Assignments

    private func store(_ target: Target, at offset: Int) throws(JinjaError) {
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

    // MARK: Conditions and loops

    private func generateIf(
        _ branches: [(test: Expression, body: [Statement])], _ otherwise: [Statement], at offset: Int
    ) throws(JinjaError) {
        conditionalDepth += 1
        defer { conditionalDepth -= 1 }
        var exits: [Int] = []
        for (index, branch) in branches.enumerated() {
            try generate(branch.test)
            let next = emit(.jumpIfFalse, at: branch.test.offset)
            try generateBody(branch.body)
            if index < branches.count - 1 || !otherwise.isEmpty { exits.append(emit(.jump, at: offset)) }
            patch(next)
        }
        try generateBody(otherwise)
        patch(exits)
    }

    private func generateLoop(_ loop: ForLoop, at offset: Int) throws(JinjaError) {
        guard loop.isRecursive else {
            try generate(loop.sequence)
            if loop.usesLoop { try generateFilter(loop, at: offset) }
            try generateIteration(loop, at: offset)
            return
        }
        // A recursive loop is a function over its sequence, which `loop(…)` calls again.
        try generate(loop.sequence)
        let (index, function) = newFunction("loop")
        let body = Scope(parent: scope, function: function)
        function.parameters = ["loop sequence"]
        function.slotCount = 1
        let outer = scope
        scope = body
        emit(.load, 0, name("loop"), at: offset)
        try generateFilter(loop, at: offset)
        try generateIteration(loop, at: offset)
        emit(.end, at: offset)
        scope = outer
        emit(.recursiveLoop, Int32(index), at: offset)
    }

    /// Replaces the sequence on the stack by the items that pass the loop's filter; for bodies that look at `loop`, which
    /// counts these items only.
    private func generateFilter(_ loop: ForLoop, at offset: Int) throws(JinjaError) {
        guard let filter = loop.filter else { return }
        emit(.beginLoop, -1, 1, at: offset)
        let next = emit(.nextItem, at: offset)
        let inner = innerScope()
        try inScope(inner, assigning: [], at: offset) { () throws(JinjaError) in
            emit(.duplicate, at: offset)
            for name in loop.target.names { _ = scope.bind(name) }
            try store(loop.target, at: offset)
            try generate(filter)
            emit(.collect, at: offset)
            emit(.jump, Int32(next), at: offset)
        }
        patch(next)
        emit(.endLoop, -1, 1, at: offset)
    }

    private func generateIteration(_ loop: ForLoop, at offset: Int) throws(JinjaError) {
        let inner = innerScope()
        let context = Scope.LoopContext()
        inner.loop = context
        let analysis = NameAnalysis(loop.body)
        // With jumps in the body, the else branch runs unless some round came to the body's end.
        let completed = loop.otherwise.isEmpty ? nil : Int32(scope.newSlot())
        if let completed { emit(.clear, completed, at: offset) }
        let loopSlot = loop.usesLoop ? Int32(inner.bind("loop")) : -1
        for name in loop.target.names { _ = inner.bind(name) }
        emit(.beginLoop, loopSlot, loop.isRecursive ? 2 : 0, at: offset)
        context.start = emit(.nextItem, at: offset)
        let rejected = loop.usesLoop ? nil : try generateRoundFilter(loop, at: offset)
        // Rounds that the filter leaves out do not complete one.
        if rejected != nil { context.hasJumps = true }
        let outer = scope
        scope = inner
        try store(loop.target, at: offset)
        scope = outer
        try inScope(inner, assigning: analysis.assigned, at: offset) { () throws(JinjaError) in
            try generateBody(loop.body)
            if let completed, context.hasJumps {
                emit(.constant, constant(.bool(true)), at: offset)
                emit(.store, completed, at: offset)
            }
            emit(.jump, Int32(context.start), at: offset)
        }
        if let rejected {
            patch(rejected)
            emit(.pop, at: offset)
            emit(.jump, Int32(context.start), at: offset)
        }
        patch(context.start)
        if context.hasJumps {
            try generateLoopEnd(loop, context, completed, at: offset)
        } else {
            let end = emit(.endLoop, at: offset)
            try generateScoped(loop.otherwise, at: offset)
            patch(end)
        }
    }

    /// Asks the loop's filter about the item on the stack, which stays, in each round: the body may have changed what the
    /// filter looks at.
    ///
    /// - Returns: the jump of items that are left out; nil without a filter.
    private func generateRoundFilter(_ loop: ForLoop, at offset: Int) throws(JinjaError) -> Int? {
        guard let filter = loop.filter else { return nil }
        var rejected = 0
        try inScope(innerScope(), assigning: [], at: offset) { () throws(JinjaError) in
            emit(.duplicate, at: offset)
            for name in loop.target.names { _ = scope.bind(name) }
            try store(loop.target, at: offset)
            try generate(filter)
            rejected = emit(.jumpIfFalse, at: offset)
        }
        return rejected
    }

    /// The end of a loop that `break` or `continue` may leave early.
    private func generateLoopEnd(
        _ loop: ForLoop, _ context: Scope.LoopContext, _ completed: Int32?, at offset: Int
    ) throws(JinjaError) {
        let end = emit(.endLoop, at: offset)
        let natural = emit(.jump, at: offset)
        patch(context.breaks)
        emit(.leaveLoop, at: offset)
        patch([end, natural])
        guard let completed else { return }
        let over = emit(.jumpIfBound, 0, completed, at: offset)
        try generateScoped(loop.otherwise, at: offset)
        patch(over)
    }

    private func generateJump(_ statement: Statement) throws(JinjaError) {
        let isBreak = if case .breakLoop = statement.kind { true } else { false }
        guard let loop = scope.loop else {
            throw failure(isBreak ? "'break' outside loop" : "'continue' not properly in loop", at: statement.offset)
        }
        // What was opened inside the loop is closed on the way out.
        var here: Scope? = scope
        while let current = here, current.loop === loop {
            if let unwinding = current.unwinding { emit(unwinding, at: statement.offset) }
            if current.parent?.loop !== loop { break }
            here = current.parent
        }
        loop.hasJumps = true
        if isBreak {
            loop.breaks.append(emit(.jump, at: statement.offset))
        } else {
            emit(.jump, Int32(loop.start), at: statement.offset)
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
    fileprivate var hasScopedBlock: Bool {
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

extension ForLoop {
    /// Whether the loop's body sees the loop itself.
    fileprivate var usesLoop: Bool {
        isRecursive || NameAnalysis(body).read.contains("loop") || body.contains(where: \.hasScopedBlock)
    }
}
