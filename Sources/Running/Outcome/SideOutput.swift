import Diagnostics
import Formats
import System

/// A file that a run writes beside its output: rejects, findings, a summary, metrics.
package struct SideOutput: Sendable {
    /// The option that names it, such as `--findings`.
    package var option: String
    package var path: String

    package init(_ option: String, _ path: String) { (self.option, self.path) = (option, path) }

    /// Refuses to write it over a file that is read or written otherwise.
    ///
    /// - Throws: a wrong command line, status 64.
    package func refuseToOverwrite(_ paths: [String]) throws(Diagnostics) {
        let own = FileStatus(path)
        for other in paths {
            let isSame = own?.kind == .regular && own?.identity == FileStatus(other)?.identity
            if other == path || isSame {
                throw Diagnostics(
                    Diagnostic("\(option) \(path) would overwrite \(other)", help: "name another file"),
                    status: .usage)
            }
        }
    }

    /// Fails early, before the work is done, where there is no folder to write it into.
    package func checkFolder() throws(Diagnostics) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        _ = try checked { () throws(OutputError) in try FileStatus.of(folder, for: path, "opening") }
    }
}
