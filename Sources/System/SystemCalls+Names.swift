#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The calls that are about names and what stands behind them.
extension SystemCalls {
    /// Gives a file or folder another name, in the place of what has that name.
    package static func rename(_ path: String, to target: String, for shown: String) throws(SystemError) {
        try perform(.rename, shown, "renaming") { Int(systemRename(path, target)) }
    }

    /// Swaps two folders in one step; false where the system cannot.
    package static func exchange(_ a: String, _ b: String, for shown: String) throws(SystemError) -> Bool {
        do {
            try perform(.exchange, shown, "renaming") { Int(systemExchange(a, b)) }
            return true
        } catch  where [EINVAL, ENOSYS, ENOTSUP].contains(error.number) {
            return false
        }
    }

    /// Gives a file a second name.
    package static func link(_ path: String, _ name: String, for shown: String) throws(SystemError) {
        try perform(.link, shown, "keeping") { Int(systemLink(path, name)) }
    }

    /// Removes a name; nothing happens if there is none.
    package static func unlink(_ path: String, for shown: String) throws(SystemError) {
        try perform(.remove, shown, "removing") {
            let result = Int(systemUnlink(path))
            return result < 0 && errno == ENOENT ? 0 : result
        }
    }

    /// Removes a folder with nothing in it.
    package static func removeFolder(_ path: String) throws(SystemError) {
        try perform(.remove, path, "removing") { Int(rmdir(path)) }
    }

    /// Makes a folder.
    ///
    /// - Throws: with `exists` if something of its name is there.
    package static func makeNewFolder(_ path: String) throws(SystemError) {
        try perform(.makeFolder, path, "creating") { Int(mkdir(path, 0o777)) }
    }

    /// What a name stands for; nil if there is nothing of the name.
    package static func status(of path: String, followingLinks: Bool = true) throws(SystemError) -> FileStatus? {
        var status: FileStatus?
        try perform(.look, path, "looking") {
            status = FileStatus(path, followingLinks: followingLinks)
            return status != nil || errno == ENOENT || errno == ENOTDIR ? 0 : -1
        }
        return status
    }

    /// What an open file is.
    package static func status(of descriptor: Int32, for shown: String) throws(SystemError) -> FileStatus {
        var status: FileStatus?
        try perform(.look, shown, "looking") {
            status = FileStatus(descriptor: descriptor)
            return status == nil ? -1 : 0
        }
        return status!
    }

    /// Where a path leads when all links are followed; nil if there is nothing.
    package static func resolve(_ path: String) throws(SystemError) -> String? {
        var resolved: String?
        try perform(.look, path, "looking") {
            guard let text = realpath(path, nil) else { return errno == ENOENT || errno == ENOTDIR ? 0 : -1 }
            resolved = String(cString: text)
            free(text)
            return 0
        }
        return resolved
    }

    /// The names in a folder, sorted.
    package static func names(in folder: String) throws(SystemError) -> [String] {
        var names: [String] = []
        try perform(.list, folder, "listing") {
            names = []
            guard let directory = opendir(folder) else { return -1 }
            defer { closedir(directory) }
            while true {
                errno = 0
                guard let entry = readdir(directory) else { break }
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { names.append(name) }
            }
            return errno == 0 ? 0 : -1
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

// The system's functions under names that do not stand in the way of the methods above.
private func systemRename(_ path: String, _ target: String) -> Int32 { rename(path, target) }
private func systemLink(_ path: String, _ name: String) -> Int32 { link(path, name) }
private func systemUnlink(_ path: String) -> Int32 { unlink(path) }

private func systemExchange(_ a: String, _ b: String) -> Int32 {
    #if canImport(Glibc)
        // The headers show renameat2 to GNU sources only; the library has had it since glibc 2.28.
        typealias RenameAt2 =
            @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
        if let symbol = dlsym(nil, "renameat2") {
            let renameExchange: UInt32 = 2
            return unsafeBitCast(symbol, to: RenameAt2.self)(AT_FDCWD, a, AT_FDCWD, b, renameExchange)
        }
    #elseif canImport(Darwin)
        return renamex_np(a, b, UInt32(RENAME_SWAP))
    #endif
    #if !canImport(Darwin)
        errno = ENOSYS
        return -1
    #endif
}
