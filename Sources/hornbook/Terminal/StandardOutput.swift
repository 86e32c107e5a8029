import Building
import Formats

/// Prints text to standard output; a closed pipe ends the process quietly, a full disk with status 74.
func printOutput(_ text: String) throws {
    try checked { () throws(OutputError) in
        let output = try OutputFile(writing: "-")
        try output.write(text)
        try output.finish()
    }
}
