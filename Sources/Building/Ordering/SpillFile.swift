import Diagnostics
import Formats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Sorted lines with their keys in a temporary file without a name, which goes with the process, however that ends.
final class SpillFile {
    /// A part of the file, from a record's start to a record's end.
    struct Run {
        var start: Int
        var end: Int
    }

    private var file: OutputFile?
    private var descriptor: Int32 = -1
    private(set) var size = 0

    /// A file in the folder `TMPDIR` or `/tmp`.
    init() throws(Diagnostics) {
        file = try Self.checked { () throws(OutputError) in try OutputFile(namelessIn: Spool.folder) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Adds a record at the end.
    ///
    /// - Parameter record: the bytes of a `LineRecord`.
    func write(_ record: UnsafeRawBufferPointer) throws(Diagnostics) {
        let file = file!
        try Self.checked { () throws(OutputError) in try file.write(record) }
        size += record.count
    }

    /// Ends the writing; reading may begin.
    func finish() throws(Diagnostics) {
        guard let file else { return }
        descriptor = try Self.checked { () throws(OutputError) in try file.release() }
        self.file = nil
    }

    /// Reads bytes.
    ///
    /// - Returns: how many; fewer than asked for only at the end of the file.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostics) -> Int {
        var count = 0
        while count < buffer.count {
            let found = pread(descriptor, buffer.baseAddress! + count, buffer.count - count, off_t(offset + count))
            if found < 0, errno == EINTR { continue }
            if found < 0 {
                throw Diagnostics(
                    Diagnostic("reading sorted lines back from \(Spool.folder): \(String(cString: strerror(errno)))"),
                    status: .inputOutput)
            }
            if found == 0 { break }
            count += found
        }
        return count
    }

    private static func checked<Result>(_ body: () throws(OutputError) -> Result) throws(Diagnostics) -> Result {
        do {
            return try body()
        } catch {
            var diagnostic = error.diagnostic
            diagnostic.message = "sorting lines: \(diagnostic.message)"
            diagnostic.help = "set TMPDIR to a folder with room for them, or allow more memory with --memory"
            throw Diagnostics(diagnostic, status: .inputOutput)
        }
    }
}
