extension CodeGenerator {
    func generateIf(
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

    func generateLoop(_ loop: ForLoop, at offset: Int) throws(JinjaError) {
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
    func generateFilter(_ loop: ForLoop, at offset: Int) throws(JinjaError) {
        guard let filter = loop.filter else { return }
        emit(.beginLoop, -1, 1, at: offset)
        let next = emit(.nextItem, at: offset)
        // The innermost running loop is the filter's own, which no name stands for.
        try generate(filter, of: loop, at: offset) {
            emit(.collect, at: offset)
            emit(.jump, Int32(next), at: offset)
        }
        patch(next)
        emit(.endLoop, -1, 1, at: offset)
    }

    func generateIteration(_ loop: ForLoop, at offset: Int) throws(JinjaError) {
        let inner = innerScope()
        let context = Scope.LoopContext()
        inner.loop = context
        let analysis = NameAnalysis(loop.body)
        // With jumps in the body, the else branch runs unless some round came to the body's end.
        let completed = loop.otherwise.isEmpty ? nil : Int32(scope.newSlot())
        if let completed { emit(.clear, completed, at: offset) }
        if loop.usesLoop {
            context.slot = inner.bind("loop")
            // A name of the same word may take the slot over, and then it holds the object at first.
            context.needsObject =
                loop.isRecursive || (analysis.assigned + loop.target.names).contains("loop")
        }
        for name in loop.target.names { _ = inner.bind(name) }
        let begin = emit(.beginLoop, -1, loop.isRecursive ? 2 : 0, at: offset)
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
        if context.needsObject, let slot = context.slot { scope.function.code[begin].a = Int32(slot) }
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
    func generateRoundFilter(_ loop: ForLoop, at offset: Int) throws(JinjaError) -> Int? {
        guard let filter = loop.filter else { return nil }
        var rejected = 0
        try generate(filter, of: loop, at: offset) { rejected = emit(.jumpIfFalse, at: offset) }
        return rejected
    }

    /// Generates a loop's filter on the item on the stack, which stays, and what is done with its answer; no `loop` is known.
    private func generate(
        _ filter: Expression, of loop: ForLoop, at offset: Int, then decide: () -> Void
    ) throws(JinjaError) {
        let inner = innerScope()
        inner.loop = nil
        try inScope(inner, assigning: [], at: offset) { () throws(JinjaError) in
            emit(.duplicate, at: offset)
            for name in loop.target.names { _ = scope.bind(name) }
            try store(loop.target, at: offset)
            try generate(filter)
            decide()
        }
    }

    /// The end of a loop that `break` or `continue` may leave early.
    func generateLoopEnd(
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

    func generateJump(_ statement: Statement) throws(JinjaError) {
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
}

extension ForLoop {
    /// Whether the loop's body sees the loop itself.
    fileprivate var usesLoop: Bool {
        isRecursive || NameAnalysis(body).read.contains("loop") || body.contains(where: \.hasScopedBlock)
    }
}
