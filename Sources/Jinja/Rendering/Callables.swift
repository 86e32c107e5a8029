/// A macro, or the body of a call block.
final class Macro: Object {
    let function: Function
    let template: Template
    private let context: Context
    private let outer: Activation

    init(_ function: Function, template: Template, context: Context, outer: Activation) {
        (self.function, self.template, self.context, self.outer) = (function, template, context, outer)
    }

    override var typeName: String { "Macro" }
    override var text: String { "<Macro '\(function.name)'>" }
    override var isCallable: Bool { true }

    override func attribute(_ name: String, _ machine: Machine) throws(JinjaError) -> Value? {
        switch name {
        case "name": function.isCaller ? Value.none : .string(function.name)
        case "arguments": .tuple(ContiguousArray(function.parameters.map { .string($0) }))
        case "catch_kwargs": .bool(function.kwargsSlot != nil)
        case "catch_varargs": .bool(function.varargsSlot != nil)
        case "caller": .bool(function.callerSlot != nil)
        default: nil
        }
    }

    override func call(_ arguments: CallArguments, _ machine: Machine) throws(JinjaError) -> Value {
        let activation = Activation(function, template: template, context: context, outer: outer)
        try bind(arguments, activation)
        return try machine.captured { () throws(JinjaError) in try machine.enter(function, activation) }
    }

    private func bind(_ arguments: CallArguments, _ activation: Activation) throws(JinjaError) {
        let parameters = function.parameters
        let given = min(arguments.positional.count, parameters.count)
        for (position, value) in arguments.positional.prefix(given).enumerated() {
            activation.slots[position] = value
        }
        if arguments.positional.count > parameters.count, function.varargsSlot == nil {
            throw JinjaError(.type, "macro '\(function.name)' takes not more than \(parameters.count) argument(s)")
        }
        if let slot = function.varargsSlot {
            activation.slots[slot] = .tuple(ContiguousArray(arguments.positional.dropFirst(parameters.count)))
        }
        let rest = Dict()
        for (name, value) in arguments.keywords {
            // A keyword for a parameter that has its value already is one more keyword, as in Jinja2.
            if let position = parameters.firstIndex(of: name), position >= given {
                activation.slots[position] = value
            } else if name == "caller", let slot = function.callerSlot, slot >= parameters.count {
                activation.slots[slot] = value
            } else if function.kwargsSlot != nil {
                rest.set(name, to: value)
            } else if name == "caller" {
                throw JinjaError(
                    .type,
                    "macro '\(function.name)' was invoked with two values for the special caller argument. This is most likely a bug."
                )
            } else {
                throw JinjaError(.type, "macro '\(function.name)' takes no keyword argument '\(name)'")
            }
        }
        if let slot = function.kwargsSlot { activation.slots[slot] = .dict(rest) }
        if let slot = function.callerSlot, slot >= parameters.count, case .missing = activation.slots[slot] {
            activation.slots[slot] = .undefined(
                Undefined(hint: "No caller defined", name: "caller"))
        }
    }
}

/// A block as `super` and `self` hand it out.
final class BlockObject: Object {
    private let name: String
    private let level: Int
    private let context: Context

    init(name: String, level: Int, context: Context) { (self.name, self.level, self.context) = (name, level, context) }

    override var typeName: String { "BlockReference" }
    override var isCallable: Bool { true }

    override func attribute(_ name: String, _ machine: Machine) throws(JinjaError) -> Value? {
        name == "super" ? Self.parent(of: self.name, level: level, context: context) : nil
    }

    override func call(_ arguments: CallArguments, _ machine: Machine) throws(JinjaError) -> Value {
        try machine.captured { () throws(JinjaError) in try machine.renderBlock(name, level: level, context) }
    }

    /// The block that a block at some level overrides.
    static func parent(of name: String, level: Int, context: Context) -> Value {
        guard let chain = context.blocks[name], level + 1 < chain.count else {
            return .undefined(
                Undefined(hint: "there is no parent block called '\(name)'.", name: "super"))
        }
        return .object(BlockObject(name: name, level: level + 1, context: context))
    }
}

/// `self`: the blocks of the template.
final class SelfObject: Object {
    private let context: Context

    init(_ context: Context) { self.context = context }

    override var typeName: String { "TemplateReference" }

    override func attribute(_ name: String, _ machine: Machine) throws(JinjaError) -> Value? {
        context.blocks[name] == nil ? nil : .object(BlockObject(name: name, level: 0, context: context))
    }
}

/// An imported template: the names that it exports.
final class Module: Object {
    let name: String
    private let names: Dict
    private let output: Value

    init(name: String, names: Dict, output: Value) { (self.name, self.names, self.output) = (name, names, output) }

    override var typeName: String { "TemplateModule" }
    override var text: String { output.asString ?? "" }

    override func takeNested() -> ContiguousArray<Value> { names.takeAll() }

    deinit { releaseNested(takeNested()) }

    override func attribute(_ name: String, _ machine: Machine) throws(JinjaError) -> Value? { names.value(name) }
    override func item(_ key: Value) throws(JinjaError) -> Value? { try names.value(key) }
}

/// A method together with its receiver.
final class BoundMethod: Object {
    private var receiver: Value
    private let name: String

    init(_ receiver: Value, _ name: String) { (self.receiver, self.name) = (receiver, name) }

    override func takeNested() -> ContiguousArray<Value> {
        defer { receiver = .none }
        return [receiver]
    }

    deinit { releaseNested(takeNested()) }

    override var typeName: String { "builtin_function_or_method" }
    override var text: String { "<built-in method \(name) of \(receiver.typeName) object>" }
    override var isCallable: Bool { true }

    override func call(_ arguments: CallArguments, _ machine: Machine) throws(JinjaError) -> Value {
        try machine.callMethod(receiver, name, arguments)
    }
}
