import Diagnostics
import Formats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that a run writes beside its output: rejects, findings, a summary, metrics.
package struct SideOutput: Sendable {
    /// The option that names it, such as `--findings`.
    package var option: String
    /// Where it goes.
    package var path: String

    /// - Parameter option: that names it, such as `--findings`.
    package init(_ option: String, _ path: String) {
        self.option = option
        self.path = path
    }

    /// Refuses to write it over a file that is read or written otherwise.
    ///
    /// - Throws: a wrong command line, status 64.
    package func refuseToOverwrite(_ paths: [String]) throws(Diagnostics) {
        var own = stat()
        let exists = stat(path, &own) == 0
        for other in paths {
            var status = stat()
            let isSame =
                other == path
                || exists && stat(other, &status) == 0 && status.st_ino == own.st_ino && status.st_dev == own.st_dev
                    && status.st_mode & S_IFMT == S_IFREG
            if isSame {
                throw Diagnostics(
                    Diagnostic("\(option) \(path) would overwrite \(other)", help: "name another file"),
                    status: .usage)
            }
        }
    }

    /// Fails early, before the work is done, where there is no folder to write it into.
    package func checkFolder() throws(Diagnostics) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        var status = stat()
        guard stat(folder, &status) == 0 else {
            let error = OutputError(path, "opening", errno)
            throw Diagnostics(error.diagnostic, status: error.status)
        }
    }
}
