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

package func processNumber() -> Int32 { getpid() }

/// Ends the process after what the C library holds back is written.
package func endProcess(_ status: Int32) -> Never { exit(status) }

/// The path of the program that this process runs; nil if the system does not say.
package func programPath() -> String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    #if canImport(Darwin)
        var size = UInt32(buffer.count)
        guard _NSGetExecutablePath(&buffer, &size) == 0 else { return nil }
        let count = buffer.firstIndex(of: 0) ?? buffer.count
    #else
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return nil }
    #endif
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
