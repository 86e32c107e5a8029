/// An expression with its place in the source.
struct Expression {
    indirect enum Kind {
        case constant(Value)
        case name(String)
        case list([Expression])
        case tuple([Expression])
        case dict([(key: Expression, value: Expression)])
        case attribute(Expression, String)
        case item(Expression, Expression)
        case slice(Expression, start: Expression?, stop: Expression?, step: Expression?)
        case call(Expression, Arguments)
        /// A filter; without an input, that of the enclosing filter block.
        case filter(Expression?, String, Arguments)
        case test(Expression, String, Arguments)
        case not(Expression)
        case negative(Expression)
        case positive(Expression)
        case binary(BinaryOperator, Expression, Expression)
        case concatenation([Expression])
        case comparison(Expression, [(operation: Comparison, operand: Expression)])
        case and(Expression, Expression)
        case or(Expression, Expression)
        case conditional(test: Expression, then: Expression, otherwise: Expression?)
    }

    let kind: Kind
    /// Byte offset in the source.
    let offset: Int
}

/// The comparison operators.
enum Comparison {
    case equal, notEqual
    case order(OrderComparison)
    case contained, notContained
}

/// The arguments of a call, a filter or a test as they are written.
struct Arguments {
    var positional: [Expression] = []
    var keywords: [(name: String, value: Expression)] = []
    /// `*expression`
    var spread: Expression?
    /// `**expression`
    var keywordSpread: Expression?

    var all: [Expression] { positional + keywords.map(\.value) + [spread, keywordSpread].compactMap(\.self) }
}

/// What an assignment assigns to.
indirect enum Target {
    case name(String)
    case tuple([Target])
    /// `namespace.attribute`
    case attribute(String, String)

    /// The names that the target binds.
    var names: [String] {
        switch self {
        case .name(let name): [name]
        case .tuple(let targets): targets.flatMap(\.names)
        case .attribute: []
        }
    }
}

/// Parameters of a macro or a call block.
struct Signature {
    var names: [String] = []
    /// Defaults of the last parameters.
    var defaults: [Expression] = []
}

/// A statement with its place in the source.
struct Statement {
    indirect enum Kind {
        case text(String)
        case print(Expression)
        case forLoop(ForLoop)
        case conditional([(test: Expression, body: [Statement])], otherwise: [Statement])
        case set(Target, Expression)
        case setBlock(Target, filter: Expression?, body: [Statement])
        case macro(name: String, Signature, body: [Statement])
        case callBlock(Signature, call: Expression, body: [Statement])
        case filterBlock(Expression, body: [Statement])
        case with([(target: Target, value: Expression)], body: [Statement])
        case autoescape(Expression, body: [Statement])
        case block(name: String, isScoped: Bool, isRequired: Bool, body: [Statement])
        case extends(Expression)
        case include(Expression, ignoringMissing: Bool, withContext: Bool)
        case importTemplate(Expression, name: String, withContext: Bool)
        case fromImport(Expression, names: [(name: String, alias: String)], withContext: Bool)
        case evaluate(Expression)
        case breakLoop
        case continueLoop
        /// A block whose place in the output is reported (Hugging Face's `generation`).
        case generation([Statement])
    }

    let kind: Kind
    let offset: Int
}

/// A `for` statement.
struct ForLoop {
    var target: Target
    var sequence: Expression
    var filter: Expression?
    var isRecursive: Bool
    var body: [Statement]
    var otherwise: [Statement]
}
