import JSON

/// Renders compiled templates. One per thread; it may be used again and again.
package final class Machine {
    /// What the machine renders in; it must not change any more.
    package let environment: Environment
    // The environment's settings are taken once: it does not change while it is in use.
    let limits: Limits
    let filters: [LibraryFunction]
    let tests: [LibraryFunction]
    /// Their bodies alone, which are called again and again.
    let filterBodies: ContiguousArray<LibraryFunction.Body>
    let testBodies: ContiguousArray<LibraryFunction.Body>
    let undefinedPolicy: UndefinedPolicy
    private let escapesAtStart: Bool
    // A machine is used by one thread and never by two calls at a time that would change one of these: run-time checks of
    // exclusive access, which took a quarter of the time, have nothing to find.
    /// Where the current rendering writes.
    @exclusivity(unchecked) var output = ByteBuffer()
    /// Room for texts in the making; used as a stack.
    let scratch = ByteBuffer()
    @exclusivity(unchecked) var stack = RawStack<Value>()
    @exclusivity(unchecked) var loops = RawStack<LoopFrame>()
    @exclusivity(unchecked) var captures: [Int] = []
    /// Whether printed values are escaped right now.
    @exclusivity(unchecked) var autoescape = false
    var autoescapeStack: [Bool] = []
    @exclusivity(unchecked) private(set) var stepsLeft = 0
    @exclusivity(unchecked) private var memoryLeft = 0
    @exclusivity(unchecked) private var callDepth = 0
    /// Instructions that each of the next renderings may run; the environment's limit unless set.
    @exclusivity(unchecked) package var stepLimit: Int
    /// Bytes that values of each of the next renderings may take; the environment's limit unless set.
    @exclusivity(unchecked) package var memoryLimit: Int
    /// Where the output started in the buffer.
    @exclusivity(unchecked) private var outputStart = 0
    /// Templates that were loaded, by origin and name.
    private var templates: [String: [String: Template]] = [:]
    /// Spans of `generation` blocks of the last rendering, in bytes from its start.
    @exclusivity(unchecked) package private(set) var generationSpans: [OutputSpan] = []
    @exclusivity(unchecked) private var openGenerations: [Int] = []
    /// Where the seed of random choices comes from; see `DrawPolicy`.
    @exclusivity(unchecked) private var drawSource: (any ValueSource)?
    @exclusivity(unchecked) private var draws: UInt64 = 0
    /// The last rendering's root, which serves again for the same template.
    @exclusivity(unchecked) private var spare: Activation?
    /// Activations whose slots hold macros, which hold the activations in turn: taken apart after the rendering.
    @exclusivity(unchecked) var macroOwners: [Activation] = []
    /// What a macro is charged for, with the slots around it.
    let macroBytes = 256
    /// Depths and calls of the recursive loops that are running, innermost last.
    var recursions: [(depth: Int, call: (Value, Machine) throws(JinjaError) -> Value)] = []

    /// - Parameter environment: settled: the machine takes its settings now.
    package init(_ environment: Environment) {
        self.environment = environment
        limits = environment.limits
        (stepLimit, memoryLimit) = (limits.steps, limits.memoryBytes)
        filters = environment.library.filters
        tests = environment.library.tests
        filterBodies = ContiguousArray(filters.map(\.body))
        testBodies = ContiguousArray(tests.map(\.body))
        undefinedPolicy = environment.undefined
        escapesAtStart = environment.autoescape
    }

    deinit {
        stack.deallocate()
        loops.deallocate()
    }

    /// Renders a template.
    ///
    /// - Parameters:
    ///   - source: where its names come from.
    ///   - output: what the text is appended to; left as it was if the rendering fails.
    package func render(_ template: Template, _ source: (any ValueSource)?, to output: ByteBuffer) throws(JinjaError) {
        let start = output.count
        prepare(output, source)
        var root = takeRoot(template, source)
        do {
            try renderRoot(root)
        } catch {
            releaseMacros()
            // Names may hold the context that holds them.
            _ = root.clear()
            output.truncate(to: start)
            reset()
            throw error
        }
        releaseMacros()
        if root.clear(), isKnownUniquelyReferenced(&root) { spare = root }
    }

    /// An activation of a template's root: the last rendering's, if it was of the same template.
    private func takeRoot(_ template: Template, _ source: (any ValueSource)?) -> Activation {
        if let spare, spare.template === template {
            self.spare = nil
            spare.context.source = source
            return spare
        }
        return Activation(
            template.functions[0], template: template, context: Context(source: source), outer: nil)
    }

    /// Evaluates a template: the value of its expression if it is just one, else its text.
    ///
    /// - Parameter template: made by `Environment.compileExpression` or `compileValue`.
    package func evaluate(_ template: Template, _ source: (any ValueSource)?) throws(JinjaError) -> Value {
        let output = ByteBuffer()
        guard template.isExpression else {
            try render(template, source, to: output)
            return .string(output.string)
        }
        prepare(output, source)
        defer { releaseMacros() }
        let root = template.functions[0]
        let activation = Activation(root, template: template, context: Context(source: source), outer: nil)
        do {
            try enter(root, activation)
        } catch {
            reset()
            throw error
        }
        let value = activation.slots[0]
        if case .undefined(let missing) = value, isStrict(missing) {
            throw JinjaError(.undefined, missing.message, name: missing.name)
        }
        return value
    }

    /// What Python's `str()` gives, for a value from outside a rendering.
    package func plainText(of value: Value) throws(JinjaError) -> String {
        prepare(output, nil)
        return try text(of: value)
    }

    /// A value from outside a rendering as JSON; nil of what JSON does not have.
    package func json(of value: Value) -> JSONValue? {
        prepare(output, nil)
        guard let text = try? json(value, JSONOptions(isASCII: false)) else { return nil }
        return try? JSONValue(parsing: text)
    }

    private func prepare(_ output: ByteBuffer, _ source: (any ValueSource)?) {
        if self.output !== output { self.output = output }
        if drawSource !== source { drawSource = source }
        outputStart = output.count
        stepsLeft = stepLimit
        memoryLeft = memoryLimit
        callDepth = 0
        draws = 0
        autoescape = escapesAtStart
        if !generationSpans.isEmpty { generationSpans = [] }
        if !openGenerations.isEmpty { openGenerations = [] }
    }

    private func reset() {
        stack.removeAll()
        while loops.count > 0 { loops.top.release(); _ = loops.removeLast() }
        captures.removeAll()
        autoescapeStack.removeAll()
        scratch.removeAll()
    }

    /// Breaks the cycles between macros and the slots that they stand in.
    private func releaseMacros() {
        guard !macroOwners.isEmpty else { return }
        var values = ContiguousArray<Value>()
        for owner in macroOwners { owner.takeAll(into: &values) }
        macroOwners.removeAll()
        releaseNested(values)
    }

    // MARK: Templates

    func renderRoot(_ template: Template, _ context: Context) throws(JinjaError) {
        try renderRoot(Activation(template.functions[0], template: template, context: context, outer: nil))
    }

    /// Runs a template's root, and the roots of the templates that it extends.
    private func renderRoot(_ root: Activation) throws(JinjaError) {
        if !root.template.blocks.isEmpty { root.context.addBlocks(of: root.template) }
        try enter(root.function, root)
        var next = root.parentTemplate
        var generations = 1
        while let current = next {
            generations += 1
            guard generations <= limits.callDepth else {
                throw JinjaError(.recursionLimit, "more than \(limits.callDepth) templates extend one another")
            }
            let activation = Activation(
                current.functions[0], template: current, context: root.context, outer: nil)
            try enter(activation.function, activation)
            next = activation.parentTemplate
        }
    }

    func renderBlock(_ name: String, level: Int, _ context: Context) throws(JinjaError) {
        guard let chain = context.blocks[name], level < chain.count else {
            throw JinjaError(.undefined, "there is no block called '\(name)'", name: name)
        }
        let (template, index) = chain[level]
        let function = template.functions[index]
        let activation = Activation(function, template: template, context: context, outer: nil)
        if let slot = function.superSlot {
            activation.slots[slot] = BlockObject.parent(of: name, level: level, context: context)
        }
        try enter(function, activation)
    }

    /// - Parameter origin: that of the template that asks.
    func loadTemplate(_ name: String, origin: String) throws(JinjaError) -> Template? {
        if let template = templates[origin]?[name] { return template }
        guard let source = environment.loader?(name, origin) else { return nil }
        let template = try environment.compile(source, name: name, origin: origin)
        templates[origin, default: [:]][name] = template
        return template
    }

    func requireTemplate(_ value: Value, origin: String) throws(JinjaError) -> Template {
        if case .undefined(let missing) = value { throw JinjaError(.undefined, missing.message, name: missing.name) }
        guard let name = value.asString else {
            throw JinjaError(.type, "a template's name must be a text, not \(value.typeName)")
        }
        guard let template = try loadTemplate(name, origin: origin) else {
            throw JinjaError(.templateNotFound, "there is no template called '\(name)'", name: name)
        }
        return template
    }

    // MARK: Running

    /// Runs a function, one level deeper.
    func enter(_ function: Function, _ activation: Activation) throws(JinjaError) {
        callDepth += 1
        guard callDepth <= limits.callDepth else {
            throw JinjaError(
                .recursionLimit, "maximum recursion depth exceeded: calls nested deeper than \(limits.callDepth) levels"
            )
        }
        try run(function, activation)
        callDepth -= 1
    }

    /// Runs a part whose output becomes a value: text, or safe text while escaping.
    func captured(_ body: () throws(JinjaError) -> Void) throws(JinjaError) -> Value {
        beginCapture()
        try body()
        return try endCapture()
    }

    func beginCapture() { captures.append(output.count) }

    func endCapture() throws(JinjaError) -> Value {
        let start = captures.removeLast()
        let text = output.string(from: start, to: output.count)
        try charge(output.count - start)
        output.truncate(to: start)
        return autoescape ? .markup(text) : .string(text)
    }

    func beginGeneration() { openGenerations.append(output.count) }

    func endGeneration() {
        let start = openGenerations.removeLast()
        if captures.isEmpty {
            generationSpans.append(OutputSpan(start: start - outputStart, end: output.count - outputStart))
        }
    }

    /// Counts steps down; loops of the library over long values count here too.
    @inline(__always)
    func step(_ count: Int = 1) throws(JinjaError) {
        stepsLeft &-= count
        if stepsLeft < 0 { throw JinjaError(.stepLimit, "more than \(stepLimit) steps") }
    }

    /// Counts the bytes that values take.
    func charge(_ bytes: Int) throws(JinjaError) {
        memoryLeft -= min(bytes, memoryLimit + 1)
        if memoryLeft < 0 { throw JinjaError(.memoryLimit, "values of more than \(memoryLimit) bytes") }
    }

    /// Fails if a text of so many bytes could never be written.
    func checkTextSize(_ bytes: Int) throws(JinjaError) {
        if bytes > limits.outputBytes {
            throw JinjaError(.outputLimit, "a text of more than \(limits.outputBytes) bytes")
        }
        try charge(bytes)
    }

    @inline(__always)
    func check(_ output: ByteBuffer) throws(JinjaError) {
        if output.count - outputStart > limits.outputBytes {
            throw JinjaError(.outputLimit, "output of more than \(limits.outputBytes) bytes")
        }
    }

    /// A number below `count` for the next random choice of the rendering.
    func drawIndex(below count: Int) -> Int {
        draws += 1
        switch environment.draw {
        case .first: return 0
        case .last: return count - 1
        case .seeded:
            // SplitMix64's output function (Steele, Lea, Flood 2014) over the seed and the draw's number.
            var z = (drawSource?.drawSeed() ?? 0) &+ draws &* 0x9E37_79B9_7F4A_7C15
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            z ^= z >> 31
            return Int(z.multipliedFullWidth(by: UInt64(count)).high)
        }
    }

    // MARK: Writing

    /// Writes a value as `{{ value }}` does.
    ///
    /// - Parameter output: the machine's, which loops of instructions have at hand.
    func write(_ value: Value, to output: ByteBuffer) throws(JinjaError) {
        if autoescape {
            if case .markup(let text) = value { output.append(text) } else { escape(try text(of: value), to: output) }
        } else if case .string(let text) = value {
            output.append(text)
        } else {
            try writeText(value, to: output, self)
        }
        try check(output)
    }

    /// The text of a value, escaped unless it is safe already.
    func escapedText(_ value: Value) throws(JinjaError) -> String {
        if case .markup(let text) = value { return text }
        let start = scratch.count
        defer { scratch.truncate(to: start) }
        escape(try text(of: value), to: scratch)
        return scratch.string(from: start, to: scratch.count)
    }

    private func escape(_ text: String, to output: ByteBuffer) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): output.append("&amp;")
            case UInt8(ascii: "<"): output.append("&lt;")
            case UInt8(ascii: ">"): output.append("&gt;")
            case UInt8(ascii: "'"): output.append("&#39;")
            case UInt8(ascii: "\""): output.append("&#34;")
            default: output.append(byte)
            }
        }
    }
}
