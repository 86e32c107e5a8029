#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a path or an open file stands for.
package struct FileStatus: Sendable {
    /// What there can be.
    package enum Kind: Sendable { case regular, folder, link, other }

    /// What a file is, under whatever path.
    package struct Identity: Hashable, Sendable {
        private let device: UInt64
        private let number: UInt64

        fileprivate init(_ status: stat) {
            device = UInt64(truncatingIfNeeded: status.st_dev)
            number = UInt64(truncatingIfNeeded: status.st_ino)
        }
    }

    package let kind: Kind
    /// In bytes.
    package let size: Int
    package let identity: Identity
    /// The bits for owner, group and others, such as 0o644.
    package let permissions: UInt32

    private init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .folder
            case S_IFLNK: .link
            default: .other
            }
        size = Int(status.st_size)
        identity = Identity(status)
        permissions = UInt32(status.st_mode & 0o777)
    }

    /// What a path stands for; nil if there is nothing, or it cannot be looked at.
    ///
    /// - Parameter followingLinks: whether a link stands for what it points to.
    package init?(_ path: String, followingLinks: Bool = true) {
        var status = stat()
        guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        self.init(status)
    }

    /// What an open file is; nil if it is not open.
    package init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// What a path stands for.
    ///
    /// - Parameters:
    ///   - shown: the path for messages, if it is another one.
    ///   - operation: what it is looked at for.
    /// - Throws: why it cannot be looked at.
    package static func of(
        _ path: String, for shown: String? = nil, _ operation: String = "looking"
    ) throws(SystemError) -> FileStatus {
        guard let status = FileStatus(path) else { throw SystemError(shown ?? path, operation, errno) }
        return status
    }
}

/// Whether a path leads to something.
package func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// Whether a path leads to something that may be read.
package func fileIsReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }

/// Whether a path leads to something that may be run.
package func fileIsExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

/// The files that a glob names, sorted by bytes; none where nothing fits.
package func filesMatching(_ glob: String) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    guard systemGlob(glob, &result) == 0 else { return [] }
    let paths = (0..<Int(result.gl_pathc)).compactMap { result.gl_pathv[$0].map { String(cString: $0) } }
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

/// Whether a name fits a glob; slashes and leading dots are characters like others.
package func matches(_ name: String, glob: String) -> Bool { fnmatch(glob, name, 0) == 0 }

private func systemGlob(_ pattern: String, _ result: inout glob_t) -> Int32 { glob(pattern, 0, nil, &result) }
