#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a run of a program took, and how it ended.
package struct ProgramUse: Sendable {
    /// Its exit status.
    package let code: Int32
    /// The signal that ended it; 0 if none did.
    package let signal: Int32
    /// User and system time of all its threads, in seconds.
    package let cpu: Double
    /// In seconds.
    package let wall: Double
    /// The most memory that was resident at a time, in bytes.
    package let peak: Int

    /// Runs a program to its end, without standard input.
    ///
    /// - Parameters:
    ///   - arguments: the program's path and what it is given.
    ///   - output: the file that its standard output goes to; an old one is removed first.
    ///   - hasNotes: whether what it writes to standard error is of no use.
    /// - Throws: with the program's path, and the operation "start" or "wait for".
    package init(ofRunning arguments: [String], output: String, hasNotes: Bool) throws(SystemError) {
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

        let pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var process = pid_t()
        let start = monotonicSeconds()
        let failure = posix_spawn(&process, arguments[0], &actions, nil, pointers, environ)
        guard failure == 0 else { throw SystemError(arguments[0], "start", failure) }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw SystemError(arguments[0], "wait for", errno) }
        }
        wall = monotonicSeconds() - start
        (code, signal) = (WaitStatus(status).code, WaitStatus(status).signal)
        cpu = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
        #if canImport(Darwin)
            peak = Int(usage.ru_maxrss)
        #else
            peak = Int(usage.ru_maxrss) * 1024
        #endif
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
