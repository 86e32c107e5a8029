import Building
import Comparing
import Diagnostics
import Reports

extension Build {
    /// Builds into a temporary folder, and compares with the output that is there already; publishes nothing.
    ///
    /// - Returns: how the output would change.
    mutating func check(warn: ([Diagnostic]) -> Void) throws(Diagnostics) -> OutputDifference {
        let old = try OutputFolder(folder)
        let jobs = jobs
        return try makeTemporarily(warn: warn) { path throws(Diagnostics) in
            var difference = try old.difference(to: OutputFolder(path), jobs: jobs)
            // No manifest records what somebody has done to the files since.
            difference.files += try old.verify(jobs: jobs).map { problem in
                OutputDifference.FileChange(name: problem.name, change: problem.message)
            }
            return difference
        }
    }
}
