import ArgumentParser
import Diagnostics
import System

/// Ends the process with an error's messages and status.
func finish(with error: any Error) -> Never {
    if let diagnostics = error as? Diagnostics {
        for diagnostic in diagnostics.all { printError(diagnostic.text) }
        endProcess(diagnostics.status.rawValue)
    }
    // Help and version are no errors; everything else that the argument parser throws is a wrong command line.
    let status = Hornbook.exitCode(for: error)
    if status.isSuccess {
        do {
            try printOutput(Hornbook.fullMessage(for: error) + "\n")
        } catch {
            finish(with: error)
        }
        endProcess(ExitStatus.success.rawValue)
    }
    printError(safeForTerminal(Hornbook.fullMessage(for: error)))
    endProcess(ExitStatus.usage.rawValue)
}

/// Prints a line to standard error.
func printError(_ text: String) { printErrorText(text + "\n") }

func printErrorText(_ text: String) { Descriptors.writeToStandardError(Array(text.utf8)) }

/// A wrong command line.
func usageError(_ message: String, help: String? = nil) -> Diagnostics {
    Diagnostics(Diagnostic(message, help: help), status: .usage)
}
