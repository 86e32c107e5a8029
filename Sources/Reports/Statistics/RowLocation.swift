/// Where a row stands.
package struct RowLocation: Sendable, Equatable {
    /// The input's name.
    package var source: String
    /// The line on which the row starts, from 1.
    package var line: Int

    /// A line, from 1, of an input.
    package init(source: String, line: Int) {
        self.source = source
        self.line = line
    }

    /// `file:line`
    package var text: String { "\(source):\(line)" }
}
