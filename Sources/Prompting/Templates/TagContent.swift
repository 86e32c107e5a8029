/// What can be told of the inside of a tag by its words alone.
package enum TagContent {
    /// Whether it is a field and nothing more: `name`, `name.part`, `name[0]`, `name["part"]`, `list[index]`.
    package static func isPlain(_ content: String) -> Bool {
        guard let first = content.unicodeScalars.first, isNameStart(first) else { return false }
        var depth = 0
        for scalar in content.unicodeScalars {
            switch scalar {
            case "[": depth += 1
            case "]": depth -= 1
            case ".", "_": break
            case "'", "\"", "-", " ", ":": if depth == 0 { return false }
            default: if !isNameStart(scalar), !("0"..."9").contains(scalar) { return false }
            }
        }
        return depth == 0
    }

    /// The names in it: words that are no attribute, filter, test, keyword or part of a text.
    package static func names(_ content: String) -> [String] {
        var names: [String] = []
        var quote: Unicode.Scalar?
        var word = ""
        var before: Unicode.Scalar = " "
        var wordBefore: Unicode.Scalar = " "
        // The words before, if only spaces stand between.
        var previousWord = ""
        var secondLast = ""
        func finishWord() {
            defer { word = "" }
            guard !word.isEmpty else { return }
            let isTest = previousWord == "is" || previousWord == "not" && secondLast == "is"
            (secondLast, previousWord) = (previousWord, word)
            guard wordBefore != ".", wordBefore != "|", !isTest, !keywords.contains(word), !names.contains(word) else {
                return
            }
            names.append(word)
        }
        for scalar in content.unicodeScalars {
            if let open = quote {
                if scalar == open { quote = nil }
                continue
            }
            if isNameStart(scalar) || !word.isEmpty && ("0"..."9").contains(scalar) {
                if word.isEmpty { wordBefore = before }
                word.unicodeScalars.append(scalar)
                continue
            }
            finishWord()
            if scalar == "'" || scalar == "\"" { quote = scalar }
            if scalar != " " {
                before = scalar
                previousWord = ""
            } else if !previousWord.isEmpty {
                before = " "
            }
        }
        finishWord()
        return names
    }

    private static let keywords: Set<String> = [
        "if", "else", "elif", "endif", "for", "in", "endfor", "set", "endset", "not", "and", "or", "is", "true",
        "false",
        "none", "True", "False", "None", "loop", "with", "endwith", "macro", "endmacro", "range", "recursive",
    ]

    private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic
    }
}
