import Building
import Formats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes a file that a person will go on to edit; so an old one is not overwritten unless that is asked for.
///
/// - Parameter path: `-` is standard output.
/// - Throws: that the file is there already, status 64.
func writeNewFile(_ text: String, to path: String, force: Bool) throws {
    if path == "-" { return try printOutput(text) }
    var status = stat()
    if !force, lstat(path, &status) == 0, [S_IFREG, S_IFLNK].contains(status.st_mode & S_IFMT) {
        throw usageError("\(path): exists already, and was left as it is", help: "--force overwrites it")
    }
    try checked { () throws(OutputError) in
        let file = try OutputFile(replacing: path)
        try file.write(text)
        try file.finish()
    }
}

/// Whether a path is that of a folder, or is written as one.
func isFolder(_ path: String) -> Bool {
    var status = stat()
    return path.hasSuffix("/") || stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Makes a folder if there is none; that it cannot be made is told when a file in it is opened.
func makeFolder(_ path: String) { mkdir(path, 0o777) }
