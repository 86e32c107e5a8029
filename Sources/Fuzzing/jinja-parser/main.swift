import FuzzDriver
import Jinja

// Compiles the input as a template, in the syntax that its first byte asks for. Whatever the input, the answer is a
// template or an error with a place in the source: no crash, no trap, no hang.

/// Environments that differ in what the lexer and the parser look for.
let environments: [Environment] = (0..<16).map { variant in
    let environment = Environment(library: variant & 1 == 0 ? .promptSource : .huggingFace)
    environment.separator = variant & 1 == 0 ? Separator() : nil
    environment.syntax.hasDo = variant & 1 != 0
    environment.syntax.hasLoopControls = variant & 1 != 0
    environment.syntax.trimBlocks = variant & 2 != 0
    environment.syntax.lstripBlocks = variant & 2 != 0
    environment.syntax.keepTrailingNewline = variant & 2 != 0
    if variant & 4 != 0 {
        environment.syntax.lineStatementPrefix = "#"
        environment.syntax.lineCommentPrefix = "##"
    }
    if variant & 8 != 0 {
        environment.syntax.variableStart = "${"
        environment.syntax.variableEnd = "}"
        environment.syntax.blockStart = "<%"
        environment.syntax.blockEnd = "%>"
        environment.syntax.commentStart = "<!--"
        environment.syntax.commentEnd = "-->"
    }
    return environment
}

fuzz { input in
    guard let first = input.first else { return }
    let source = String(decoding: input.dropFirst(), as: UTF8.self)
    do throws(JinjaError) {
        let template = try environments[Int(first & 15)].compile(source)
        precondition(template.externalNames == template.externalNames.sorted(), "names out of order")
    } catch {
        precondition(!error.message.isEmpty, "an error without words")
        let lines = source.utf8.reduce(1) { $0 + ($1 == 0x0A || $1 == 0x0D ? 1 : 0) }
        precondition(error.line >= 0 && error.line <= lines, "an error outside of the source")
    }
}
