import Diagnostics
import System

package typealias OutputError = SystemError

extension OutputError {
    /// Whether the reader at the other end of a pipe has gone, which ends a filter without an error.
    package var isClosedPipe: Bool { kind == .closedPipe }

    /// Whether another run makes the same output.
    package var isBusy: Bool { kind == .wouldBlock && operation == "locking" }

    /// The error as what befell after the new output took the old one's place.
    var afterPublishing: OutputError {
        var error = self
        error.isAfterPublishing = true
        return error
    }

    /// What a command ends with that needed the output.
    package var status: ExitStatus { isBusy ? .busy : .inputOutput }

    /// The error as a message to the user.
    package var diagnostic: Diagnostic {
        if isBusy { return Diagnostic("\(path): another run holds this output") }
        return Diagnostic("\(path): \(operation) failed: \(text)", help: help)
    }

    private var help: String? {
        if isAfterPublishing { return "the new output stands in its place, but may be lost if the system stops now" }
        switch kind {
        case .noSpace: return "free space there, or write elsewhere; nothing was published"
        case .missing: return "the folder in which it is to stand must be there: mkdir -p makes it"
        case .tooLarge: return "the system allows no file of that size there (see `ulimit -f`); nothing was published"
        default: return nil
        }
    }
}

/// Runs something that writes; its error becomes one that ends the run with status 74, or quietly for a closed pipe.
package func checked<Result>(_ body: () throws(OutputError) -> Result) throws(Diagnostics) -> Result {
    do {
        return try body()
    } catch {
        throw Diagnostics(
            error.isClosedPipe ? [] : [error.diagnostic], status: error.isClosedPipe ? .success : error.status)
    }
}
