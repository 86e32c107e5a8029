import Building
import Running
import System

/// Whether an open file is a terminal that understands more than plain text.
///
/// A process without `TERM` knows nothing of its terminal, and writes plain text.
func isCapableTerminal(_ descriptor: Int32) -> Bool {
    isTerminal(descriptor) && !["", "dumb"].contains(environmentVariable("TERM"))
}

/// Progress on standard error, if that is a terminal that can write a line anew.
func terminalProgress() -> Progress? {
    guard isCapableTerminal(2) else { return nil }
    return Progress(now: monotonicSeconds, write: { printErrorText($0) })
}
