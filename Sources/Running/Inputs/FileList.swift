import Diagnostics
import Records

/// Lists of file names that end with NUL, as `find -print0` writes them and `wc --files0-from` reads them.
package enum FileList {
    /// No list is longer, in bytes.
    static let maxBytes = 64 << 20

    /// Reads a list.
    ///
    /// The last name need not be ended. A list of no names is an error: it must not be taken for one that names standard input,
    /// nor pass for a dataset without rows.
    ///
    /// - Parameter path: the list's; `-` is standard input.
    /// - Throws: a list that cannot be opened or names nothing with status 66, one that cannot be read on with 74, one that holds
    ///   no names of files, is too long, or that is standard input and names it, with 65.
    package static func read(_ path: String) throws(Diagnostics) -> [String] {
        let list = path == "-" ? "<stdin>" : path
        let names = try bytes(path, list).split(separator: 0, omittingEmptySubsequences: false)
        // What stands behind the last NUL is a name only if there is something.
        let ended = names.last?.isEmpty ?? true ? names.dropLast() : names[...]
        guard !ended.isEmpty else {
            throw Diagnostics(Diagnostic("\(list): the list names no file"), status: .missingInput)
        }
        var paths: [String] = []
        for (index, name) in ended.enumerated() {
            func fault(_ message: String, help: String? = nil) -> Diagnostics {
                Diagnostics(Diagnostic("\(list): name \(index + 1) \(message)", help: help))
            }
            if name.isEmpty { throw fault("is empty") }
            guard let text = String(validating: name, as: UTF8.self) else { throw fault("is not UTF-8") }
            if names.count == 1, name.last == 0x0A {
                throw fault("ends with a line feed", help: "names end with NUL: find -print0, not find -print")
            }
            if text == "-", path == "-" {
                throw fault("is standard input, which the names come from", help: "./- is a file of that name")
            }
            paths.append(text)
        }
        return paths
    }

    private static func bytes(_ path: String, _ list: String) throws(Diagnostics) -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            let source = try ByteSource.open(path: path)
            var block = [UInt8](repeating: 0, count: 64 << 10)
            while true {
                let result = block.withUnsafeMutableBytes { block in
                    Result { () throws(InputError) in try source.read(into: block) }
                }
                let count = try result.get()
                if count == 0 { return bytes }
                bytes += block[..<count]
                guard bytes.count <= maxBytes else { break }
            }
        } catch {
            throw Diagnostics(error.diagnostic, status: error.status)
        }
        throw Diagnostics(
            Diagnostic("\(list): longer than \(maxBytes >> 20) MiB; this cannot be a list of file names"))
    }
}
