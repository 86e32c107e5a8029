import JSON

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file or standard output that bytes are written to; every write is checked.
public final class OutputFile {
    /// The path for messages.
    public let path: String
    private var descriptor: Int32
    private let closesDescriptor: Bool
    /// The file that is written first, and the one whose place it takes.
    private var replacement: (temporary: String, target: String)?
    private let buffer = ByteBuffer()
    private var hash: SHA256?
    /// How many bytes were written.
    public private(set) var count = 0

    private static let blockSize = 128 << 10

    /// Creates a file that does not exist yet.
    ///
    /// - Parameter hashes: whether the SHA-256 of what is written is taken.
    public init(creating path: String, hashes: Bool = false) throws(OutputError) {
        self.path = path
        closesDescriptor = true
        hash = hashes ? SHA256() : nil
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        if descriptor < 0 { throw OutputError(path, "creating", errno) }
    }

    /// Creates a file in a folder that has no name and goes with its last descriptor, to be read again.
    public init(namelessIn folder: String) throws(OutputError) {
        path = folder
        closesDescriptor = true
        hash = nil
        var template = Array("\(folder)/hornbook-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        if descriptor < 0 { throw OutputError(folder, "creating a temporary file", errno) }
        _ = unlink(&template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    /// Opens a file, emptied if it exists; `-` is standard output.
    public init(writing path: String) throws(OutputError) {
        self.path = path == "-" ? "standard output" : path
        closesDescriptor = path != "-"
        hash = nil
        descriptor = path == "-" ? 1 : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        if descriptor < 0 { throw OutputError(path, "opening", errno) }
    }

    /// Opens a file that takes the place of an old one when it is finished, and not before; `-` is standard output.
    ///
    /// Pipes and devices are written to as they are. A link is followed: what it points to is replaced.
    public init(replacing path: String) throws(OutputError) {
        self.path = path == "-" ? "standard output" : path
        closesDescriptor = path != "-"
        hash = nil
        var status = stat()
        let isSpecial = stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
        if path == "-" {
            descriptor = 1
        } else if isSpecial {
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
        } else {
            var target = path
            if let resolved = realpath(path, nil) {
                target = String(cString: resolved)
                free(resolved)
            }
            let nameStart = target.lastIndex(of: "/").map { target.index(after: $0) } ?? target.startIndex
            // With the process's number, so that two runs into one file do not write into each other.
            let temporary = "\(target[..<nameStart]).\(target[nameStart...]).hornbook-partial-\(getpid())"
            replacement = (temporary, target)
            descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
            if descriptor >= 0 { TemporaryFiles.add(temporary) }
        }
        if descriptor < 0 { throw OutputError(path, "opening", errno) }
    }

    deinit {
        if closesDescriptor, descriptor >= 0 { close(descriptor) }
        if let replacement {
            unlink(replacement.temporary)
            TemporaryFiles.remove(replacement.temporary)
        }
    }

    /// Writes bytes, perhaps later.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
        count += bytes.count
        hash?.add(bytes)
        let total = buffer.count + bytes.count
        guard total >= Self.blockSize else { return buffer.append(bytes) }
        // The system takes whole blocks with less work; what is left over waits for the next ones.
        let whole = total / Self.blockSize * Self.blockSize - buffer.count
        try writeAll(buffer.bytes, UnsafeRawBufferPointer(rebasing: bytes[..<whole]))
        buffer.removeAll()
        buffer.reserve(Self.blockSize)
        buffer.append(UnsafeRawBufferPointer(rebasing: bytes[whole...]))
    }

    /// Writes bytes, perhaps later.
    public func write(_ bytes: [UInt8]) throws(OutputError) {
        let result = bytes.withUnsafeBytes { bytes in Result { () throws(OutputError) in try write(bytes) } }
        try result.get()
    }

    /// Writes a text as UTF-8, perhaps later.
    public func write(_ text: String) throws(OutputError) { try write(Array(text.utf8)) }

    /// Hands everything to the system.
    public func flush() throws(OutputError) {
        try writeAll(buffer.bytes)
        buffer.removeAll()
    }

    /// Writes the rest and makes sure that it is on the disk; the file is closed afterwards.
    ///
    /// - Returns: the SHA-256 of all that was written, if it was taken.
    @discardableResult
    public func finish() throws(OutputError) -> String? {
        try flush()
        if closesDescriptor {
            // Pipes and devices cannot be synchronised, and need not be.
            if fsync(descriptor) != 0, errno != EINVAL, errno != EROFS, errno != ENOTSUP {
                throw OutputError(path, "flushing", errno)
            }
            let result = close(descriptor)
            descriptor = -1
            if result != 0 { throw OutputError(path, "closing", errno) }
        }
        if let (temporary, target) = replacement {
            if rename(temporary, target) != 0 { throw OutputError(path, "renaming", errno) }
            TemporaryFiles.remove(temporary)
            replacement = nil
        }
        return hash?.finish()
    }

    /// Writes the rest and hands over the open file; the caller closes it.
    public func release() throws(OutputError) -> Int32 {
        try flush()
        defer { descriptor = -1 }
        return descriptor
    }

    /// Writes two runs of bytes one behind the other.
    private func writeAll(
        _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
    ) throws(OutputError) {
        var written = 0
        while written < first.count + second.count {
            // Either run may have been written in part.
            let rest = UnsafeRawBufferPointer(rebasing: first[min(written, first.count)...])
            let behind = UnsafeRawBufferPointer(rebasing: second[max(0, written - first.count)...])
            var vectors = (Self.vector(rest), Self.vector(behind))
            let count = withUnsafePointer(to: &vectors) { vectors in
                vectors.withMemoryRebound(to: iovec.self, capacity: 2) { writev(descriptor, $0, 2) }
            }
            if count > 0 {
                written += count
            } else if count < 0, errno == EAGAIN {
                // Standard output may have been set non-blocking by whoever shares it.
                var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&request, 1, -1)
            } else if count < 0, errno != EINTR {
                throw OutputError(path, "writing", errno)
            }
        }
    }

    private static func vector(_ bytes: UnsafeRawBufferPointer) -> iovec {
        iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
    }
}
