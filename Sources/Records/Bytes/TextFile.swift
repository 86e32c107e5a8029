import Diagnostics
import System

/// Reads a small file as text.
///
/// - Parameter most: more bytes than that are an error.
/// - Throws: a missing file with status 66, one that is not UTF-8 with 65.
package func readTextFile(_ path: String, most: Int = 64 << 20) throws(Diagnostics) -> String {
    if FileStatus(path)?.kind == .folder {
        throw Diagnostics(Diagnostic("\(path): is a directory, not a file"), status: .missingInput)
    }
    let found: [UInt8]?
    do throws(SystemError) {
        found = try readWholeFile(path, most: most)
    } catch {
        throw error.operation == "opening"
            ? Diagnostics(Diagnostic("\(path): \(error.text)"), status: .missingInput)
            : Diagnostics(Diagnostic("\(path): reading failed"), status: .inputOutput)
    }
    guard let bytes = found else {
        throw Diagnostics(Diagnostic("\(path): larger than \(most >> 20) MiB; this cannot be the file that is meant"))
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
        throw Diagnostics(
            Diagnostic("\(path): not UTF-8", help: "convert it, for example with `iconv -f cp1252 -t utf-8`"))
    }
    return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
}
