import Building
import Running

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Whether an open file is a terminal that understands more than plain text.
///
/// A process without `TERM` knows nothing of its terminal, and writes plain text.
func isCapableTerminal(_ descriptor: Int32) -> Bool {
    isatty(descriptor) != 0 && !["", "dumb"].contains(environmentVariable("TERM"))
}

/// The value of an environment variable; empty if it is not set.
func environmentVariable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }

/// Progress on standard error, if that is a terminal that can write a line anew.
func terminalProgress() -> Progress? {
    guard isCapableTerminal(2) else { return nil }
    return Progress(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        },
        write: { printErrorText($0) })
}
