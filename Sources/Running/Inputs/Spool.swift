import Diagnostics
import Formats
import Records
import System

/// A copy of an input that can be read only once (standard input, a pipe), as it stands, in a temporary file without a
/// name: it goes with the process, however that ends.
package final class Spool: Sendable {
    private let descriptor: Int32
    private let name: String

    /// Copies an input to its end, into the folder `TMPDIR` or `/tmp`.
    ///
    /// - Throws: what cannot be read; that the copy cannot be written, with status 74.
    init(copying path: String) throws(Diagnostics) {
        name = path
        do {
            let source = try ByteSource.open(path: path)
            let file = try OutputFile(namelessIn: Self.folder)
            while true {
                let bytes = try source.readAsItStands(atMost: 256 << 10)
                if bytes.isEmpty { break }
                try file.write(bytes)
            }
            descriptor = try file.release()
        } catch let error as InputError {
            throw Diagnostics(error.diagnostic, status: error.status)
        } catch let error as OutputError {
            var diagnostic = error.diagnostic
            diagnostic.message =
                "a copy of \(path == "-" ? "standard input" : path), to be read twice: \(diagnostic.message)"
            diagnostic.help = "set TMPDIR to a folder with room for it, or write it to a file first"
            throw Diagnostics(diagnostic, status: .inputOutput)
        } catch {
            throw Diagnostics(Diagnostic("\(error)"), status: .bug)
        }
    }

    deinit { Descriptors.close(descriptor) }

    package static var folder: String {
        let set = environmentVariable("TMPDIR")
        return set.isEmpty ? "/tmp" : set
    }

    /// The copy from its start; one source at a time.
    var source: ByteSource { ByteSource(descriptor: descriptor, name: name) }
}

extension InputSet {
    /// Copies what can be read only once.
    ///
    /// - Parameter spools: the copies made so far, by path: an input that several datasets name is copied once.
    package mutating func spool(_ spools: inout [String: Spool]) throws(Diagnostics) {
        for path in paths where Self.isReadOnce(path) {
            if spools[path] == nil { spools[path] = try Spool(copying: path) }
            self.spools[path] = spools[path]
        }
    }

    private static func isReadOnce(_ path: String) -> Bool {
        if path == "-" { return true }
        // What cannot be looked at is told when it is opened; folders are, too, with their own words.
        guard let kind = FileStatus(path)?.kind else { return false }
        return kind != .regular && kind != .folder
    }
}
