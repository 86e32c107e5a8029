import Diagnostics
import Formats
import System

/// Lines with their keys, or other bytes that are read again, in a temporary file without a name, which goes with the
/// process, however that ends.
package final class SpillFile {
    /// A part of the file, from a record's start to a record's end.
    package struct Run {
        package var start: Int
        package var end: Int

        package init(start: Int, end: Int) { (self.start, self.end) = (start, end) }
    }

    private var file: OutputFile?
    private var descriptor: Int32 = -1
    package private(set) var size = 0
    private let purpose: String
    private let help: String

    /// A file in the folder `TMPDIR` or `/tmp`.
    ///
    /// - Parameters:
    ///   - purpose: what messages say was being done.
    ///   - help: what can be done where there is no room.
    package init(
        for purpose: String = "sorting lines",
        help: String = "set TMPDIR to a folder with room for them, or allow more memory with --memory"
    ) throws(Diagnostics) {
        (self.purpose, self.help) = (purpose, help)
        file = try checked { () throws(OutputError) in try OutputFile(namelessIn: Spool.folder) }
    }

    deinit { if descriptor >= 0 { Descriptors.close(descriptor) } }

    /// Adds bytes at the end, such as those of a `LineRecord`.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(Diagnostics) {
        let file = file!
        try checked { () throws(OutputError) in try file.write(bytes) }
        size += bytes.count
    }

    /// Adds a text at the end.
    ///
    /// - Returns: where its bytes stand.
    package func write(_ text: String) throws(Diagnostics) -> Range<Int> {
        let start = size
        let file = file!
        try checked { () throws(OutputError) in try file.write(text) }
        size += text.utf8.count
        return start..<size
    }

    /// Ends the writing; reading may begin.
    package func finish() throws(Diagnostics) {
        guard let file else { return }
        descriptor = try checked { () throws(OutputError) in try file.release() }
        self.file = nil
    }

    /// - Returns: how many; fewer than asked for only at the end of the file.
    package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostics) -> Int {
        do throws(SystemError) {
            return try Descriptors.read(descriptor, at: offset, into: buffer, for: Spool.folder)
        } catch {
            throw Diagnostics(
                Diagnostic("\(purpose): reading back from \(error.path): \(error.text)"), status: .inputOutput)
        }
    }

    /// What is said of a file that holds less than was written to it.
    package static var endsTooEarly: Diagnostics {
        Diagnostics(Diagnostic("lines in a temporary file end too early"), status: .inputOutput)
    }

    package func text(at range: Range<Int>) throws(Diagnostics) -> String {
        var bytes = [UInt8](repeating: 0, count: range.count)
        let result = bytes.withUnsafeMutableBytes { buffer in
            Result { () throws(Diagnostics) in try read(at: range.lowerBound, into: buffer) }
        }
        let count = try result.get()
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    private func checked<Result>(_ body: () throws(OutputError) -> Result) throws(Diagnostics) -> Result {
        do {
            return try body()
        } catch {
            var diagnostic = error.diagnostic
            diagnostic.message = "\(purpose): \(diagnostic.message)"
            diagnostic.help = help
            throw Diagnostics(diagnostic, status: .inputOutput)
        }
    }
}
