import JSON

extension Machine {
    /// Runs a function's instructions; an error gets the place of the instruction that raised it.
    func run(_ function: Function, _ activation: Activation) throws(JinjaError) {
        var counter = 0
        do {
            try run(function, activation, &counter)
        } catch {
            throw error.located(
                at: Int(function.offsets[max(counter - 1, 0)]), in: activation.template.source,
                templateName: activation.template.name)
        }
    }

    @inline(__always)
    private func pop() -> Value { stack.removeLast() }

    private func run(_ function: Function, _ activation: Activation, _ counter: inout Int) throws(JinjaError) {
        let template = activation.template
        let output = output
        // The function outlives its run, and its code does not change any more.
        let code = function.frozenCode
        let slots = activation.slots
        while true {
            let instruction = code[counter]
            counter &+= 1
            try step()
            switch instruction.opcode {
            case .writeLiteral:
                output.append(template.literal(Int(instruction.a)))
                try check(output)
            case .write:
                try write(stack.top, to: output)
                stack.drop()
            case .writeName: try writeName(instruction, activation, output)
            case .writeLoopAttribute:
                try write(loops.top.attribute(LoopAttribute(rawValue: instruction.b)!), to: output)
            case .constant: stack.append(template.constants[Int(instruction.a)])
            case .load: stack.append(load(instruction, activation))
            case .store: slots[Int(instruction.a)] = pop()
            case .copy:
                slots[Int(instruction.a)] =
                    activation.activation(at: instruction.hops).slots[Int(instruction.b)]
            case .clear: slots[Int(instruction.a)] = .missing
            case .pop: _ = pop()
            case .duplicate: stack.append(stack.top)

            case .list: stack.append(.list(popAll(instruction.a)))
            case .tuple: stack.append(.tuple(popAll(instruction.a)))
            case .dict: stack.append(try buildDict(Int(instruction.a)))
            case .attribute: stack.append(try attribute(pop(), named: template.names[Int(instruction.a)]))
            case .item:
                let item = try item(stack[fromTop: 1], stack[fromTop: 0])
                stack.drop()
                stack.drop()
                stack.append(item)
            case .slice:
                let step = pop()
                let stop = pop()
                let start = pop()
                stack.append(try slice(pop(), start, stop, step))
            case .binary:
                let right = pop()
                stack.append(try calculate(BinaryOperator.all[Int(instruction.a)], pop(), right))
            case .equal, .equalsConstant:
                let isEqual =
                    instruction.opcode == .equal
                    ? try areTopEqual()
                    : try comparison(
                        .equal, load(instruction, activation), template.constants[Int(instruction.c)])
                if code[counter].opcode == .jumpIfFalse {
                    // Most comparisons decide an `if`: the truth value needs no place on the stack.
                    counter = isEqual ? counter &+ 1 : Int(code[counter].a)
                } else {
                    stack.append(.bool(isEqual))
                }
            case .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .contained, .notContained:
                let right = pop()
                stack.append(.bool(try comparison(instruction.opcode, pop(), right)))
            case .not: stack.append(.bool(try !isTrue(pop())))
            case .negative: stack.append(try negate(pop()))
            case .positive: stack.append(try affirm(pop()))
            case .concatenate: stack.append(try concatenate(popAll(instruction.a)))
            case .unpack: try unpack(pop(), Int(instruction.a))
            case .setAttribute: try setAttribute(instruction, activation)

            case .jump: counter = Int(instruction.a)
            case .jumpIfFalse: if try !isTrue(pop()) { counter = Int(instruction.a) }
            case .jumpIfFalseOrPop:
                if try isTrue(stack.top) { _ = pop() } else { counter = Int(instruction.a) }
            case .jumpIfTrueOrPop:
                if try isTrue(stack.top) { counter = Int(instruction.a) } else { _ = pop() }
            case .jumpIfBound:
                if case .missing = slots[Int(instruction.b)] { break }
                counter = Int(instruction.a)
            case .jumpIfExtended: if activation.parentTemplate != nil { counter = Int(instruction.a) }

            case .call:
                let arguments = try popArguments(
                    Int(instruction.a), keywords: Int(instruction.b), spreads: Int(instruction.c), template)
                stack.append(try call(pop(), arguments))
            case .callMethod:
                let arguments = popAll(instruction.a)
                stack.append(try callMethod(pop(), template.names[Int(instruction.b)].text, CallArguments(arguments)))
            case .filter:
                let arguments = popAll(instruction.b)
                stack.append(try filterBodies[Int(instruction.a)](self, pop(), arguments))
            case .test:
                let arguments = popAll(instruction.b)
                stack.append(try testBodies[Int(instruction.a)](self, pop(), arguments))
            case .variadicFilter, .variadicTest:
                let arguments = try popArguments(
                    Int(instruction.b), keywords: Int(instruction.c) - 1, spreads: Int(instruction.hops), template)
                let isFilter = instruction.opcode == .variadicFilter
                let definition = isFilter ? filters[Int(instruction.a)] : tests[Int(instruction.a)]
                stack.append(try definition.call(self, pop(), arguments))
            case .unknown:
                throw JinjaError(
                    .type,
                    "No \(instruction.b == 0 ? "filter" : "test") named '\(template.names[Int(instruction.a)].text)' found."
                )

            case .beginLoop: try beginLoop(instruction, activation)
            case .nextItem:
                if !loops.top.advance() {
                    counter = Int(instruction.a)
                } else if code[counter].opcode == .store {
                    slots[Int(code[counter].a)] = loops.top.item
                    counter &+= 1
                } else {
                    stack.append(loops.top.item)
                }
            case .endLoop:
                var loop = loops.removeLast()
                if loop.hasLostKeys { throw JinjaError(.value, "dictionary changed size during iteration") }
                if instruction.b == 1 {
                    stack.append(.list(loop.kept))
                } else if loop.position > 0 {
                    counter = Int(instruction.a)
                }
                loop.release()
            case .leaveLoop:
                loops.top.release()
                _ = loops.removeLast()
            case .collect:
                let keeps = try isTrue(pop())
                let value = pop()
                if keeps { loops.top.kept.append(value) }
            case .loopAttribute: stack.append(loops.top.attribute(LoopAttribute(rawValue: instruction.b)!))
            case .recursiveLoop: try recursiveLoop(template.functions[Int(instruction.a)], activation, depth: 1)

            case .beginCapture: beginCapture()
            case .endCapture: stack.append(try endCapture())
            case .dropCapture: output.truncate(to: captures.removeLast())
            case .beginAutoescape:
                autoescapeStack.append(autoescape)
                autoescape = try isTrue(pop())
            case .endAutoescape: autoescape = autoescapeStack.removeLast()
            case .beginGeneration: beginGeneration()
            case .endGeneration: endGeneration()

            case .macro:
                stack.append(.object(try makeMacro(template.functions[Int(instruction.a)], activation)))
            case .missingParameter:
                let name = template.names[Int(instruction.b)].text
                activation.slots[Int(instruction.a)] = .undefined(
                    Undefined(hint: "parameter '\(name)' was not provided", name: name))
            case .export: activation.context.export(template.names[Int(instruction.b)].text, pop())
            case .block: try placeBlock(instruction, activation)
            case .extend: try extend(pop(), activation)
            case .include: try include(instruction, activation)
            case .importModule: stack.append(try importModule(instruction, activation))
            case .importName: try importName(template.names[Int(instruction.a)].text)
            case .end: return
            }
        }
    }

    // MARK: Parts of instructions

    private func makeMacro(_ function: Function, _ activation: Activation) throws(JinjaError) -> Macro {
        try charge(macroBytes)
        if !activation.ownsMacros {
            activation.ownsMacros = true
            macroOwners.append(activation)
        }
        return Macro(function, template: activation.template, context: activation.context, outer: activation)
    }

    @inline(__always)
    private func load(_ instruction: Instruction, _ activation: Activation) -> Value {
        let owner = instruction.hops == 0 ? activation : activation.activation(at: instruction.hops)
        let value = owner.slots[Int(instruction.a)]
        if case .missing = value {
            let found = resolve(activation.template.names[Int(instruction.b)], owner)
            owner.slots[Int(instruction.a)] = found
            return found
        }
        return value
    }

    /// Writes the value of a name; of one that is not bound yet straight from the source, if that can do it.
    @inline(__always)
    private func writeName(
        _ instruction: Instruction, _ activation: Activation, _ output: ByteBuffer
    ) throws(JinjaError) {
        if instruction.hops == 0, case .string(let text) = activation.slots[Int(instruction.a)], !autoescape {
            output.append(text)
        } else if !autoescape, instruction.hops == 0, case .missing = activation.slots[Int(instruction.a)],
            activation.context.variables.isEmpty, let source = activation.context.source,
            source.write(activation.template.names[Int(instruction.b)], to: output)
        {
            // Most templates do little else.
        } else {
            return try write(load(instruction, activation), to: output)
        }
        try check(output)
    }

    /// Whether the two values on top of the stack are equal; takes them off.
    @inline(__always)
    private func areTopEqual() throws(JinjaError) -> Bool {
        let result = try comparison(.equal, stack[fromTop: 1], stack[fromTop: 0])
        stack.drop()
        stack.drop()
        return result
    }

    private func resolve(_ name: TemplateName, _ activation: Activation) -> Value {
        if let value = activation.context.lookUp(name) { return value }
        let name = name.text
        if let value = environment.globals[name] { return value }
        if let function = environment.library.globals[name] { return .object(NativeFunction(name, function)) }
        if name == "self" { return .object(SelfObject(activation.context)) }
        return .undefined(Undefined(name: name))
    }

    /// The `count` values on top of the stack, the lowest first.
    @inline(__always)
    private func popAll(_ count: Int32) -> ContiguousArray<Value> { stack.removeLast(Int(count)) }

    private func buildDict(_ count: Int) throws(JinjaError) -> Value {
        let items = popAll(Int32(count * 2))
        let dict = Dict()
        for index in 0..<count { try dict.set(items[index * 2], to: items[index * 2 + 1]) }
        return .dict(dict)
    }

    private func comparison(_ opcode: Opcode, _ a: Value, _ b: Value) throws(JinjaError) -> Bool {
        if case .int(let a) = a, case .int(let b) = b {
            switch opcode {
            case .equal: return a == b
            case .notEqual: return a != b
            case .less: return a < b
            case .greater: return a > b
            default: break
            }
        }
        if undefinedPolicy == .strict { try refuseUndefined(a, b) }
        switch opcode {
        case .equal: return try isEqual(a, b)
        case .notEqual: return try !isEqual(a, b)
        case .less: return try compare(a, b, .less)
        case .lessOrEqual: return try compare(a, b, .lessOrEqual)
        case .greater: return try compare(a, b, .greater)
        case .greaterOrEqual: return try compare(a, b, .greaterOrEqual)
        case .contained: return try contains(b, a, self)
        default: return try !contains(b, a, self)
        }
    }

    private func refuseUndefined(_ values: Value...) throws(JinjaError) {
        for case .undefined(let missing) in values where !missing.isAlwaysLenient {
            throw JinjaError(.undefined, missing.message, name: missing.name)
        }
    }

    /// The truth of a value; strictly undefined ones have none.
    @inline(__always)
    func isTrue(_ value: Value) throws(JinjaError) -> Bool {
        if case .undefined(let missing) = value, isStrict(missing) {
            throw JinjaError(.undefined, missing.message, name: missing.name)
        }
        return value.isTrue
    }

    private func concatenate(_ values: ContiguousArray<Value>) throws(JinjaError) -> Value {
        var result = ""
        for value in values { result += autoescape ? try escapedText(value) : try text(of: value) }
        try charge(result.utf8.count)
        return autoescape ? .markup(result) : .string(result)
    }

    private func unpack(_ value: Value, _ count: Int) throws(JinjaError) {
        let items: ContiguousArray<Value>
        switch value {
        case .tuple(let tuple): items = tuple.items
        case .list(let list): items = list.items
        case .undefined, .string, .dict, .object: items = try iterate(value)
        default: throw JinjaError(.type, "cannot unpack non-iterable \(value.typeName) object")
        }
        if items.count < count {
            throw JinjaError(.value, "not enough values to unpack (expected \(count), got \(items.count))")
        }
        if items.count > count { throw JinjaError(.value, "too many values to unpack (expected \(count))") }
        for item in items.reversed() { stack.append(item) }
    }

    private func setAttribute(_ instruction: Instruction, _ activation: Activation) throws(JinjaError) {
        let template = activation.template
        let owner = load(
            Instruction(opcode: .load, hops: instruction.hops, a: instruction.a, b: Int32(instruction.c)), activation)
        guard case .object(let object as Namespace) = owner else {
            throw JinjaError(.type, "cannot assign attribute on non-namespace object")
        }
        object.attributes.set(template.names[Int(instruction.b)].text, to: pop())
    }

    /// Spreads and collects the arguments of a call from the stack.
    private func popArguments(
        _ count: Int, keywords table: Int, spreads: Int, _ template: Template
    ) throws(JinjaError) -> CallArguments {
        let keywordSpread = spreads & 2 != 0 ? pop() : nil
        let spread = spreads & 1 != 0 ? pop() : nil
        let names = table >= 0 ? template.keywordTables[table] : []
        let values = popAll(Int32(names.count))
        var arguments = CallArguments(popAll(Int32(count)))
        for (name, value) in zip(names, values) { arguments.keywords.append((name, value)) }
        if let spread {
            guard let items = try? iterate(spread) else {
                throw JinjaError(.type, "Value after * must be an iterable, not \(spread.typeName)")
            }
            arguments.positional.append(contentsOf: items)
        }
        if let keywordSpread {
            guard case .dict(let dict) = keywordSpread else {
                throw JinjaError(.type, "argument after ** must be a mapping, not \(keywordSpread.typeName)")
            }
            for (key, value) in zip(dict.keys, dict.values) {
                guard let name = key.asString else { throw JinjaError(.type, "keywords must be strings") }
                guard !arguments.keywords.contains(where: { $0.name == name }) else {
                    throw JinjaError(.type, "got multiple values for keyword argument '\(name)'")
                }
                arguments.keywords.append((name, value))
            }
        }
        return arguments
    }

    func call(_ callee: Value, _ arguments: CallArguments) throws(JinjaError) -> Value {
        switch callee {
        case .object(let object): return try object.call(arguments, self)
        case .undefined(let missing): throw JinjaError(.undefined, missing.message, name: missing.name)
        default: throw JinjaError(.type, "'\(callee.typeName)' object is not callable")
        }
    }

    // MARK: Loops

    private func beginLoop(_ instruction: Instruction, _ activation: Activation) throws(JinjaError) {
        let sequence = pop()
        let values = try iterate(sequence)
        var depth = 1
        var recurse: ((Value, Machine) throws(JinjaError) -> Value)?
        if instruction.b == 2 {
            // The first slot of a recursive loop's function holds its depth beside the sequence.
            (depth, recurse) = recursions[recursions.count - 1]
        }
        let object = instruction.a < 0 ? nil : LoopObject(values, depth: depth, recurse: recurse)
        if let object { activation.slots[Int(instruction.a)] = .object(object) }
        loops.append(LoopFrame(values, of: sequence, object: object))
    }

    /// Runs a recursive loop's function over the popped sequence.
    private func recursiveLoop(_ function: Function, _ outer: Activation, depth: Int) throws(JinjaError) {
        let activation = Activation(function, template: outer.template, context: outer.context, outer: outer)
        activation.slots[0] = pop()
        recursions.append(
            (
                depth,
                { value, machine throws(JinjaError) in
                    try machine.captured { () throws(JinjaError) in
                        machine.stack.append(value)
                        try machine.recursiveLoop(function, outer, depth: depth + 1)
                    }
                }
            ))
        defer { recursions.removeLast() }
        try enter(function, activation)
    }
}
