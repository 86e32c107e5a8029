#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Open files that are read.
package enum Descriptors {
    /// Opens a file for reading.
    package static func open(_ path: String) throws(SystemError) -> Int32 {
        while true {
            let descriptor = systemOpen(path)
            if descriptor >= 0 { return descriptor }
            if errno != EINTR { throw SystemError(path, "opening", errno) }
        }
    }

    package static func close(_ descriptor: Int32) { systemClose(descriptor) }

    /// Lets reading begin at a file's start.
    package static func rewind(_ descriptor: Int32) { lseek(descriptor, 0, SEEK_SET) }

    /// Reads the next bytes; waits for them if there are none yet.
    ///
    /// - Parameter shown: the path for messages.
    /// - Returns: how many came; 0 at the end.
    package static func read(
        _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, for shown: String
    ) throws(SystemError) -> Int {
        while true {
            let count = systemRead(descriptor, buffer)
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            // Standard input may have been set non-blocking by whoever shares it.
            case EAGAIN: _ = waits(descriptor, POLLIN, -1)
            case let number: throw SystemError(shown, "reading", number)
            }
        }
    }

    /// Reads bytes from an offset on, which leaves alone where `read` is.
    ///
    /// - Returns: how many; fewer than asked for only at the end of the file.
    package static func read(
        _ descriptor: Int32, at offset: Int, into buffer: UnsafeMutableRawBufferPointer, for shown: String
    ) throws(SystemError) -> Int {
        var count = 0
        while count < buffer.count {
            let found = pread(descriptor, buffer.baseAddress! + count, buffer.count - count, off_t(offset + count))
            if found < 0, errno == EINTR { continue }
            if found < 0 { throw SystemError(shown, "reading", errno) }
            if found == 0 { break }
            count += found
        }
        return count
    }

    /// Whether a read would return without waiting.
    package static func isReadable(_ descriptor: Int32) -> Bool { waits(descriptor, POLLIN, 0) > 0 }

    /// Waits until a write would take something; what goes wrong meanwhile, the next write tells.
    package static func waitUntilWritable(_ descriptor: Int32) { _ = waits(descriptor, POLLOUT, -1) }

    private static func waits(_ descriptor: Int32, _ events: some BinaryInteger, _ milliseconds: Int32) -> Int32 {
        var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        return poll(&request, 1, milliseconds)
    }

    /// Writes to standard error; nothing can be told to anybody if this fails.
    package static func writeToStandardError(_ bytes: [UInt8]) {
        var start = 0
        while start < bytes.count {
            let written = bytes[start...].withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
            if written > 0 { start += written } else if written == 0 || errno != EINTR { return }
        }
    }
}

/// Reads a file to its end.
///
/// - Parameter most: how many bytes it may have.
/// - Returns: nil if it has more.
/// - Throws: with the operation "opening" or "reading".
package func readWholeFile(_ path: String, most: Int) throws(SystemError) -> [UInt8]? {
    let descriptor = try Descriptors.open(path)
    defer { Descriptors.close(descriptor) }
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { chunk.deallocate() }
    var bytes: [UInt8] = []
    while true {
        let count = try Descriptors.read(descriptor, into: chunk, for: path)
        if count == 0 { return bytes }
        bytes += UnsafeRawBufferPointer(rebasing: chunk[..<count])
        if bytes.count > most { return nil }
    }
}

/// Whether two files have the same bytes.
package func haveEqualBytes(_ a: String, _ b: String) throws(SystemError) -> Bool {
    let one = try Descriptors.open(a)
    defer { Descriptors.close(one) }
    let two = try Descriptors.open(b)
    defer { Descriptors.close(two) }
    let size = 256 << 10
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * size, alignment: 16)
    defer { memory.deallocate() }
    let first = UnsafeMutableRawBufferPointer(rebasing: memory[..<size])
    let second = UnsafeMutableRawBufferPointer(rebasing: memory[size...])
    var offset = 0
    while true {
        let count = try Descriptors.read(one, at: offset, into: first, for: a)
        let otherCount = try Descriptors.read(two, at: offset, into: second, for: b)
        if count != otherCount || memcmp(first.baseAddress!, second.baseAddress!, count) != 0 { return false }
        if count == 0 { return true }
        offset += count
    }
}

// The system's functions under names that do not stand in the way of the methods above.
private func systemOpen(_ path: String) -> Int32 { open(path, O_RDONLY | O_CLOEXEC) }
private func systemClose(_ descriptor: Int32) { close(descriptor) }
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, buffer.baseAddress, buffer.count)
}
