import ArgumentParser
import Formats
import Recipes

extension CompletionKind {
    /// Recipes are YAML, and JSON is YAML, too.
    static let recipes = CompletionKind.file(extensions: ["yaml", "yml", "json"])

    /// Packs: the names of those that ship with the program, YAML files, and folders, which may hold some. The parser's own
    /// kinds offer names or files, not both.
    static let packs = CompletionKind.custom { _, _, prefix in packCompletions(of: prefix) }
}

/// What may stand where a pack is named.
///
/// - Parameter prefix: what has been typed so far, as the shell has it; where that holds quotes or escapes, no files are
///   offered, since no name begins with it.
private func packCompletions(of prefix: String) -> [String] {
    let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
    let files = OutputDirectory.entries(of: folder.isEmpty ? "." : folder).filter { !$0.hasPrefix(".") }
        .map { isFolder(folder + $0) ? folder + $0 + "/" : folder + $0 }
        .filter { $0.hasSuffix("/") || $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
    return (PackLibrary.shippedNames + files).filter { $0.hasPrefix(prefix) }
}
