import System

/// What a run of a program took.
typealias Measurement = ProgramUse

extension Measurement {
    /// Runs a program with its standard output to a file, and takes its times.
    ///
    /// - Parameter hasNotes: whether what it writes to standard error is of no use here.
    /// - Throws: that it could not be started, or did not end with status 0; its messages stand on standard error.
    static func run(_ arguments: [String], output: String, hasNotes: Bool = false) throws -> Measurement {
        let use: ProgramUse
        do throws(SystemError) {
            use = try ProgramUse(ofRunning: arguments, output: output, hasNotes: hasNotes)
        } catch {
            throw BenchError("cannot \(error.operation) \(error.path): \(error.text)")
        }
        guard use.code == 0, use.signal == 0 else {
            let ending = use.signal == 0 ? "status \(use.code)" : "signal \(use.signal)"
            throw BenchError("\(arguments.joined(separator: " ")) ended with \(ending)")
        }
        return use
    }
}
