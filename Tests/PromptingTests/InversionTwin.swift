import JSON

@testable import Prompting

/// The check on inversions over texts and sets of words: slow, plain, and the definition that the fast one is held to.
enum InversionTwin {
    static func words(_ text: String) -> [Substring] {
        text.lowercased().unicodeScalars.split { !($0.properties.isAlphabetic || $0.properties.numericType != nil) }
            .map(Substring.init)
    }

    static func refusal(target: String, row: [String], inputs: [String]) -> InversionRefusal? {
        if !inputs.contains(where: { tells($0, besides: target) }) { return .inputUndetermined }
        return comesFrom(row, target) ? nil : .targetNotInRow
    }

    private static func tells(_ input: String, besides target: String) -> Bool {
        !words(input).isEmpty && !isAnswerLetter(input) && !input.utf8.elementsEqual(target.utf8)
    }

    private static func comesFrom(_ row: [String], _ target: String) -> Bool {
        let wanted = words(target)
        var known: Set<Substring> = []
        for text in row { known.formUnion(words(text)) }
        let found = wanted.filter(known.contains).count
        if wanted.isEmpty || found * 2 >= wanted.count { return true }
        let spaced = " " + wanted.joined(separator: " ") + " "
        return row.contains { text in
            let words = words(text)
            return words.count > 1 && spaced.contains(" " + words.joined(separator: " ") + " ")
        }
    }

    /// Every run of so many words in the texts of a row.
    static func runs(of length: Int, in row: JSONValue) -> Set<String> {
        var runs: Set<String> = []
        for text in RowWords.texts(row) {
            let words = words(text)
            guard words.count >= length else { continue }
            for start in 0...words.count - length {
                runs.insert(words[start..<start + length].joined(separator: " "))
            }
        }
        return runs
    }
}

extension InversionGuard {
    /// The same over texts.
    func refusal(target: String, row: [String], inputs: [String]) -> InversionRefusal? {
        Array(target.utf8).withUnsafeBytes { target in
            refusal(
                target: target, anyInput: { inputs.contains(where: $0) },
                anyText: { isWanted in row.contains { Array($0.utf8).withUnsafeBytes(isWanted) } })
        }
    }
}

extension LowerWords {
    /// The words of a text.
    func texts(of text: String) -> [String] {
        load(text)
        return (0..<count).map { String(decoding: run(from: $0), as: UTF8.self) }
    }
}
