import Diagnostics
import Formats

/// Prints text to standard output; a closed pipe ends the process quietly, a full disk with status 74.
func printOutput(_ text: String) throws {
    try writeOutput { () throws(OutputError) in
        let output = try OutputFile(writing: "-")
        try output.write(text)
        try output.finish()
    }
}

/// Runs something that writes to the output.
func writeOutput<Result>(_ body: () throws(OutputError) -> Result) throws(Diagnostics) -> Result {
    do {
        return try body()
    } catch {
        throw Diagnostics(
            error.isClosedPipe ? [] : [error.diagnostic], status: error.isClosedPipe ? .success : .inputOutput)
    }
}
