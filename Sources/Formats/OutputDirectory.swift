#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder that is replaced as a whole: files are written into a hidden folder beside it, which takes its place in one
/// step when all is done. A run that fails or is killed leaves the old folder, or none.
public final class OutputDirectory {
    /// Why a folder cannot be replaced.
    public enum Problem: Error, Sendable {
        /// Another run holds it.
        case busy(String)
        /// It holds something that hornbook has not written.
        case foreignEntry(String)
        case output(OutputError)
    }

    /// The folder that is replaced, without a slash at its end.
    public let path: String
    private let staging: String
    private let lockPath: String
    private var lock: Int32 = -1
    /// Whether the hidden folder is this run's, and not published yet. A run that has not got the lock must leave it alone.
    private var ownsStaging = false

    /// Takes the folder's lock and makes the hidden folder.
    ///
    /// - Parameter path: the folder; its parents are made if they are missing.
    public init(_ path: String) throws(Problem) {
        var trimmed = path
        while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
        // A link to a folder stays what it is; the folder that it leads to is replaced.
        if Self.isLink(trimmed), let resolved = realpath(trimmed, nil) {
            trimmed = String(cString: resolved)
            free(resolved)
        }
        self.path = trimmed
        let slash = trimmed.lastIndex(of: "/")
        let parent = slash.map { String(trimmed[...$0]) } ?? ""
        let name = slash.map { String(trimmed[trimmed.index(after: $0)...]) } ?? trimmed
        staging = "\(parent).\(name).hornbook-partial"
        lockPath = "\(parent).\(name).hornbook-lock"
        if access(trimmed, F_OK) == 0, !Self.isDirectory(trimmed) { throw .foreignEntry(trimmed) }
        if !parent.isEmpty { try Self.makeDirectories(parent) }
        try takeLock()
        do throws(Problem) {
            // What a killed run has left is no use to anybody.
            try Self.remove(staging)
            if mkdir(staging, 0o777) != 0 { throw .output(OutputError(staging, "creating", errno)) }
        } catch {
            releaseLock()
            throw error
        }
        ownsStaging = true
        TemporaryFiles.add(staging)
        TemporaryFiles.add(lockPath)
    }

    deinit {
        if ownsStaging { try? Self.remove(staging) }
        releaseLock()
    }

    /// Creates a file that will stand in the folder.
    public func create(_ name: String) throws(OutputError) -> OutputFile {
        try OutputFile(creating: staging + "/" + name, hashes: true)
    }

    /// Puts the new folder into the old one's place.
    ///
    /// - Parameter known: names in the old folder that hornbook wrote and that may go. Others are kept if they are
    ///   files, by a link into the new folder; a folder among them is refused.
    public func publish(replacing known: Set<String>) throws(Problem) {
        let exists = access(path, F_OK) == 0
        if exists { try keepForeignFiles(known) }
        try Self.synchronise(staging)
        if exists {
            if exchange(staging, path) {
                ownsStaging = false
                try Self.synchronise(parentPath)
                try Self.remove(staging)
                return
            }
            // The file system cannot exchange two folders: the old one goes first.
            let old = staging + "-old"
            try Self.remove(old)
            if rename(path, old) != 0 { throw .output(OutputError(path, "renaming", errno)) }
            if rename(staging, path) != 0 { throw .output(OutputError(staging, "renaming", errno)) }
            ownsStaging = false
            try Self.synchronise(parentPath)
            try Self.remove(old)
            return
        }
        if rename(staging, path) != 0 { throw .output(OutputError(staging, "renaming", errno)) }
        ownsStaging = false
        try Self.synchronise(parentPath)
    }

    private var parentPath: String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    /// Fails early if a folder stands in the way that hornbook has not made.
    ///
    /// - Parameter known: names that hornbook wrote.
    public func checkForeignFolders(_ known: Set<String>) throws(Problem) {
        for name in Self.entries(of: path) where !known.contains(name) && Self.isDirectory(path + "/" + name) {
            throw .foreignEntry(path + "/" + name)
        }
    }

    private func keepForeignFiles(_ known: Set<String>) throws(Problem) {
        for name in Self.entries(of: path) where !known.contains(name) {
            let from = path + "/" + name
            guard !Self.isDirectory(from) else { throw .foreignEntry(from) }
            if link(from, staging + "/" + name) != 0 {
                // A file of the same name as a new one, which no manifest lists: somebody's own.
                if errno == EEXIST { throw .foreignEntry(from) }
                throw .output(OutputError(from, "keeping", errno))
            }
        }
    }

    /// Swaps two folders in one step; false where the system cannot.
    private func exchange(_ a: String, _ b: String) -> Bool {
        #if canImport(Glibc)
            // The headers show renameat2 to GNU sources only; the library has had it since glibc 2.28.
            typealias RenameAt2 =
                @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
            guard let symbol = dlsym(nil, "renameat2") else { return false }
            let renameExchange: UInt32 = 2
            return unsafeBitCast(symbol, to: RenameAt2.self)(AT_FDCWD, a, AT_FDCWD, b, renameExchange) == 0
        #elseif canImport(Darwin)
            return renamex_np(a, b, UInt32(RENAME_SWAP)) == 0
        #else
            return false
        #endif
    }

    // MARK: The lock

    private func takeLock() throws(Problem) {
        while true {
            lock = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            if lock < 0 { throw .output(OutputError(lockPath, "creating", errno)) }
            if flock(lock, LOCK_EX | LOCK_NB) != 0 {
                close(lock)
                lock = -1
                throw .busy(path)
            }
            // A run that ended just now has removed the file that was opened: then its lock protects nothing.
            var held = stat()
            var named = stat()
            if fstat(lock, &held) == 0, stat(lockPath, &named) == 0, held.st_ino == named.st_ino { return }
            close(lock)
        }
    }

    private func releaseLock() {
        guard lock >= 0 else { return }
        // From here on, these names may be another run's.
        TemporaryFiles.remove(staging)
        unlink(lockPath)
        TemporaryFiles.remove(lockPath)
        close(lock)
        lock = -1
    }

    // MARK: Files

    private static func makeDirectories(_ path: String) throws(Problem) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part + "/"
            if mkdir(made, 0o777) != 0, errno != EEXIST { throw .output(OutputError(made, "creating", errno)) }
        }
    }

    /// Removes a folder of files; nothing happens if there is none.
    static func remove(_ path: String) throws(Problem) {
        guard access(path, F_OK) == 0 else { return }
        for name in entries(of: path) {
            let entry = path + "/" + name
            if unlink(entry) != 0 { throw .output(OutputError(entry, "removing", errno)) }
        }
        if rmdir(path) != 0 { throw .output(OutputError(path, "removing", errno)) }
    }

    /// The names in a folder, sorted.
    public static func entries(of path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Makes sure that a folder's entries are on the disk.
    private static func synchronise(_ path: String) throws(Problem) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .output(OutputError(path, "opening", errno)) }
        defer { close(descriptor) }
        if fsync(descriptor) != 0, errno != EINVAL { throw .output(OutputError(path, "flushing", errno)) }
    }
}
