import ArgumentParser
import Building
import Formats
import Recipes
import Running
import System

/// The files of rows that a filter or `inspect` reads: named one by one, or in a list.
struct InputFiles: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Files of rows; none, or -: standard input.", valueName: "file"), completion: .file())
    var files: [String] = []

    @Option(
        name: .customLong("files0-from"),
        help: ArgumentHelp(
            "Read the names of the files from this one (-: standard input), each ended by NUL, as find -print0 writes them.",
            valueName: "file"),
        completion: .file())
    var files0From: String?

    /// What is to be read, in order; `-` is standard input.
    ///
    /// - Throws: `NothingToRead` if that would be what somebody types.
    func paths() throws -> [String] {
        guard let files0From else {
            guard files.isEmpty else { return files }
            try refuseTerminal()
            return ["-"]
        }
        guard files.isEmpty else {
            throw usageError("--files0-from takes the place of FILE arguments; \"\(files[0])\" is one")
        }
        if files0From == "-" { try refuseTerminal() }
        return try FileList.read(files0From)
    }
}

/// Ends a command that would wait for somebody to type rows.
func refuseTerminal() throws { if isTerminal(0) { throw NothingToRead() } }

/// Standard input is to be read, but it is a terminal: most likely a file was forgotten.
struct NothingToRead: Error {}

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
