#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What output needs done to folders.
enum Folders {
    /// Makes a folder and all that lead to it, as far as they are missing.
    static func make(_ path: String) throws(OutputError) {
        if try SystemCalls.status(of: path) != nil { return }
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part + "/"
            _ = try SystemCalls.makeFolder(made)
        }
    }

    /// Removes a folder of files, or a file; nothing happens if there is none.
    static func remove(_ path: String) throws(OutputError) {
        guard let status = try SystemCalls.status(of: path, followingLinks: false) else { return }
        guard isFolder(status) else { return try SystemCalls.unlink(path, for: path) }
        for name in try SystemCalls.names(in: path) {
            try SystemCalls.unlink(path + "/" + name, for: path + "/" + name)
        }
        try SystemCalls.removeFolder(path)
    }

    /// Makes sure that a folder's names are on the disk.
    static func synchronise(_ path: String) throws(OutputError) {
        let descriptor: Int32
        do {
            descriptor = try SystemCalls.open(path, O_RDONLY, for: path, "opening")
        } catch  where error.number == EACCES {
            // One may put files into a folder that one may not read; the system writes its names when it sees fit.
            return
        }
        do {
            try SystemCalls.synchronise(descriptor, for: path)
        } catch {
            try? SystemCalls.close(descriptor, for: path)
            throw error
        }
        try SystemCalls.close(descriptor, for: path)
    }

    /// The folder that a path's last name stands in.
    static func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    /// Whether a path leads to a folder, a link to one not among them.
    static func isFolder(_ path: String) throws(OutputError) -> Bool {
        try SystemCalls.status(of: path, followingLinks: false).map(isFolder) ?? false
    }

    private static func isFolder(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFDIR }
}
