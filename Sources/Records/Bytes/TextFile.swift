import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads a small file as text.
///
/// - Parameter most: more bytes than that are an error.
/// - Throws: a missing file with status 66, one that is not UTF-8 with 65.
package func readTextFile(_ path: String, most: Int = 64 << 20) throws(Diagnostics) -> String {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
        throw Diagnostics(Diagnostic("\(path): is a directory, not a file"), status: .missingInput)
    }
    guard let file = fopen(path, "rb") else {
        throw Diagnostics(Diagnostic("\(path): \(String(cString: strerror(errno)))"), status: .missingInput)
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
        let count = fread(&chunk, 1, chunk.count, file)
        if count == 0 { break }
        bytes += chunk[..<count]
        if bytes.count > most {
            throw Diagnostics(
                Diagnostic("\(path): larger than \(most >> 20) MiB; this cannot be the file that is meant"))
        }
    }
    if ferror(file) != 0 { throw Diagnostics(Diagnostic("\(path): reading failed"), status: .inputOutput) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
        throw Diagnostics(
            Diagnostic("\(path): not UTF-8", help: "convert it, for example with `iconv -f cp1252 -t utf-8`"))
    }
    return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
}
