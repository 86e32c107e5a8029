#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Every call to the system that output depends on and that can fail. Each is made again when a signal cut it short, and
/// its failure is an error that tells what was done to which path.
///
/// Tests let any of them fail; outside tests that costs a look at one pointer a call, and no call is made for less than a
/// block of output.
package enum SystemCalls {
    /// What the system is asked for.
    package enum Call: Sendable {
        case open, write, synchronise, close, rename, exchange, link, remove, makeFolder, lock, list, look
    }

    /// What a test lets happen in a call's place.
    package enum Fault: Sendable {
        /// The call fails with an error number and does nothing; a file is closed all the same.
        case error(Int32)
        /// A write takes so many bytes and no more; at least 1.
        case short(Int)
    }

    /// How a file is opened.
    package enum Opening: Sendable {
        /// A new file, of a name that nothing has.
        case new
        /// A file whose contents go, new if there is none.
        case emptied
        /// A file that is added to, new if there is none.
        case appended
        /// A file that is there, to be added to.
        case existing
        /// A file to be locked, new if there is none.
        case lock
        case reading

        fileprivate var flags: Int32 {
            switch self {
            case .new: O_WRONLY | O_CREAT | O_EXCL
            case .emptied: O_WRONLY | O_CREAT | O_TRUNC
            case .appended: O_WRONLY | O_CREAT | O_APPEND
            case .existing: O_WRONLY | O_APPEND
            case .lock: O_RDWR | O_CREAT
            case .reading: O_RDONLY
            }
        }
    }

    /// Asked before each call, with the number of bytes that are to be written. It belongs to a task, so that tests that
    /// run at the same time do not see each other's faults.
    @TaskLocal package static var fault: (@Sendable (_ call: Call, _ bytes: Int) -> Fault?)?

    // MARK: Files

    package static func open(
        _ path: String, _ opening: Opening, permissions: UInt32 = 0o666, for shown: String, _ operation: String
    ) throws(SystemError) -> Int32 {
        Int32(
            try perform(.open, shown, operation) {
                Int(systemOpen(path, opening.flags | O_CLOEXEC, mode_t(permissions)))
            })
    }

    /// Creates a file in a folder that has no name and goes with its last descriptor, to be read again.
    package static func openNameless(in folder: String) throws(SystemError) -> Int32 {
        var template: [CChar] = []
        let descriptor = Int32(
            try perform(.open, folder, "creating a temporary file") {
                template = Array("\(folder)/hornbook-XXXXXX".utf8CString)
                return Int(mkstemp(&template))
            })
        // A child that inherits it would keep the space.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        do throws(SystemError) {
            let name = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
            try unlink(name, for: folder)
        } catch {
            try? close(descriptor, for: folder)
            throw error
        }
        return descriptor
    }

    /// A second descriptor of an open file; nil if there is none.
    package static func duplicate(_ descriptor: Int32) -> Int32? {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        return copy < 0 ? nil : copy
    }

    /// Writes two runs of bytes one behind the other, or as much of them as the system takes.
    ///
    /// - Returns: how much that was, more than 0 unless both are empty; nil if there is no room in a pipe just now.
    package static func write(
        _ descriptor: Int32, _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, for shown: String
    ) throws(SystemError) -> Int? {
        let total = first.count + second.count
        while true {
            var most = total
            var number: Int32 = 0
            switch fault?(.write, total) {
            case .short(let count): most = min(count, total)
            case .error(let injected): number = injected
            case nil: break
            }
            if number == 0 {
                let firstCount = min(first.count, most)
                var vectors = (vector(first, firstCount), vector(second, most - firstCount))
                let count = withUnsafePointer(to: &vectors) { vectors in
                    vectors.withMemoryRebound(to: iovec.self, capacity: 2) { writev(descriptor, $0, 2) }
                }
                if count > 0 || total == 0 { return count }
                // A device that takes nothing and names no reason would be asked for ever.
                number = count < 0 ? errno : ENOSPC
            }
            if number == EAGAIN { return nil }
            if number != EINTR { throw SystemError(shown, "writing", number) }
        }
    }

    private static func vector(_ bytes: UnsafeRawBufferPointer, _ count: Int) -> iovec {
        iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: count)
    }

    /// Makes sure that a file is on the disk. Pipes and devices cannot be synchronised, and need not be.
    package static func synchronise(_ descriptor: Int32, for shown: String) throws(SystemError) {
        try perform(.synchronise, shown, "flushing") {
            let result = Int(fsync(descriptor))
            return result < 0 && [EINVAL, EROFS, ENOTSUP].contains(errno) ? 0 : result
        }
    }

    /// The descriptor is closed whether this fails or not: what failed is the last of the writing.
    package static func close(_ descriptor: Int32, for shown: String) throws(SystemError) {
        var isOpen = true
        try perform(.close, shown, "closing") {
            guard isOpen else { return 0 }
            isOpen = false
            let result = Int(systemClose(descriptor))
            // The descriptor may be another thread's by now, and must not be closed again.
            return result < 0 && errno == EINTR ? 0 : result
        } onFault: {
            if isOpen { _ = systemClose(descriptor) }
            isOpen = false
        }
    }

    /// Takes a file's lock, which goes with its last descriptor.
    ///
    /// - Throws: with `wouldBlock` if somebody else holds it.
    package static func lock(_ descriptor: Int32, for shown: String) throws(SystemError) {
        try perform(.lock, shown, "locking") { Int(flock(descriptor, LOCK_EX | LOCK_NB)) }
    }

    // MARK: The one way to make a call

    /// Makes a call, again and again while signals cut it short.
    ///
    /// - Parameters:
    ///   - body: the call; a result below 0 is a failure whose number is in `errno`.
    ///   - onFault: what is done when a test takes the call's place.
    /// - Returns: what the call returned, at least 0.
    @discardableResult
    static func perform(
        _ call: Call, _ path: String, _ operation: String, _ body: () -> Int, onFault: () -> Void = {}
    ) throws(SystemError) -> Int {
        while true {
            let number: Int32
            if case .error(let injected) = fault?(call, 0) {
                onFault()
                number = injected
            } else {
                let result = body()
                if result >= 0 { return result }
                number = errno
            }
            if number != EINTR { throw SystemError(path, operation, number) }
        }
    }
}

// The system's functions under names that do not stand in the way of the methods above.
private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
