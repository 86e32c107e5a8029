import Foundation

/// A folder that goes with its owner.
package final class TemporaryFolder: Sendable {
    package let url: URL

    /// - Parameter inMemory: whether it should stand on a file system in memory, where there is one: for thousands of
    ///   runs that all synchronise.
    package init(inMemory: Bool = false) throws {
        let memory = URL(fileURLWithPath: "/dev/shm")
        let isInMemory = inMemory && FileManager.default.isWritableFile(atPath: memory.path)
        let parent = isInMemory ? memory : FileManager.default.temporaryDirectory
        url = parent.appendingPathComponent("hornbook-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The path of something in it.
    package func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    /// Writes a file, and the folders above it.
    ///
    /// - Returns: its path.
    @discardableResult package func write(_ name: String, _ text: String) throws -> String {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    /// Writes a file of lines, each with its end.
    ///
    /// - Returns: its path.
    @discardableResult package func write(_ name: String, lines: some Sequence<String>) throws -> String {
        try write(name, lines.map { $0 + "\n" }.joined())
    }

    package func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: url.appendingPathComponent(name)), as: UTF8.self)
    }

    /// Makes the folder hold these files and nothing else.
    package func fill(_ files: [String: String]) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: url.path) {
            try FileManager.default.removeItem(atPath: path(name))
        }
        for (name, text) in files { try write(name, text) }
    }

    /// Every file by its path, hidden ones among them; an empty folder as its path with a slash.
    package func contents(_ folder: String = "") throws -> [String: String] {
        var result: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path(folder)) {
            let entry = folder + name
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path(entry), isDirectory: &isFolder)
            if isFolder.boolValue {
                let inside = try contents(entry + "/")
                result.merge(inside) { $1 }
                if inside.isEmpty { result[entry + "/"] = "" }
            } else {
                result[entry] = try read(entry)
            }
        }
        return result
    }
}

/// Runs something in a folder of its own, which is gone afterwards.
package func inTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = try TemporaryFolder()
    return try withExtendedLifetime(folder) { try body(folder.url) }
}
