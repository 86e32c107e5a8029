import JSON
import System

/// A file or standard output that bytes are written to; every write is checked.
package final class OutputFile {
    /// The path for messages.
    package let path: String
    private var descriptor: Int32
    private let closesDescriptor: Bool
    /// The file that is written first, the one whose place it takes, and what keeps other runs away from it.
    private var replacement: (temporary: String, target: String, lock: OutputLock)?
    private let buffer = ByteBuffer()
    private var hash: SHA256?
    /// Why bytes are missing; then the file must not be finished.
    private var failure: OutputError?
    /// How many bytes were written.
    package private(set) var count = 0

    /// How many bytes the system gets at a time, if more are written piece by piece.
    package static let blockSize = 128 << 10

    /// Creates a file that does not exist yet.
    ///
    /// - Parameters:
    ///   - shown: the path for messages, if it is another one.
    ///   - hashes: whether the SHA-256 of what is written is taken.
    package init(creating path: String, shown: String? = nil, hashes: Bool = false) throws(OutputError) {
        let shown = shown ?? path
        self.path = shown
        closesDescriptor = true
        hash = hashes ? SHA256() : nil
        descriptor = try TemporaryFiles.changing { _ throws(OutputError) in
            try SystemCalls.open(path, .new, for: shown, "creating")
        }
    }

    /// Creates a file in a folder that has no name and goes with its last descriptor, to be read again.
    package init(namelessIn folder: String) throws(OutputError) {
        path = folder
        closesDescriptor = true
        hash = nil
        descriptor = try TemporaryFiles.changing { _ throws(OutputError) in
            try SystemCalls.openNameless(in: folder)
        }
    }

    /// Opens a file; `-` is standard output.
    ///
    /// - Parameter appends: whether what stands in the file stays, and is added to; else it goes.
    package init(writing path: String, appends: Bool = false) throws(OutputError) {
        let shown = path == "-" ? "standard output" : path
        self.path = shown
        closesDescriptor = path != "-"
        hash = nil
        descriptor =
            path == "-"
            ? 1
            : try SystemCalls.open(path, appends ? .appended : .emptied, for: shown, "opening")
    }

    /// Opens a file that takes the place of an old one when it is finished, and not before; `-` is standard output.
    ///
    /// Pipes and devices are written to as they are. A link is followed: what it points to is replaced. No other run can
    /// open the same file until this one has ended. What a killed run has left beside it is removed.
    ///
    /// - Parameter hashes: whether the SHA-256 of what is written is taken.
    package init(replacing path: String, hashes: Bool = false) throws(OutputError) {
        self.path = path == "-" ? "standard output" : path
        closesDescriptor = path != "-"
        hash = hashes ? SHA256() : nil
        descriptor = path == "-" ? 1 : -1
        if path == "-" { return }
        let status = try SystemCalls.status(of: path)
        if let status, status.kind != .regular || Self.isStream(path) {
            // Behind what stands there, if a stream leads to a file.
            descriptor = try SystemCalls.open(path, .existing, for: path, "opening")
            return
        }
        let target = try SystemCalls.resolve(path) ?? path
        let lock = try OutputLock(of: target, for: path)
        // Without a lock, the process's number keeps two runs from writing into each other.
        let temporary = hiddenName(target, lock.isHeld ? "partial" : "partial-\(processNumber())")
        // A file that few may read does not become one that all may read.
        let permissions = status?.permissions ?? 0o666
        descriptor = try TemporaryFiles.changing { paths throws(OutputError) in
            try SystemCalls.unlink(temporary, for: path)
            let descriptor = try SystemCalls.open(
                temporary, .new, permissions: permissions, for: path, "opening")
            paths.insert(temporary)
            return descriptor
        }
        replacement = (temporary, target, lock)
    }

    /// Whether a path stands for one of the process's open files, whatever that is: replacing it would be no use to whoever
    /// opened it.
    private static func isStream(_ path: String) -> Bool {
        ["/dev/stdout", "/dev/stderr"].contains(path) || path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/")
    }

    deinit {
        // What is given up need not be whole, so these may fail.
        if closesDescriptor, descriptor >= 0 { try? SystemCalls.close(descriptor, for: path) }
        guard let replacement else { return }
        TemporaryFiles.changing { paths in
            try? SystemCalls.unlink(replacement.temporary, for: path)
            paths.remove(replacement.temporary)
        }
    }

    /// Writes bytes, perhaps later.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
        count += bytes.count
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
    package func write(_ bytes: [UInt8]) throws(OutputError) {
        let result = bytes.withUnsafeBytes { bytes in Result { () throws(OutputError) in try write(bytes) } }
        try result.get()
    }

    /// Writes a text as UTF-8, perhaps later.
    package func write(_ text: String) throws(OutputError) { try write(Array(text.utf8)) }

    /// Hands everything to the system.
    package func flush() throws(OutputError) {
        try writeAll(buffer.bytes)
        buffer.removeAll()
    }

    /// Writes the rest and makes sure that it is on the disk; the file is closed afterwards.
    ///
    /// - Returns: the SHA-256 of all that was written, if it was taken.
    @discardableResult
    package func finish() throws(OutputError) -> String? {
        try flush()
        if closesDescriptor {
            try close()
        } else if descriptor >= 0 {
            try closeCopy()
        }
        if replacement != nil { try takePlace() }
        return hash?.finish()
    }

    /// Closes the file when all is on the disk.
    private func close() throws(OutputError) {
        do throws(OutputError) {
            try SystemCalls.synchronise(descriptor, for: path)
            let open = descriptor
            descriptor = -1
            try SystemCalls.close(open, for: path)
        } catch {
            // What could not be written once may be forgotten: a second try would succeed and prove nothing.
            failure = error
            throw error
        }
    }

    /// Network file systems tell what they could not write when a file is closed, and standard output must stay open.
    private func closeCopy() throws(OutputError) {
        // Nothing was written to a stream that is not there.
        if let copy = SystemCalls.duplicate(descriptor) { try SystemCalls.close(copy, for: path) }
    }

    /// Puts the finished file into the old one's place.
    private func takePlace() throws(OutputError) {
        guard let (temporary, target, _) = replacement else { return }
        try TemporaryFiles.changing { paths throws(OutputError) in
            try SystemCalls.rename(temporary, to: target, for: path)
            paths.remove(temporary)
        }
        // The lock goes at the end: the new name is on the disk before another run may replace it.
        defer { replacement = nil }
        do throws(OutputError) {
            try Folders.synchronise(Folders.parent(of: target))
        } catch {
            throw error.afterPublishing
        }
    }

    /// Writes the rest and hands over the open file; the caller closes it.
    package func release() throws(OutputError) -> Int32 {
        try flush()
        defer { descriptor = -1 }
        return descriptor
    }

    /// Writes two runs of bytes one behind the other.
    private func writeAll(
        _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
    ) throws(OutputError) {
        if let failure { throw failure }
        // By whole blocks: lines are short, and each call costs something.
        hash?.add(first)
        hash?.add(second)
        var written = 0
        while written < first.count + second.count {
            // Either run may have been written in part.
            let rest = UnsafeRawBufferPointer(rebasing: first[min(written, first.count)...])
            let behind = UnsafeRawBufferPointer(rebasing: second[max(0, written - first.count)...])
            do {
                if let count = try SystemCalls.write(descriptor, rest, behind, for: path) {
                    written += count
                } else {
                    // Standard output may have been set non-blocking by whoever shares it.
                    Descriptors.waitUntilWritable(descriptor)
                }
            } catch {
                failure = error
                throw error
            }
        }
    }
}
