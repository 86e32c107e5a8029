#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a run of a program took.
struct Measurement {
    /// User and system time of all its threads, in seconds.
    var cpu: Double
    /// In seconds.
    var wall: Double
    /// The most memory that was resident at a time, in bytes.
    var peak: Int

    /// Runs a program with its standard output to a file, and takes its times.
    ///
    /// - Parameter hasNotes: whether what it writes to standard error is of no use here.
    /// - Throws: that it could not be started, or did not end with status 0; its messages stand on standard error.
    static func run(_ arguments: [String], output: String, hasNotes: Bool = false) throws -> Measurement {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        // Writing over a file that exists costs more than writing a new one.
        if output != "/dev/null" { unlink(output) }
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o666)
        if hasNotes { posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) }

        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        var process = pid_t()
        let start = now()
        let failure = posix_spawn(&process, arguments[0], &actions, nil, pointers, environ)
        guard failure == 0 else {
            throw BenchError("cannot start \(arguments[0]): \(String(cString: strerror(failure)))")
        }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw BenchError.system("cannot wait for", arguments[0]) }
        }
        let wall = now() - start
        guard status == 0 else {
            let ending = status & 0x7F == 0 ? "status \(status >> 8 & 0xFF)" : "signal \(status & 0x7F)"
            throw BenchError("\(arguments.joined(separator: " ")) ended with \(ending)")
        }
        #if canImport(Darwin)
            let unit = 1
        #else
            let unit = 1024
        #endif
        return Measurement(
            cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime), wall: wall, peak: Int(usage.ru_maxrss) * unit)
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
