import Diagnostics
import JSON
import Mixing
import Prompting
import Records

/// Takes the prompts and completions out of formatted lines. One per thread.
package final class InstanceTexts {
    private let prompter: Prompter
    private let instance = Instance()

    package init() {
        do throws(Diagnostics) {
            var task = PromptTask(
                dataset: "", hasher: RowHasher(seed: 0, dataset: ""), transform: try RowTransform(),
                prompts: try PromptSet.none(.instructions), options: PromptOptions())
            task.kind = .instructions
            prompter = Prompter(task)
        } catch {
            preconditionFailure("a template without text compiles")
        }
    }

    /// Nil if the row is in none of the forms of instances.
    package func texts(of row: Row) -> (prompt: String, completion: String)? {
        guard (try? prompter.load(row.bytes, row.fields)) == true else { return nil }
        do throws(PromptError) {
            try prompter.render(0, key: 0, into: instance)
        } catch {
            return nil
        }
        return (instance.promptText, instance.completionText)
    }

    /// The same, with the system message and the names of those who speak as a part of the prompt.
    package func transcript(of row: Row) -> (prompt: String, completion: String)? {
        guard let (prompt, completion) = texts(of: row) else { return nil }
        guard let conversation = instance.conversation, conversation.system != nil || !conversation.isPair else {
            return (prompt, completion)
        }
        let system = conversation.system.map { "System: \($0)\n\n" } ?? ""
        return (system + conversation.transcript, completion)
    }
}

extension Row {
    /// The text of a field: of a string the text itself, of other values their JSON text.
    ///
    /// - Parameter path: the keys that lead to it.
    package func text(at path: [String]) -> String? {
        guard let first = path.first, let field = value(of: first) else { return nil }
        if path.count == 1 { return text(of: field) }
        guard var value = try? JSONValue(parsing: slice(field.value)) else { return nil }
        for key in path.dropFirst() {
            guard let next = value[key] else { return nil }
            value = next
        }
        if let text = value.text { return text }
        let buffer = ByteBuffer()
        value.write(to: buffer)
        return buffer.string
    }
}
