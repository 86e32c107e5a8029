/// Where a row stands.
package struct RowLocation: ManifestRecord, Equatable {
    /// The input's name.
    package var source = ""
    /// The line on which the row starts, and its number in its file, both from 1; 0: unknown.
    package var line = 0, record = 0

    init() {}

    /// A line, from 1, of an input.
    package init(source: String, line: Int, record: Int = 0) {
        (self.source, self.line, self.record) = (source, line, record)
    }

    static let fields: [Field<RowLocation>] = [
        Field("file", .text, \.source, "The row's file."),
        Field("line", .count, \.line, "The line on which it starts, from 1."),
        Field("record", .count, \.record, "Its number in the file, from 1."),
    ]

    /// `file:line`, and ` (record n)` behind it if that is known.
    package var text: String { source + (line > 0 ? ":\(line)" : "") + (record > 0 ? " (record \(record))" : "") }
}
