#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How the process takes signals.
package enum Signals {
    /// Lets a closed pipe and a file that grows beyond `ulimit -f` show as errors of the write, and hands SIGINT, SIGTERM and
    /// SIGHUP to a thread that waits for them, unless the parent process wants them ignored. Standard streams that are
    /// closed are filled. To be called once, before any file is opened and any thread is started.
    ///
    /// - Parameter interrupted: called on a thread of its own with a way to end the process with status 128 and the
    ///   signal's number: 130, 143 or 129.
    package static func prepare(_ interrupted: @escaping @Sendable (_ exit: () -> Never) -> Never) {
        fillStandardStreams()
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        // Children are waited for: their status must not be thrown away, whatever the parent process set.
        signal(SIGCHLD, SIG_DFL)
        // All threads inherit the mask, so that only the one that waits for them sees the signals.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) { sigaddset(&signals, number) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let watched = signals
        startThread {
            var signals = watched
            var received: Int32 = 0
            guard sigwait(&signals, &received) == 0 else { return }
            interrupted { _exit(128 + received) }
        }
    }

    /// Whether the parent process wants a signal ignored, as `nohup` does: waiting for it would bring it back.
    private static func isIgnored(_ number: Int32) -> Bool {
        let ignoring = unsafeBitCast(SIG_IGN, to: Int.self)
        guard unsafeBitCast(signal(number, SIG_DFL), to: Int.self) == ignoring else { return false }
        signal(number, SIG_IGN)
        return true
    }

    /// Puts something in the place of standard streams that are closed: the next files to be opened would get their
    /// numbers, and messages would be written into the output.
    private static func fillStandardStreams() {
        for stream: Int32 in 0...2 where fcntl(stream, F_GETFD) < 0 {
            // Opened the wrong way round, so that using it is an error.
            _ = open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY)
        }
    }
}
