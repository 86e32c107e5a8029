#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What output needs done to folders.
package enum Folders {
    /// Makes a folder and all that lead to it, as far as they are missing.
    package static func make(_ path: String) throws(SystemError) {
        if try SystemCalls.status(of: path) != nil { return }
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part + "/"
            try makeOne(made)
        }
    }

    /// Makes a folder in one that is there; nothing happens if something of its name is.
    package static func makeOne(_ path: String) throws(SystemError) {
        do throws(SystemError) { try SystemCalls.makeNewFolder(path) } catch  where error.kind == .exists {}
    }

    /// Makes a folder of a name that nobody else has.
    ///
    /// - Parameter start: what its path begins with; six characters follow.
    package static func makeUnique(_ start: String) throws(SystemError) -> String {
        var template = Array("\(start)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError(start, "creating", errno) }
        return template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    /// Removes a folder of files, or a file; nothing happens if there is none.
    package static func remove(_ path: String) throws(SystemError) {
        guard let status = try SystemCalls.status(of: path, followingLinks: false) else { return }
        guard status.kind == .folder else { return try SystemCalls.unlink(path, for: path) }
        for name in try SystemCalls.names(in: path) {
            try SystemCalls.unlink(path + "/" + name, for: path + "/" + name)
        }
        try SystemCalls.removeFolder(path)
    }

    /// Makes sure that a folder's names are on the disk.
    package static func synchronise(_ path: String) throws(SystemError) {
        let descriptor: Int32
        do {
            descriptor = try SystemCalls.open(path, .reading, for: path, "opening")
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
    package static func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    /// Whether a path leads to a folder, a link to one not among them.
    package static func isFolder(_ path: String) throws(SystemError) -> Bool {
        try SystemCalls.status(of: path, followingLinks: false)?.kind == .folder
    }
}
