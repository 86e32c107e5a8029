import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writing failed.
public struct OutputError: Error, Equatable, Sendable {
    /// What was written to.
    public var path: String
    /// What was tried, for example "writing".
    public var operation: String
    /// The system's error number.
    public var number: Int32

    /// - Parameter number: the value of `errno`.
    public init(_ path: String, _ operation: String, _ number: Int32) {
        self.path = path
        self.operation = operation
        self.number = number
    }

    /// Whether the reader at the other end of a pipe has gone, which ends a filter without an error.
    public var isClosedPipe: Bool { number == EPIPE }

    /// The error as a message to the user.
    public var diagnostic: Diagnostic {
        let reason = String(cString: strerror(number))
        return Diagnostic(
            "\(path): \(operation) failed: \(reason)",
            help: number == ENOSPC || number == EDQUOT
                ? "free space there, or write elsewhere; nothing was published" : nil)
    }
}
