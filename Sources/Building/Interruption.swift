import Diagnostics
import Formats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What happens when the run is interrupted, or the reader of its output goes away.
public enum Interruption {
    /// Lets SIGINT and SIGTERM take the temporary files away before they end the process, with status 130 or 143; and
    /// a closed pipe show as an error of the write, not as a signal. To be called once, before any thread is started.
    public static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        // Children are waited for: their status must not be thrown away, whatever the parent process set.
        signal(SIGCHLD, SIG_DFL)
        // All threads inherit the mask, so that only the one that waits for them sees the signals.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let watched = signals
        _ = startThread {
            var signals = watched
            var received: Int32 = 0
            guard sigwait(&signals, &received) == 0 else { return }
            TemporaryFiles.removeAll()
            _exit(128 + received)
        }
    }
}
