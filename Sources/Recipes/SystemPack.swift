import Diagnostics
import Prompting
import Records

/// A file of system messages: a list of texts in YAML, each of which may be a template over the row.
package struct SystemPack: Sendable {
    /// The file's path as it was opened.
    package let name: String
    /// The file's text.
    package let text: String
    /// In the order of the file; each is called by its place.
    package private(set) var messages: [PromptTemplate] = []

    /// More messages would make each instance's draw slow.
    private static let most = 10_000

    /// Reads a file of system messages.
    ///
    /// - Throws: everything that is wrong with it, or that it is missing (status 66).
    package init(path: String) throws(Diagnostics) { try self.init(name: path, text: try readTextFile(path)) }

    /// Reads system messages from text.
    ///
    /// - Parameter name: what messages call the file.
    init(name: String, text: String) throws(Diagnostics) {
        (self.name, self.text) = (name, text)
        let reader = YAMLReader(file: name, text: text)
        if let root = reader.compose(text) {
            let list = root.sequence.map(Array.init) ?? []
            if list.isEmpty {
                reader.report(
                    "a file of system messages is a list of texts", at: root, help: "write each behind a dash: - TEXT")
            } else if list.count > Self.most {
                reader.report("there are \(list.count) system messages; more than \(Self.most) are too many", at: root)
            }
            var lines: [String: Int] = [:]
            for node in list.prefix(Self.most) {
                guard let message = node.scalar?.string, !reader.isNull(node) else {
                    reader.report(
                        "a system message must be a text", at: node,
                        help: "a text that begins with { or [, or holds a colon, needs quotes")
                    continue
                }
                var place = reader.location(node)
                if !message.contains(where: { !$0.isWhitespace }) {
                    reader.report(
                        "the system message is empty", at: node, help: "`share` tells how many instances have one")
                } else if let line = lines[message] {
                    reader.report("the system message stands in line \(line) already", at: node)
                }
                lines[message] = lines[message] ?? place.line
                var template = PromptTemplate(id: message, name: "\(name):\(place.line)", jinja: message)
                if let indent = reader.blockIndent(node) {
                    place.line += 1
                    template.indent = indent
                }
                template.location = place
                messages.append(template)
            }
        }
        guard reader.diagnostics.isEmpty else { throw Diagnostics(reader.diagnostics) }
    }
}

/// Where a dataset's system messages come from.
package enum SystemRecipe: Sendable {
    /// One for all instances, in the recipe.
    case text(String)
    /// One of a file's for this share of the instances.
    case file(String, share: Double)
}

extension DatasetRecipe {
    /// The dataset's system messages, compiled, and the file that they come from; nil if it has none.
    ///
    /// - Parameter folder: what relative paths are relative to.
    package func systemMessages(in folder: String) throws(Diagnostics) -> (messages: SystemMessages, pack: SystemPack?)?
    {
        switch system {
        case nil: return nil
        case .text(let text): return (try SystemMessages(text, at: places["system"]), nil)
        case .file(let file, let share):
            let pack: SystemPack
            do throws(Diagnostics) {
                pack = try SystemPack(path: file.hasPrefix("/") ? file : folder + file)
            } catch {
                throw Diagnostics(
                    error.all.map { diagnostic in
                        var result = diagnostic
                        result.location = result.location ?? places["system"]
                        return result
                    }, status: error.status)
            }
            return (try SystemMessages(pack.messages, share: share), pack)
        }
    }
}
