/// Where a row stands.
package struct RowLocation: ManifestRecord, Equatable {
    /// The input's name.
    package var source = ""
    /// The line on which the row starts, from 1; 0: unknown.
    package var line = 0
    /// The row's number in its file, from 1; 0: unknown.
    package var record = 0

    init() {}

    /// A line, from 1, of an input.
    package init(source: String, line: Int, record: Int = 0) {
        self.source = source
        self.line = line
        self.record = record
    }

    static let fields: [Field<RowLocation>] = [
        Field("file", .text, \.source, "The row's file."),
        Field("line", .count, \.line, "The line on which it starts, from 1."),
        Field("record", .count, \.record, "Its number in the file, from 1."),
    ]

    /// `file:line`, and ` (record n)` behind it if that is known.
    package var text: String { source + (line > 0 ? ":\(line)" : "") + (record > 0 ? " (record \(record))" : "") }
}
