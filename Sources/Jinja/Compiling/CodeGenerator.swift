import Diagnostics

/// Turns a parsed template into functions of instructions. This file has the shared parts; statements and expressions
/// are in extensions of their own.
final class CodeGenerator {
    let environment: Environment
    private let source: SourceText
    private(set) var functions: [Function] = []
    private(set) var blocks: [String: Int] = [:]
    private(set) var names: [String] = []
    private(set) var literals: [[UInt8]] = []
    private(set) var constants: ContiguousArray<Value> = []
    private(set) var keywordTables: [[String]] = []
    private(set) var scopeTables: [[VisibleName]] = []
    /// Names that the template's functions look up in the context, in order of first use.
    private(set) var externalNames: Set<String> = []
    private var nameIndexes: [String: Int] = [:]
    /// Slots of names that a function looks up in the context.
    private var externals: [ObjectIdentifier: [String: Int]] = [:]

    var scope: Scope
    /// Inside a conditional, unknown filters and tests fail when they are reached, not when the template loads.
    var conditionalDepth = 0
    /// Whether the root has met an `extends` that is always run, so that its own output is void.
    var hasExtended = false
    /// Whether the template extends another somewhere, perhaps conditionally.
    var mayExtend = false
    /// Whether text is void here if the template has extended another.
    var checksOutput = false
    /// Whether printed texts may have to be escaped from here on.
    var mayEscape: Bool
    /// Whether texts of the template are compared with data here, so that a separator in them is what it looks like.
    var keepsSeparators = false

    init(_ environment: Environment, _ source: SourceText) {
        (self.environment, self.source) = (environment, source)
        mayEscape = environment.autoescape
        let root = Function(name: "root")
        functions.append(root)
        scope = Scope(parent: nil, function: root, isTopLevel: true)
    }

    func failure(_ message: String, at offset: Int) -> JinjaError {
        JinjaError(.syntax, message).located(at: offset, in: source, templateName: "")
    }

    // MARK: Tables

    func name(_ name: String) -> Int32 {
        if let index = nameIndexes[name] { return Int32(index) }
        names.append(name)
        nameIndexes[name] = names.count - 1
        return Int32(names.count - 1)
    }

    func constant(_ value: Value) -> Int32 {
        constants.append(value)
        return Int32(constants.count - 1)
    }

    func literal(_ text: some Sequence<UInt8>) -> Int32 {
        literals.append(Array(text))
        return Int32(literals.count - 1)
    }

    func keywordTable(_ names: [String]) -> Int32 {
        guard !names.isEmpty else { return -1 }
        keywordTables.append(names)
        return Int32(keywordTables.count - 1)
    }

    func scopeTable() -> Int32 {
        scopeTables.append(scope.visible)
        return Int32(scopeTables.count - 1)
    }

    // MARK: Instructions

    @discardableResult
    func emit(
        _ opcode: Opcode, _ a: Int32 = 0, _ b: Int32 = 0, hops: Int = 0, c: Int = 0, at offset: Int
    ) -> Int {
        scope.function.code.append(
            Instruction(opcode: opcode, hops: UInt8(clamping: hops), c: UInt16(clamping: c), a: a, b: b))
        scope.function.offsets.append(Int32(clamping: offset))
        return scope.function.code.count - 1
    }

    var here: Int { scope.function.code.count }

    /// Lets earlier jumps lead to the next instruction.
    func patch(_ jumps: [Int]) {
        for jump in jumps { scope.function.code[jump].a = Int32(here) }
    }

    func patch(_ jump: Int) { patch([jump]) }

    // MARK: Names

    /// The slot that holds a name: bound in a scope, or looked up in the context once and kept.
    func place(of name: String) -> (slot: Int, hops: Int) {
        if let found = scope.find(name) { return found }
        let key = ObjectIdentifier(scope.function)
        if let slot = externals[key]?[name] { return (slot, 0) }
        let slot = scope.newSlot()
        externals[key, default: [:]][name] = slot
        externalNames.insert(name)
        return (slot, 0)
    }

    func loadName(_ name: String, at offset: Int) {
        let (slot, hops) = place(of: name)
        emit(.load, Int32(slot), self.name(name), hops: hops, at: offset)
    }

    /// Pops the top of the stack into a name bound in the current scope.
    func storeName(_ name: String, at offset: Int) {
        let slot = scope.bind(name)
        if scope.isTopLevel {
            emit(.duplicate, at: offset)
            emit(.store, Int32(slot), at: offset)
            emit(.export, 0, self.name(name), at: offset)
        } else {
            emit(.store, Int32(slot), at: offset)
        }
    }

    /// Runs a part of the generator in a scope of its own whose assigned names start as the outer ones stand.
    func inScope(
        _ inner: Scope, assigning names: [String], at offset: Int, _ body: () throws(JinjaError) -> Void
    ) throws(JinjaError) {
        let outer = scope
        let origins = names.map { name in (name, outer.find(name)) }
        scope = inner
        defer { scope = outer }
        for (name, origin) in origins where inner.slots[name] == nil {
            let crosses = inner.function !== outer.function ? 1 : 0
            let slot = Int32(inner.bind(name))
            if let origin {
                emit(.copy, slot, Int32(origin.slot), hops: origin.hops + crosses, at: offset)
            } else {
                emit(.clear, slot, at: offset)
            }
        }
        try body()
    }

    func innerScope() -> Scope {
        let inner = Scope(parent: scope, function: scope.function)
        inner.loop = scope.loop
        return inner
    }

    func newFunction(_ name: String) -> (index: Int, function: Function) {
        let function = Function(name: name)
        functions.append(function)
        return (functions.count - 1, function)
    }

    func define(block name: String, as index: Int) { blocks[name] = index }

    // MARK: The whole

    func generate(_ statements: [Statement]) throws(JinjaError) {
        let analysis = NameAnalysis(statements)
        mayExtend = analysis.extends
        checksOutput = mayExtend
        for name in analysis.assigned { _ = scope.bind(name) }
        try generateBody(statements)
        emit(.end, at: source.bytes.count)
    }

    /// Generates a template that leaves an expression's value in the first slot.
    func generateValue(_ expression: Expression) throws(JinjaError) {
        let slot = Int32(scope.newSlot())
        try generate(expression)
        emit(.store, slot, at: expression.offset)
        emit(.end, at: expression.offset)
    }

    func generateBody(_ statements: [Statement]) throws(JinjaError) {
        for statement in statements { try generate(statement) }
    }
}
