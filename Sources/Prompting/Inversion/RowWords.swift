import JSON
import Jinja
import Mixing

/// The texts of a row and their runs of words, for comparing it with other texts.
enum RowWords {
    /// The string and number values in a value, at any depth; keys of objects are none.
    static func texts(_ value: JSONValue) -> [String] {
        switch value {
        case .null, .bool: []
        case .string(let text), .number(let text): [text]
        case .array(let elements): elements.flatMap(texts)
        case .object(let members): members.flatMap { texts($0.value) }
        }
    }

    /// Looks at the texts in a value, as UTF-8, until one of them is what is searched for.
    ///
    /// - Parameters:
    ///   - value: its JSON text, accepted by a scanner.
    ///   - kind: what it is.
    static func anyText(
        in value: UnsafeRawBufferPointer, _ kind: JSONKind, _ isWanted: (UnsafeRawBufferPointer) -> Bool
    ) -> Bool {
        func isTextWanted(_ text: String) -> Bool {
            var text = text
            return text.withUTF8 { isWanted(UnsafeRawBufferPointer($0)) }
        }
        if kind == .object || kind == .array && value.contains(UInt8(ascii: "{")) {
            // Objects have keys, and may have equal ones.
            return (try? JSONValue(parsing: value)).map { texts($0).contains(where: isTextWanted) } ?? false
        }
        var walker = JSONWalker(value)
        var depth = 0
        repeat {
            switch walker.next() {
            case .beginArray: depth += 1
            case .endArray: depth -= 1
            case .number(let text, _): if isWanted(text) { return true }
            case .string(let text, false): if isWanted(text) { return true }
            case .string(let text, true):
                if isTextWanted(JSONString.decode(text, hasEscapes: true)) { return true }
            case .null, .true, .false, .beginObject, .endObject: break
            }
        } while depth > 0
        return false
    }

    /// XXH3 (seed 0) of every run of so many words in the texts of a row.
    ///
    /// - Parameters:
    ///   - length: at least 1; of nothing there are no runs.
    ///   - json: the row, accepted by a scanner.
    static func runs(of length: Int, in json: UnsafeRawBufferPointer) -> Set<UInt64> {
        guard length > 0, let row = try? JSONValue(parsing: json) else { return [] }
        let words = LowerWords()
        var runs: Set<UInt64> = []
        for text in texts(row) {
            words.load(text)
            guard words.count >= length else { continue }
            for start in 0...words.count - length { runs.insert(XXH3.hash(words.run(from: start, of: length))) }
        }
        return runs
    }
}
