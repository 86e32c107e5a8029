import JSON
import Jinja
import Mixing

/// The texts of a row and their words, for comparing it with other texts.
enum RowWords {
    /// The words of a text in lower case: its runs of letters and digits.
    static func words(_ text: String) -> [Substring] {
        text.lowercased().unicodeScalars.split { !($0.properties.isAlphabetic || $0.properties.numericType != nil) }
            .map(Substring.init)
    }

    /// The string and number values in a value, at any depth; keys of objects are none.
    static func texts(_ value: JSONValue) -> [String] {
        switch value {
        case .null, .bool: []
        case .string(let text), .number(let text): [text]
        case .array(let elements): elements.flatMap(texts)
        case .object(let members): members.flatMap { texts($0.value) }
        }
    }

    /// XXH3 (seed 0) of every run of so many words in the texts of a row.
    ///
    /// - Parameter json: the row, accepted by a scanner.
    static func runs(of length: Int, in json: UnsafeRawBufferPointer) -> Set<UInt64> {
        guard let row = try? JSONValue(parsing: json) else { return [] }
        var runs: Set<UInt64> = []
        for text in texts(row) {
            let words = words(text)
            guard words.count >= length else { continue }
            for start in 0...words.count - length {
                runs.insert(XXH3.hash(words[start..<start + length].joined(separator: " ")))
            }
        }
        return runs
    }
}
