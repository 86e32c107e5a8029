import System

/// Where finished files of an output folder wait for the others, when several processes write them: a folder beside it.
package struct PartsFolder: Sendable {
    /// The output's name with `.parts` at its end.
    package let path: String

    /// The folder of the parts of an output; made if it is missing.
    ///
    /// - Parameter output: the output's path.
    package init(of output: String) throws(OutputError) {
        var output = output
        while output.count > 1, output.hasSuffix("/") { output.removeLast() }
        path = output + ".parts"
        try Folders.make(path)
    }

    /// Creates a file that takes an older one's place when it is finished; its SHA-256 is taken.
    package func create(_ name: String) throws(OutputError) -> OutputFile {
        try OutputFile(replacing: path + "/" + name, hashes: true)
    }

    /// The size of a file in bytes; nil if there is none.
    package func size(of name: String) throws(OutputError) -> Int? {
        try SystemCalls.status(of: path + "/" + name)?.size
    }

    /// Lets a file stand in an output folder, too.
    package func link(_ name: String, into directory: OutputDirectory) throws(OutputError) {
        try SystemCalls.link(path + "/" + name, directory.stagingPath + "/" + name, for: directory.path + "/" + name)
    }

    /// Removes the folder with all that stands in it.
    package func remove() throws(OutputError) { try Folders.remove(path) }
}
