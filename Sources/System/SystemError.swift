#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The system refused something.
package struct SystemError: Error, Equatable, Sendable {
    /// The path for messages.
    package var path: String
    /// What was tried, for example "writing".
    package var operation: String
    package var number: Int32
    /// Whether the new output had taken the old one's place by then.
    package var isAfterPublishing = false

    /// - Parameter number: the value of `errno`.
    package init(_ path: String, _ operation: String, _ number: Int32) {
        (self.path, self.operation, self.number) = (path, operation, number)
    }

    /// The system's words for the error.
    package var text: String { String(cString: strerror(number)) }

    /// The errors that are not all treated alike.
    package enum Kind: Sendable {
        /// There is nothing of that name.
        case missing
        /// A part of the path is not a folder.
        case notAFolder
        /// Something of that name is there.
        case exists
        case permissionDenied
        /// The disk is full, or the user's share of it.
        case noSpace
        /// The system allows no file of that size.
        case tooLarge
        /// The reader at the other end of a pipe has gone.
        case closedPipe
        /// The call would have to wait.
        case wouldBlock
        /// The file system cannot do this.
        case unsupported
        case other
    }

    package var kind: Kind {
        switch number {
        case ENOENT: .missing
        case ENOTDIR: .notAFolder
        case EEXIST: .exists
        case EACCES, EPERM: .permissionDenied
        case ENOSPC, EDQUOT: .noSpace
        case EFBIG: .tooLarge
        case EPIPE: .closedPipe
        case EWOULDBLOCK: .wouldBlock
        case ENOSYS, ENOTSUP, ENOLCK: .unsupported
        default: .other
        }
    }
}
