import Diagnostics
import Formats
import Prompting
import Records
import System

/// Finds packs: those that ship with the tool, files and folders.
package enum PackLibrary {
    /// The names of the packs that ship with the tool, sorted.
    package static var shippedNames: [String] { embeddedPacks.map(\.name).sorted() }

    /// A pack that ships with the tool, or nil.
    package static func shipped(_ name: String) throws(Diagnostics) -> Pack? {
        let wanted = name.hasSuffix(".yaml") ? String(name.dropLast(5)) : name
        guard let found = embeddedPacks.first(where: { $0.name == wanted }) else { return nil }
        return try Pack(name: found.name, text: found.text)
    }

    /// The packs that a name leads to: a file, a folder with packs in it, or a shipped pack's name; never none.
    ///
    /// - Parameters:
    ///   - name: as the user wrote it.
    ///   - folder: what relative paths are relative to, with a slash at its end, or empty.
    ///   - dataset: of a folder of packs by dataset (`dataset/templates.yaml`), only that one's is taken.
    package static func find(_ name: String, in folder: String = "", dataset: String? = nil) throws(Diagnostics)
        -> [Pack]
    {
        let path = name.hasPrefix("/") ? name : folder + name
        if let status = FileStatus(path) {
            guard status.kind == .folder else { return [try load(path)] }
            let root = path.hasSuffix("/") ? path : path + "/"
            if let dataset, fileIsReadable(root + dataset + "/templates.yaml") {
                return [try load(root + dataset + "/templates.yaml")]
            }
            var packs: [Pack] = []
            for file in yamlFiles(below: root, depth: 4) { packs.append(try load(file)) }
            guard !packs.isEmpty else { throw Diagnostics(Diagnostic("\(path): no packs (*.yaml) in this folder")) }
            return packs
        }
        if let pack = try shipped(name) { return [pack] }
        let near = suggestion(for: name, among: shippedNames)
        throw Diagnostics(
            Diagnostic(
                "there is no pack `\(name)`: neither a file or folder, nor one that ships with hornbook",
                help: near.map { "did you mean `\($0)`?" } ?? "`hornbook templates list` shows the shipped ones"),
            status: name.contains("/") || name.hasSuffix(".yaml") ? .missingInput : .wrongRecipe)
    }

    /// The files below a folder that may be packs, in order.
    package static func files(below folder: String) -> [String] {
        yamlFiles(below: folder.hasSuffix("/") ? folder : folder + "/", depth: 4)
    }

    /// Reads a pack from a file.
    package static func load(_ path: String) throws(Diagnostics) -> Pack {
        var pack = try Pack(name: path, text: try readTextFile(path))
        let folder = TemplateFolder(of: path).path
        for index in pack.templates.indices { pack.templates[index].origin = folder }
        return pack
    }

    private static func yamlFiles(below folder: String, depth: Int) -> [String] {
        guard depth > 0 else { return [] }
        return OutputDirectory.entries(of: folder).filter { !$0.hasPrefix(".") }.flatMap { name -> [String] in
            guard let status = FileStatus(folder + name) else { return [] }
            if status.kind == .folder { return yamlFiles(below: folder + name + "/", depth: depth - 1) }
            return name.hasSuffix(".yaml") || name.hasSuffix(".yml") ? [folder + name] : []
        }
    }
}

/// The templates of packs that a user asks for.
package struct TemplateChoice: Sendable {
    /// Names, ids or globs of those that are used; empty: all.
    package var use: [String]
    /// Names, ids or globs of those that are left out.
    package var except: [String]
    /// Whether those are used whose prompts show the answer choices, or those whose prompts do not; nil: both.
    package var choicesInPrompt: Bool?

    /// Names, ids or globs.
    package init(use: [String] = [], except: [String] = []) { (self.use, self.except) = (use, except) }

    /// Chooses from the templates of packs, in their order.
    ///
    /// - Throws: a pattern that fits nothing, or that nothing is left.
    package func choose(from packs: [Pack]) throws(Diagnostics) -> [PromptTemplate] {
        let all = packs.flatMap(\.templates)
        var errors: [Diagnostic] = []
        for pattern in use + except where !all.contains(where: { Self.matches(pattern, $0) }) {
            let near = suggestion(for: pattern, among: all.map(\.name))
            errors.append(
                Diagnostic(
                    "no template of \(packs.map { "`\($0.name)`" }.joined(separator: ", ")) is called `\(pattern)`",
                    help: near.map { "did you mean `\($0)`?" }
                        ?? "the templates: \(all.prefix(20).map(\.name).joined(separator: ", "))"))
        }
        let chosen = all.filter { template in
            (use.isEmpty || use.contains { Self.matches($0, template) })
                && !except.contains { Self.matches($0, template) }
                && (choicesInPrompt == nil || template.choicesInPrompt == choicesInPrompt)
        }
        if errors.isEmpty, chosen.isEmpty { errors.append(Diagnostic("no template is left to choose from")) }
        guard errors.isEmpty else { throw Diagnostics(errors) }
        return chosen
    }

    /// Whether a template is what a name, an id or a glob of names means.
    package static func matches(_ pattern: String, _ template: PromptTemplate) -> Bool {
        pattern == template.id || matches(pattern, template.name)
    }

    /// Whether a name is the one given, or fits a glob.
    static func matches(_ pattern: String, _ name: String) -> Bool {
        pattern == name || System.matches(name, glob: pattern)
    }
}
