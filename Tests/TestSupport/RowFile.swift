import Foundation
import Running

/// Runs something in a folder of its own, which is gone afterwards.
package func inTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hornbook-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}

/// Gives something rows, which stand in a file of their own.
///
/// - Parameters:
///   - lines: the rows, a line each.
///   - name: the file's name, by which messages call it and its format is known.
package func withRows<Result>(_ lines: [String], name: String, _ body: (InputSet) throws -> Result) throws -> Result {
    try inTemporaryFolder { folder in
        let file = folder.appendingPathComponent(name)
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: file)
        var inputs = InputSet(paths: [file.path])
        inputs.names = [name]
        return try body(inputs)
    }
}
