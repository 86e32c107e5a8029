import Conversations
import JSON
import Jinja
import Prompting
import Records
import Running

/// Which parts of a row a request is made of.
package struct RequestFields: Sendable {
    /// The path of the field that holds what is asked; nil: the first that is known.
    package var instruction: [String]?
    /// The path of the field that names a row; nil: the record's key does, as `hornbook rows --keys` tells it.
    package var key: [String]?
    /// The path of the field that tells whether a machine has written a row.
    package var machine = ["is_machine"]
}

/// Takes what requests say out of rows. One per thread.
final class RequestTexts {
    private let kind: RequestKind
    private let fields: RequestFields
    private let instances: InstanceTexts

    init(_ kind: RequestKind, _ fields: RequestFields) {
        (self.kind, self.fields) = (kind, fields)
        instances = InstanceTexts()
    }

    /// What a template sees of a row beside `row` itself: `instruction`, and by the kind `answer`, `is_classification`, or `input`
    /// and `output`.
    func parts(of row: Row) throws(PromptError) -> [JSONValue.Member] {
        if kind == .difficulty {
            guard let texts = instances.transcript(of: row) else {
                throw PromptError(
                    .notAConversation,
                    "the row is no instruction with an answer: instruction and output, prompt and completion, messages, or another "
                        + "form that instructions of a recipe may have")
            }
            return [
                JSONValue.Member(key: "instruction", value: .string(texts.prompt)),
                JSONValue.Member(key: "answer", value: .string(texts.completion)),
            ]
        }
        if kind == .templates {
            let text = ByteBuffer()
            row.writeCanonical(to: text)
            return [
                JSONValue.Member(key: "instruction", value: ""),
                JSONValue.Member(key: "text", value: .string(Self.shortened(text.string))),
            ]
        }
        guard let instruction = instruction(of: row) else {
            throw PromptError(
                .undefinedField,
                "the row has no text in \(fields.instruction.map { "`\($0.joined(separator: "."))`" } ?? Self.known); --field names the field",
                field: fields.instruction?.joined(separator: ".") ?? "instruction")
        }
        var parts = [JSONValue.Member(key: "instruction", value: .string(instruction))]
        switch kind {
        case .instances:
            parts.append(JSONValue.Member(key: "is_classification", value: .bool(try isClassification(row))))
        case .alpaca:
            guard let output = text(row, ["output"]) else {
                throw PromptError(
                    .undefinedField, "the row has no text in `output`, which a task that is shown needs",
                    field: "output")
            }
            parts.append(JSONValue.Member(key: "input", value: .string(text(row, ["input"]) ?? "")))
            parts.append(JSONValue.Member(key: "output", value: .string(output)))
        default: break
        }
        return parts
    }

    func key(of row: Row) throws(PromptError) -> String? {
        guard let path = fields.key else { return nil }
        if let text = text(row, path) { return text }
        let name = path.joined(separator: ".")
        throw PromptError(.missingID, "the row has no `\(name)`, which --key names", field: name)
    }

    func isMachine(_ row: Row) -> Bool { Self.truth(row.text(at: fields.machine)) ?? false }

    // MARK: Fields

    /// A row as templates' requests show it: a long one would say no more of its fields.
    private static func shortened(_ text: String) -> String {
        let most = 4_000
        return text.count <= most ? text : text.prefix(most) + " …"
    }

    private static let known =
        "`instruction`, `prompt`, `inputs`, `question`, `query` or `text`, and no user's turn in `messages`"

    private func instruction(of row: Row) -> String? {
        if let path = fields.instruction { return text(row, path) }
        if let instruction = text(row, ["instruction"]) {
            guard kind.joinsInput, let input = text(row, ["input"]) ?? text(row, ["context"]) else {
                return instruction
            }
            return instruction + "\n\n" + input
        }
        for name in ["prompt", "inputs", "question", "query", "text"] {
            if let text = text(row, [name]) { return text }
        }
        guard case .object(let members)? = try? JSONValue(parsing: row.bytes) else { return nil }
        return ConversationReader(members, ReadingRules()) { $0[0] }.firstQuestion()
    }

    /// A field's text; nil if it is missing, null or blank.
    private func text(_ row: Row, _ path: [String]) -> String? {
        guard let text = row.text(at: path), !text.allSatisfy(\.isWhitespace) else { return nil }
        return text == "null" && isNull(row, path) ? nil : text
    }

    private func isNull(_ row: Row, _ path: [String]) -> Bool {
        guard let first = path.first, let field = row.value(of: first) else { return false }
        var value = try? JSONValue(parsing: row.slice(field.value))
        for key in path.dropFirst() { value = value?[key] }
        return value == .null
    }

    private func isClassification(_ row: Row) throws(PromptError) -> Bool {
        if let truth = Self.truth(row.text(at: ["is_classification"])) { return truth }
        throw PromptError(
            .undefinedField,
            "the row has no `is_classification` that is true or false; `hornbook request classify` asks a model for it",
            field: "is_classification")
    }

    private static func truth(_ text: String?) -> Bool? {
        switch text?.lowercased() {
        case "true", "yes", "1": true
        case "false", "no", "0": false
        default: nil
        }
    }
}

extension Dict {
    /// The names that a template sees.
    static func names(_ members: [JSONValue.Member]) -> Dict {
        let names = Dict()
        for member in members { names.set(member.key, to: Value(member.value)) }
        return names
    }
}

extension RequestPrompt {
    /// A failure of the template, as a row's.
    func error(_ error: JinjaError) -> PromptError {
        if error.kind == .outputLimit {
            return PromptError(
                .templateFailed, "template `\(name)`: the request is longer than \(Self.maxBytes >> 20) MiB",
                template: name)
        }
        return PromptError(error, template: name)
    }
}
