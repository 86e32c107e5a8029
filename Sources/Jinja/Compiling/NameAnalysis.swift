/// Which names a run of statements assigns in its own scope, and which it reads anywhere.
struct NameAnalysis {
    /// Names assigned in this scope, in order; inner scopes (loops, macros, `with` …) keep theirs to themselves.
    private(set) var assigned: [String] = []
    /// Every name that is read, inner scopes included.
    private(set) var read: Set<String> = []
    /// Whether a template is extended anywhere in this scope.
    private(set) var extends = false

    init(_ body: [Statement]) { visit(body, isOwnScope: true) }

    init(_ expressions: [Expression]) { expressions.forEach { visit($0) } }

    private mutating func assign(_ names: [String], _ isOwnScope: Bool) {
        guard isOwnScope else { return }
        for name in names where !assigned.contains(name) { assigned.append(name) }
    }

    private mutating func visit(_ body: [Statement], isOwnScope: Bool) {
        for statement in body { visit(statement, isOwnScope) }
    }

    private mutating func visit(_ statement: Statement, _ own: Bool) {
        switch statement.kind {
        case .text, .breakLoop, .continueLoop: break
        case .print(let expression), .evaluate(let expression), .include(let expression, _, _): visit(expression)
        case .extends(let expression):
            extends = true
            visit(expression)
        case .forLoop(let loop):
            visit(loop.sequence)
            if let filter = loop.filter { visit(filter) }
            visit(loop.body, isOwnScope: false)
            visit(loop.otherwise, isOwnScope: false)
        case .conditional(let branches, let otherwise):
            for branch in branches {
                visit(branch.test)
                visit(branch.body, isOwnScope: own)
            }
            visit(otherwise, isOwnScope: own)
        case .set(let target, let value):
            visit(value)
            visit(target, own)
        case .setBlock(let target, let filter, let body):
            if let filter { visit(filter) }
            visit(body, isOwnScope: false)
            visit(target, own)
        case .macro(let name, let signature, let body):
            assign([name], own)
            signature.defaults.forEach { visit($0) }
            visit(body, isOwnScope: false)
        case .callBlock(let signature, let call, let body):
            visit(call)
            signature.defaults.forEach { visit($0) }
            visit(body, isOwnScope: false)
        case .with(let assignments, let body):
            assignments.forEach { visit($0.value) }
            visit(body, isOwnScope: false)
        case .filterBlock(let expression, let body), .autoescape(let expression, let body):
            visit(expression)
            visit(body, isOwnScope: false)
        case .block(_, _, _, let body), .generation(let body):
            visit(body, isOwnScope: false)
        case .importTemplate(let template, let name, _):
            visit(template)
            assign([name], own)
        case .fromImport(let template, let names, _):
            visit(template)
            assign(names.map(\.alias), own)
        }
    }

    private mutating func visit(_ target: Target, _ own: Bool) {
        assign(target.names, own)
        if case .attribute(let name, _) = target { read.insert(name) }
    }

    private mutating func visit(_ expression: Expression) {
        switch expression.kind {
        case .constant: break
        case .name(let name): read.insert(name)
        case .list(let items), .tuple(let items), .concatenation(let items): items.forEach { visit($0) }
        case .dict(let pairs):
            for pair in pairs {
                visit(pair.key)
                visit(pair.value)
            }
        case .attribute(let operand, _), .not(let operand), .negative(let operand), .positive(let operand):
            visit(operand)
        case .item(let a, let b), .binary(_, let a, let b), .and(let a, let b), .or(let a, let b):
            visit(a)
            visit(b)
        case .slice(let operand, let start, let stop, let step):
            visit(operand)
            [start, stop, step].forEach { if let part = $0 { visit(part) } }
        case .filter(let operand, _, let arguments):
            if let operand { visit(operand) }
            arguments.all.forEach { visit($0) }
        case .call(let operand, let arguments), .test(let operand, _, let arguments):
            visit(operand)
            arguments.all.forEach { visit($0) }
        case .comparison(let first, let rest):
            visit(first)
            rest.forEach { visit($0.operand) }
        case .conditional(let test, let then, let otherwise):
            visit(test)
            visit(then)
            if let otherwise { visit(otherwise) }
        }
    }
}
