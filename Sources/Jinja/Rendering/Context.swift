/// The names that one template (with its blocks) sees beside its own slots.
final class Context {
    /// Names set at the top of the template, and those handed over by an including one.
    @exclusivity(unchecked) var variables: [String: Value]
    /// The names among them that an importing template may take, in order.
    @exclusivity(unchecked) private(set) var exported: [String] = []
    @exclusivity(unchecked) var source: (any ValueSource)?
    /// A block's functions by name, the most derived template's first.
    @exclusivity(unchecked) var blocks: [String: [(template: Template, function: Int)]] = [:]

    init(source: (any ValueSource)?, variables: [String: Value] = [:]) {
        (self.source, self.variables) = (source, variables)
    }

    func lookUp(_ name: TemplateName) -> Value? {
        if !variables.isEmpty, let value = variables[name.text] { return value }
        return source?.value(of: name)
    }

    /// Empties the context for another rendering.
    func clear() {
        source = nil
        if !variables.isEmpty { variables.removeAll(keepingCapacity: true) }
        if !exported.isEmpty { exported.removeAll(keepingCapacity: true) }
        if !blocks.isEmpty { blocks.removeAll(keepingCapacity: true) }
    }

    func export(_ name: String, _ value: Value) {
        variables[name] = value
        if !name.hasPrefix("_"), !exported.contains(name) { exported.append(name) }
    }

    func addBlocks(of template: Template) {
        for (name, function) in template.blocks {
            blocks[name, default: []].append((template, function))
        }
    }

    /// The same context with more names on top, for a scoped block.
    func derived(adding names: [String: Value]) -> Context {
        let result = Context(source: source, variables: variables.merging(names) { $1 })
        result.blocks = blocks
        return result
    }
}

/// The slots of one running function.
final class Activation {
    let function: Function
    let template: Template
    @exclusivity(unchecked) private(set) var context: Context
    /// The activation of the function around this one, for macros and call blocks.
    let outer: Activation?
    let slots: UnsafeMutablePointer<Value>
    private let count: Int
    /// Set once the template has extended another.
    @exclusivity(unchecked) var parentTemplate: Template?
    /// Whether the machine knows that macros stand in the slots.
    var ownsMacros = false

    init(_ function: Function, template: Template, context: Context, outer: Activation?) {
        (self.function, self.template, self.context, self.outer) = (function, template, context, outer)
        count = function.slotCount
        slots = .allocate(capacity: max(count, 1))
        slots.initialize(repeating: .missing, count: count)
    }

    deinit {
        slots.deinitialize(count: count)
        slots.deallocate()
    }

    /// Empties all but the context's blocks and lets go of the source, so that a root's activation serves again.
    ///
    /// - Returns: whether nobody else holds the context.
    func clear() -> Bool {
        for slot in 0..<count { slots[slot] = .missing }
        if parentTemplate != nil { parentTemplate = nil }
        ownsMacros = false
        context.clear()
        return isKnownUniquelyReferenced(&context)
    }

    /// Empties the slots and the context's names.
    func takeAll(into values: inout ContiguousArray<Value>) {
        for slot in 0..<count {
            values.append(slots[slot])
            slots[slot] = .missing
        }
        values.append(contentsOf: context.variables.values)
        context.variables = [:]
    }

    @inline(__always)
    func activation(at hops: UInt8) -> Activation {
        var result = self
        for _ in 0..<hops { result = result.outer! }
        return result
    }
}
