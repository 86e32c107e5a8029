/// How records stand in a file.
public struct RecordFormat: Sendable, Equatable {
    /// The families of formats that can be read.
    public enum Kind: String, Sendable, CaseIterable {
        /// One JSON object a line.
        case jsonl
        /// Fields between commas, quoted where needed, every value a string.
        case csv
        /// As `csv`, between tabs.
        case tsv
    }

    /// The family.
    public var kind: Kind
    /// CSV and TSV: whether the first record names the columns.
    public var hasHeader = true
    /// CSV and TSV without a header: the names of the columns; empty: `column_1` … for as many as the first record has.
    public var columns: [String] = []
    /// CSV and TSV: the byte between fields; nil: comma or tab, by kind.
    public var delimiter: UInt8?
    /// CSV and TSV: the byte around quoted fields; nil: no field is quoted.
    public var quote: UInt8? = UInt8(ascii: "\"")
    /// CSV and TSV: a byte that, inside a quoted field, makes the byte after it plain text.
    public var escape: UInt8?
    /// CSV and TSV: records that begin with this byte are passed over.
    public var comment: UInt8?
    /// CSV and TSV: whether records may have fewer fields (they are absent) or more (they are named `column_N`).
    public var ragged = false
    /// CSV and TSV: whether two quotes inside a quoted field stand for one.
    public var doubleQuote = true
    /// The longest record, in bytes without its end; longer ones are rejected and passed over without being held.
    public var maxRowBytes = 64 << 20

    /// - Parameter kind: the family; all else as usual for it.
    public init(_ kind: Kind) {
        self.kind = kind
    }

    /// The kind that a file's name tells, or nil. The endings of compressed files are passed over; `.json` is taken
    /// as one object a line.
    public static func guessed(fromFileName name: String) -> Kind? {
        var lower = name.lowercased()
        for ending in [".gz", ".zst"] where lower.hasSuffix(ending) {
            lower.removeLast(ending.count)
        }
        for (ending, kind) in [
            (".jsonl", Kind.jsonl), (".ndjson", .jsonl), (".json", .jsonl), (".csv", .csv), (".tsv", .tsv),
        ] where lower.hasSuffix(ending) {
            return kind
        }
        return nil
    }

    /// Why no file can be read with these settings, or nil when all is well.
    public var problem: String? {
        if maxRowBytes < 1 { return "the longest row must be at least 1 byte" }
        guard kind != .jsonl else { return nil }
        if hasHeader, !columns.isEmpty { return "columns are named for a file without a header only" }
        let marks = [("delimiter", effectiveDelimiter), ("quote", quote), ("escape", escape), ("comment", comment)]
        for (index, (name, mark)) in marks.enumerated() {
            guard let mark else { continue }
            if mark == 0x0A || mark == 0x0D || mark == 0 || mark >= 0x80 {
                return "the \(name) must be one ASCII character, not a line end or NUL"
            }
            for (other, otherMark) in marks[..<index] where otherMark == mark {
                return "\(other) and \(name) are the same character"
            }
        }
        return nil
    }

    var effectiveDelimiter: UInt8? {
        delimiter ?? (kind == .tsv ? 0x09 : UInt8(ascii: ","))
    }
}

/// What the CSV splitter and parser both need of a format, so that they cannot differ.
struct CSVDialect: Sendable {
    let delimiter: UInt8
    let quote: UInt8?
    let escape: UInt8?
    let comment: UInt8?
    let doubleQuote: Bool

    init(_ format: RecordFormat) {
        delimiter = format.effectiveDelimiter ?? UInt8(ascii: ",")
        quote = format.quote
        escape = format.escape
        comment = format.comment
        doubleQuote = format.doubleQuote
    }
}
