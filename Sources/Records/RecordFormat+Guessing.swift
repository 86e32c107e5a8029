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
