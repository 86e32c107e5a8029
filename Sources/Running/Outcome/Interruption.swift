import System

/// What happens when the run is interrupted, or the reader of its output goes away.
package enum Interruption {
    /// Lets SIGINT, SIGTERM and SIGHUP take the temporary files away before they end the process, with status 130, 143 or
    /// 129; and a closed pipe and a file that grows beyond `ulimit -f` show as errors of the write, not as signals. To be
    /// called once, before any file is opened and any thread is started.
    package static func prepare() { Signals.prepare { exit in TemporaryFiles.removeAll(andExit: exit) } }
}
