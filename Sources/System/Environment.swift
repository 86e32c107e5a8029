#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The value of an environment variable; empty if it is not set.
package func environmentVariable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }

/// Whether an open file is a terminal.
package func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) != 0 }

/// A clock that only goes forward, from an arbitrary start, in seconds.
package func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// How many processors are in use by the system; below 1 if it does not say.
package func processorCount() -> Int { Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// This process's number.
package func processNumber() -> Int32 { getpid() }

/// Ends the process after what the C library holds back is written.
package func endProcess(_ status: Int32) -> Never { exit(status) }
