import ArgumentParser
import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Ends the process with an error's messages and status.
func finish(with error: any Error) -> Never {
    if let diagnostics = error as? Diagnostics {
        for diagnostic in diagnostics.all { printError(diagnostic.text) }
        exit(diagnostics.status.rawValue)
    }
    // Help and version are no errors; everything else that the argument parser throws is a wrong command line.
    let status = Hornbook.exitCode(for: error)
    if status.isSuccess {
        do {
            try printOutput(Hornbook.fullMessage(for: error) + "\n")
        } catch {
            finish(with: error)
        }
        exit(ExitStatus.success.rawValue)
    }
    printError(safeForTerminal(Hornbook.fullMessage(for: error)))
    exit(ExitStatus.usage.rawValue)
}

/// Prints a line to standard error.
func printError(_ text: String) { printErrorText(text + "\n") }

/// Prints a text to standard error.
func printErrorText(_ text: String) {
    // Nothing can be told to anybody if this fails.
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
        let written = bytes[start...].withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
        if written > 0 { start += written } else if written == 0 || errno != EINTR { return }
    }
}

/// A wrong command line.
func usageError(_ message: String, help: String? = nil) -> Diagnostics {
    Diagnostics(Diagnostic(message, help: help), status: .usage)
}
