import Foundation
import JSON
import Testing

@testable import Jinja

/// One line of the tables in `Cases`: a template with its environment, and what Jinja2 makes of it.
///
/// The environment is built as `Sources/jinja-cases` builds it; an executable cannot be imported, and a target for these
/// few lines would be one room more.
struct TemplateCase: Sendable, CustomTestStringConvertible {
    let file: String
    let name: String
    let source: String
    let templates: [String: String]
    let options: JSONValue
    let context: JSONValue
    /// The whole output, or nil where Jinja2 raises an error.
    let expected: String?

    var testDescription: String { "\(file) \(name)" }

    /// All lines of all tables, in the order of files and lines.
    static let all: [TemplateCase] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Cases")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".jsonl") }.sorted().flatMap { file in
            let text = (try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)) ?? ""
            return text.split(separator: "\n").compactMap { TemplateCase(file: file, line: String($0)) }
        }
    }()

    /// How many lines the tables have, whether they can be read as cases or not.
    static let lineCount: Int = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Cases")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".jsonl") }.reduce(0) { total, file in
            let text = (try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)) ?? ""
            return total + text.split(separator: "\n").count
        }
    }()

    init?(file: String, line: String) {
        guard let test = try? JSONValue(parsing: line), let name = test["name"]?.text,
            let source = test["source"]?.text,
            (test["expected"] == nil) != (test["error"] == nil)
        else { return nil }
        self.file = file
        self.name = name
        self.source = source
        options = test["options"] ?? .object([])
        context = test["context"] ?? .object([])
        expected = test["expected"]?.text
        var templates: [String: String] = [:]
        if case .object(let members) = test["templates"] ?? .null {
            for member in members { templates[member.key] = member.value.text }
        }
        self.templates = templates
    }

    /// What the engine makes of the case.
    func render() throws(JinjaError) -> String {
        let environment = makeEnvironment()
        let template = try environment.compile(source)
        guard case .dict(let names) = Value(context) else { return "the context is not an object" }
        let output = ByteBuffer()
        try Machine(environment).render(template, names, to: output)
        return output.string
    }

    private func makeEnvironment() -> Environment {
        let isChat = options["profile"]?.text == "hf"
        let environment = Environment(library: isChat ? .huggingFace : .standard)
        environment.isImmutable = isChat
        // Jinja2 finds wrong arguments when a filter is called.
        environment.delaysArgumentErrors = true
        environment.autoescape = options["autoescape"]?.bool ?? false
        environment.undefined = options["undefined"]?.text.flatMap(UndefinedPolicy.init) ?? .standard
        environment.syntax = makeSyntax(isChat: isChat)
        let templates = templates
        environment.loader = { name, _ in templates[name] }
        let now = (options["now"]?.text ?? "").split { !$0.isNumber }.compactMap { Int($0) }
        if now.count >= 6 {
            environment.now = FixedTime(
                year: now[0], month: now[1], day: now[2], hour: now[3], minute: now[4], second: now[5])
        }
        return environment
    }

    private func makeSyntax(isChat: Bool) -> Syntax {
        var syntax = Syntax()
        let extensions = (options["extensions"]?.elements ?? []).compactMap(\.text)
        syntax.hasDo = extensions.contains("do")
        syntax.hasLoopControls = isChat || extensions.contains("loopcontrols")
        syntax.trimBlocks = options["trim_blocks"]?.bool ?? isChat
        syntax.lstripBlocks = options["lstrip_blocks"]?.bool ?? isChat
        syntax.keepTrailingNewline = options["keep_trailing_newline"]?.bool ?? false
        let texts: [(String, WritableKeyPath<Syntax, String>)] = [
            ("block_start_string", \.blockStart), ("block_end_string", \.blockEnd),
            ("variable_start_string", \.variableStart), ("variable_end_string", \.variableEnd),
            ("comment_start_string", \.commentStart), ("comment_end_string", \.commentEnd),
            ("newline_sequence", \.newlineSequence),
        ]
        for (key, path) in texts {
            if let text = options[key]?.text { syntax[keyPath: path] = text }
        }
        syntax.lineStatementPrefix = options["line_statement_prefix"]?.text
        syntax.lineCommentPrefix = options["line_comment_prefix"]?.text
        return syntax
    }
}
