/// How records stand in a file.
package struct RecordFormat: Sendable, Equatable {
    /// The families of formats that can be read.
    package enum Kind: String, Sendable, CaseIterable {
        /// One JSON object a line.
        case jsonl
        /// One JSON document: an array of objects, one object, or objects inside, found by `records`.
        case json
        /// Fields between commas, quoted where needed, every value a string.
        case csv
        /// As `csv`, between tabs.
        case tsv
        /// Plain text, cut by `textUnit`; a row is `{"text": …}`.
        case text
        /// One token a line, its annotations in columns beside it, a blank line behind each record; a row has a list
        /// for each column.
        case conll
    }

    /// What of a plain text is a row.
    package enum TextUnit: String, Sendable, CaseIterable {
        /// A line that is not blank.
        case line
        /// A run of lines that are not blank.
        case paragraph
        /// The whole file.
        case file
    }
    package var kind: Kind
    /// What the file's content may say against `kind`, if that was guessed.
    package var guess = Guess.none
    /// JSON: the keys that lead from the document's root to its records; empty: the root is the record, or the array of
    /// them. Arrays met on the way are gone into.
    package var records: [String] = []
    /// Text: what is a row.
    package var textUnit = TextUnit.line
    /// CSV and TSV: whether the first record names the columns.
    package var hasHeader = true
    /// CSV and TSV without a header: the names of the columns; empty: `column_1` … for as many as the first record has.
    /// CoNLL: the names of the lists, `_` for a column that is left out; empty: `tokens` for the first column, `tags`
    /// for the last.
    package var columns: [String] = []
    /// CSV and TSV: the byte between fields; nil: comma or tab, by kind. CoNLL: the byte between columns; nil: a tab if
    /// the first token's line holds one, else runs of spaces.
    package var delimiter: UInt8?
    /// CSV and TSV: the byte around quoted fields; nil: no field is quoted.
    package var quote: UInt8? = UInt8(ascii: "\"")
    /// CSV and TSV: a byte that, inside a quoted field, makes the byte after it plain text.
    package var escape: UInt8?
    /// CSV and TSV: records that begin with this byte are passed over; CoNLL: lines that do.
    package var comment: UInt8?
    /// CSV and TSV: whether records may have fewer fields (they are absent) or more (they are named `column_N`).
    package var ragged = false
    /// JSON with a path to records: whether the fields of the root object, too, belong to each row. They may stand on either side
    /// of the records, so that the document is held as a whole, up to `maxRowBytes`.
    package var carriesRoot = false
    /// Of JSON Lines: whether a line may be a list of messages; its row has them in `messages`.
    package var takesLists = false
    /// CSV and TSV: whether two quotes inside a quoted field stand for one.
    package var doubleQuote = true
    /// The longest record, in bytes without its end; longer ones are rejected and passed over without being held.
    package var maxRowBytes = 64 << 20

    /// Whether each record is a row by itself, and a line of JSON.
    package var isPlainLines: Bool { kind == .jsonl && records.isEmpty }

    /// - Parameter kind: the family; all else as usual for it.
    package init(_ kind: Kind) { self.kind = kind }

    /// The keys of a path such as `data.paragraphs.qas`.
    package static func path(_ text: String) -> [String] {
        text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }

    /// Why no file can be read with these settings, or nil when all is well.
    package var problem: String? {
        if maxRowBytes < 1 { return "the longest row must be at least 1 byte" }
        if kind != .json, !records.isEmpty { return "a path to records goes with the format json" }
        if kind != .text, textUnit != .line { return "a unit of text goes with the format text" }
        switch kind {
        case .jsonl, .text: return nil
        case .json: return records.contains("") ? "the path to the records has an empty key" : nil
        case .csv, .tsv:
            if hasHeader, !columns.isEmpty { return "columns are named for a file without a header only" }
            return Self.problem(
                of: [("delimiter", effectiveDelimiter), ("quote", quote), ("escape", escape), ("comment", comment)])
        case .conll:
            let names = columns.filter { $0 != "_" }
            if names.isEmpty, !columns.isEmpty { return "no column is kept: all are called _" }
            if Set(names.map { Array($0.utf8) }).count < names.count { return "two columns have one name" }
            return Self.problem(of: [("delimiter", delimiter), ("comment", comment)])
        }
    }

    /// What is wrong with the characters that have a meaning.
    private static func problem(of marks: [(name: String, mark: UInt8?)]) -> String? {
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

    var effectiveDelimiter: UInt8? { delimiter ?? (kind == .tsv ? 0x09 : UInt8(ascii: ",")) }
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

extension RecordFormat {
    /// How sure the kind is, when nobody has named it.
    package enum Guess: Sendable {
        /// It was named.
        case none
        /// It is the usual one, or a file's name tells it: what begins with an array over lines is JSON.
        case usual
        /// The file is called `.json`, which is used for both: an object over several lines is JSON, too.
        case json
    }

    /// The format of a file whose kind nobody has named: that of the file's name, else JSONL. What the file holds may
    /// still show that it is one JSON document.
    package init(guessedFrom name: String) {
        self.init(Self.guessed(fromFileName: name) ?? .jsonl)
        guess = Self.plainName(name).hasSuffix(".json") ? .json : .usual
    }

    /// The kind that a file's name tells, or nil. The endings of compressed files are passed over; `.json` is taken
    /// as one object a line.
    package static func guessed(fromFileName name: String) -> Kind? {
        let name = plainName(name)
        for (ending, kind) in [
            (".jsonl", Kind.jsonl), (".ndjson", .jsonl), (".json", .jsonl), (".csv", .csv), (".tsv", .tsv),
            (".txt", .text), (".conll", .conll), (".iob", .conll), (".bio", .conll),
        ] where name.hasSuffix(ending) {
            return kind
        }
        return nil
    }

    /// A file's name in small letters, without the ending of a compressed file.
    private static func plainName(_ name: String) -> String {
        var lower = name.lowercased()
        for ending in [".gz", ".zst"] where lower.hasSuffix(ending) {
            lower.removeLast(ending.count)
        }
        return lower
    }
}
