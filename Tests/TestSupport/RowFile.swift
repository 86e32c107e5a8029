import Running

/// Gives something rows, which stand in a file of their own.
///
/// - Parameters:
///   - lines: the rows, a line each.
///   - name: the file's name, by which messages call it and its format is known.
package func withRows<Result>(_ lines: [String], name: String, _ body: (InputSet) throws -> Result) throws -> Result {
    let folder = try TemporaryFolder()
    var inputs = InputSet(paths: [try folder.write(name, lines: lines)])
    inputs.names = [name]
    return try body(inputs)
}
