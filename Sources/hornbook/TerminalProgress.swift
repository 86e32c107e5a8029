import Building

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Progress on standard error, if that is a terminal that can write a line anew.
func terminalProgress() -> Progress? {
    guard isatty(2) != 0, getenv("TERM").map({ String(cString: $0) }) != "dumb" else { return nil }
    return Progress(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        },
        write: { printErrorText($0) })
}
