import JSON
import Jinja

/// One case: a template, its environment and what it is rendered with.
enum TemplateCase {
    /// Runs the case on a line.
    static func answer(to line: String) -> JSONValue {
        let test: JSONValue
        do {
            test = try JSONValue(parsing: line)
        } catch {
            return .object(["id": .null, "error": "case", "message": .string("not JSON: \(error.code.rawValue)")])
        }
        let id = test["id"] ?? .null
        do {
            return try render(test, id: id)
        } catch {
            return .object(["id": id, "error": .string(error.kind.rawValue), "message": .string(error.description)])
        }
    }

    private static func render(_ test: JSONValue, id: JSONValue) throws(JinjaError) -> JSONValue {
        let environment = makeEnvironment(test)
        var templates: [String: String] = [:]
        if case .object(let members) = test["templates"] ?? .null {
            for member in members { templates[member.key] = member.value.text }
        }
        let known = templates
        environment.loader = { name, _ in known[name] }
        if case .object(let members) = test["globals"] ?? .null {
            for member in members { environment.globals[member.key] = Value(member.value) }
        }
        let name = test["entry"]?.text ?? "<template>"
        let template = try environment.compile(test["source"]?.text ?? templates[name] ?? "", name: name)
        let context = Value(test["context"] ?? .object([]))
        guard case .dict(let names) = context else {
            return .object(["id": id, "error": "case", "message": "the context is not an object"])
        }
        let machine = Machine(environment)
        let output = ByteBuffer()
        try machine.render(template, names, to: output)
        return .object(["id": id, "output": .string(output.string), "generation_spans": spans(machine, output)])
    }

    /// The spans of `generation` blocks in code points.
    private static func spans(_ machine: Machine, _ output: ByteBuffer) -> JSONValue? {
        guard !machine.generationSpans.isEmpty else { return nil }
        func codePoints(before offset: Int) -> JSONValue {
            .int(output.bytes.prefix(offset).reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) })
        }
        return .array(
            machine.generationSpans.map { .array([codePoints(before: $0.start), codePoints(before: $0.end)]) })
    }

    private static func makeEnvironment(_ test: JSONValue) -> Environment {
        let options = test["options"] ?? .object([])
        let isChat = options["profile"]?.text == "hf"
        let environment = Environment(library: isChat ? .huggingFace : .standard)
        environment.isImmutable = isChat
        environment.delaysArgumentErrors = true
        environment.syntax = makeSyntax(options, isChat: isChat)
        environment.autoescape = options["autoescape"]?.bool ?? false
        environment.undefined = options["undefined"]?.text.flatMap(UndefinedPolicy.init) ?? .standard
        environment.now = options["now"]?.text.flatMap { FixedTime($0) }
        return environment
    }

    private static func makeSyntax(_ options: JSONValue, isChat: Bool) -> Syntax {
        var syntax = Syntax()
        let extensions = (options["extensions"]?.elements ?? []).compactMap(\.text)
        syntax.hasDo = extensions.contains("do")
        syntax.hasLoopControls = isChat || extensions.contains("loopcontrols")
        syntax.trimBlocks = options["trim_blocks"]?.bool ?? isChat
        syntax.lstripBlocks = options["lstrip_blocks"]?.bool ?? isChat
        syntax.keepTrailingNewline = options["keep_trailing_newline"]?.bool ?? false
        func text(_ key: String, _ path: WritableKeyPath<Syntax, String>) {
            if let text = options[key]?.text { syntax[keyPath: path] = text }
        }
        text("block_start_string", \.blockStart)
        text("block_end_string", \.blockEnd)
        text("variable_start_string", \.variableStart)
        text("variable_end_string", \.variableEnd)
        text("comment_start_string", \.commentStart)
        text("comment_end_string", \.commentEnd)
        text("newline_sequence", \.newlineSequence)
        syntax.lineStatementPrefix = options["line_statement_prefix"]?.text
        syntax.lineCommentPrefix = options["line_comment_prefix"]?.text
        return syntax
    }
}
