import FuzzDriver
import JSON
import Jinja

// Compiles the input as a template and renders it with a fixed row, under tight limits and in the environment that its first
// byte asks for. Whatever the input, the answer is a text or an error: no crash, no trap, no hang.

/// What the templates see; each rendering has values of its own, which it may change.
let row = Array(
    #"""
    {"text":"A \"quoted\" café ||| <b>{{ x }}</b>\n","label":1,"n":-7,"f":2.5e-7,"big":123456789012345678901234567890,
    "items":[1,"two",null,true,[3,[4]],{"a":{"b":"c"}}],"choices":["yes","no"],"d":{"items":1,"k":"v","":[]},"none":null,
    "messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"there"}]}
    """#.utf8)

/// A machine for each way in which the first byte asks for one.
let machines: [Machine] = (0..<8).map { variant in
    let environment = Environment(library: variant & 1 == 0 ? .promptSource : .huggingFace)
    environment.undefined = variant & 2 == 0 ? .standard : .strict
    environment.autoescape = variant & 4 != 0
    environment.separator = variant & 1 == 0 ? Separator() : nil
    environment.syntax.trimBlocks = variant & 1 != 0
    environment.syntax.lstripBlocks = variant & 1 != 0
    environment.isImmutable = variant & 1 != 0
    environment.now = FixedTime(year: 2026, month: 2, day: 28, hour: 23, minute: 59, second: 59)
    environment.limits.steps = 20_000
    environment.limits.outputBytes = 1 << 16
    environment.limits.memoryBytes = 4 << 20
    environment.limits.rangeLength = 1000
    environment.loader = { name, _ in
        name == "other" ? "{% macro m(x) %}<{{ x }}>{% endmacro %}{% block b %}{{ text }}{% endblock %}" : nil
    }
    return Machine(environment)
}

/// Renders with a fresh row; nil if that fails.
func render(_ template: Template, _ machine: Machine) -> ByteBuffer? {
    guard case .dict(let names) = row.withUnsafeBytes({ Value(json: $0) }) else { return nil }
    let output = ByteBuffer()
    do {
        try machine.render(template, names, to: output)
    } catch {
        precondition(output.count == 0, "a failed rendering has left output behind")
        return nil
    }
    precondition(firstInvalidUTF8(in: output.bytes) == nil, "output that is not UTF-8")
    return output
}

fuzz { input in
    guard let first = input.first else { return }
    let machine = machines[Int(first & 7)]
    let source = String(decoding: input.dropFirst(), as: UTF8.self)
    guard let template = try? machine.environment.compile(source) else { return }
    let output = render(template, machine)
    // A machine keeps parts of a rendering for the next one, which must not show.
    let again = render(template, machine)
    precondition(output?.string == again?.string, "two renderings differ")
}
