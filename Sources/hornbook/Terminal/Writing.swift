import Building
import Formats
import System

/// Writes a file that a person will go on to edit; so an old one is not overwritten unless that is asked for.
///
/// - Parameter path: `-` is standard output.
/// - Throws: that the file is there already, status 64.
func writeNewFile(_ text: String, to path: String, force: Bool) throws {
    if path == "-" { return try printOutput(text) }
    if !force, let kind = FileStatus(path, followingLinks: false)?.kind, kind == .regular || kind == .link {
        throw usageError("\(path): exists already, and was left as it is", help: "--force overwrites it")
    }
    try replaceFile(path, by: text)
}

/// Whether a path is that of a folder, or is written as one.
func isFolder(_ path: String) -> Bool { path.hasSuffix("/") || FileStatus(path)?.kind == .folder }

/// Makes a folder if there is none; that it cannot be made is told when a file in it is opened.
func makeFolder(_ path: String) { try? SystemCalls.makeNewFolder(path) }

func replaceFile(_ path: String, by text: String) throws {
    try writeText(text) { () throws(OutputError) in try OutputFile(replacing: path) }
}

/// Prints text to standard output; a closed pipe ends the process quietly, a full disk with status 74.
func printOutput(_ text: String) throws {
    try writeText(text) { () throws(OutputError) in try OutputFile(writing: "-") }
}

/// Writes a whole text into the file that is opened for it.
func writeText(_ text: String, to open: () throws(OutputError) -> OutputFile) throws {
    try checked { () throws(OutputError) in
        let file = try open()
        try file.write(text)
        try file.finish()
    }
}
