import Foundation
import TestSupport

@testable import Building

/// Gives something rows, which stand in a file of their own.
///
/// - Parameters:
///   - lines: the rows, a line each.
///   - name: the file's name, by which messages call it and its format is known.
func withRows<Result>(_ lines: [String], name: String, _ body: (InputSet) throws -> Result) throws -> Result {
    try inTemporaryFolder { folder in
        let file = folder.appendingPathComponent(name)
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: file)
        var inputs = InputSet(paths: [file.path])
        inputs.names = [name]
        return try body(inputs)
    }
}
