import JSON

@testable import Jinja

/// Renders a template in one go, for tests.
func render(
    _ source: String, _ context: [String: Value] = [:], templates: [String: String] = [:],
    setUp: (Environment) -> Void = { _ in }
) throws(JinjaError) -> String {
    let environment = Environment()
    environment.syntax.hasDo = true
    environment.syntax.hasLoopControls = true
    environment.loader = { name, _ in templates[name] }
    setUp(environment)
    let names = Dict()
    for (name, value) in context { names.set(name, to: value) }
    let output = ByteBuffer()
    try Machine(environment).render(try environment.compile(source), names, to: output)
    return output.string
}

/// The error that a template ends in, or nil if it gives a text.
func failure(
    _ source: String, _ context: [String: Value] = [:], templates: [String: String] = [:],
    setUp: (Environment) -> Void = { _ in }
) -> JinjaError? {
    do {
        _ = try render(source, context, templates: templates, setUp: setUp)
        return nil
    } catch {
        return error
    }
}
