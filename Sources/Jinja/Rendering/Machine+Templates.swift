/// Blocks, inheritance, includes and imports.
extension Machine {
    func placeBlock(_ instruction: Instruction, _ activation: Activation) throws(JinjaError) {
        let name = activation.template.names[Int(instruction.a)].text
        var context = activation.context
        if instruction.c == 1, let chain = context.blocks[name], chain.count == 1 {
            throw JinjaError(.undefined, "Required block '\(name)' not found", name: name)
        }
        if instruction.b >= 0 {
            context = context.derived(adding: visibleValues(Int(instruction.b), activation))
        }
        try renderBlock(name, level: 0, context)
    }

    /// The values of a scope table's names, as far as they are bound.
    private func visibleValues(_ table: Int, _ activation: Activation) -> [String: Value] {
        var result: [String: Value] = [:]
        for visible in activation.template.scopeTables[table] {
            let value = activation.activation(at: UInt8(visible.hops)).slots[visible.slot]
            if case .missing = value { continue }
            result[visible.name] = value
        }
        return result
    }

    func extend(_ value: Value, _ activation: Activation) throws(JinjaError) {
        guard activation.parentTemplate == nil else { throw JinjaError(.type, "extended multiple times") }
        let parent = try requireTemplate(value, origin: activation.template.origin)
        activation.context.addBlocks(of: parent)
        activation.parentTemplate = parent
    }

    func include(_ instruction: Instruction, _ activation: Activation) throws(JinjaError) {
        let wanted = stack.removeLast()
        let origin = activation.template.origin
        var template: Template?
        switch wanted {
        case .list, .tuple:
            let names = try iterate(wanted)
            for name in names where template == nil {
                if let name = name.asString { template = try loadTemplate(name, origin: origin) }
            }
            if template == nil, instruction.a & 1 == 0 {
                throw JinjaError(
                    .templateNotFound,
                    "none of the templates given were found: \(names.compactMap(\.asString).joined(separator: ", "))")
            }
        default:
            do {
                template = try requireTemplate(wanted, origin: origin)
            } catch {
                guard error.kind == .templateNotFound, instruction.a & 1 != 0 else { throw error }
            }
        }
        guard let template else { return }
        let context: Context
        if instruction.a & 2 != 0 {
            let names = visibleValues(Int(instruction.b), activation)
            context = Context(
                source: activation.context.source, variables: activation.context.variables.merging(names) { $1 })
        } else {
            context = Context(source: nil)
        }
        try renderRoot(template, context)
    }

    func importModule(_ instruction: Instruction, _ activation: Activation) throws(JinjaError) -> Value {
        let template = try requireTemplate(stack.removeLast(), origin: activation.template.origin)
        let context: Context
        if instruction.a == 1 {
            let names = visibleValues(Int(instruction.b), activation)
            context = Context(
                source: activation.context.source, variables: activation.context.variables.merging(names) { $1 })
        } else {
            context = Context(source: nil)
        }
        let output = try captured { () throws(JinjaError) in try renderRoot(template, context) }
        let names = Dict()
        for name in context.exported { names.set(name, to: context.variables[name] ?? .none) }
        return .object(Module(name: template.name, names: names, output: output))
    }

    /// Pushes a name of the module on top of the stack, which stays.
    func importName(_ name: String) throws(JinjaError) {
        guard case .object(let module as Module) = stack.top else { return }
        let missing = Undefined(
            hint: "the template '\(module.name)' does not export the requested name '\(name)'", name: name)
        stack.append(try module.attribute(name, self) ?? .undefined(missing))
    }
}
