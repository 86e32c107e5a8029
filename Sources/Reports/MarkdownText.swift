import Diagnostics

/// So many characters of a text are shown; messages may quote values of any length.
private let most = 500

/// A text as it is to be read, on one line, in a paragraph or a cell of a table of GitHub's Markdown: nothing in it is taken for
/// markup.
///
/// Before ASCII punctuation, a backslash takes away its meaning (GitHub Flavored Markdown, section 6.1).
func markdownText(_ text: String) -> String {
    let scalars = Array(oneLine(text).unicodeScalars)
    var result = ""
    for (index, scalar) in scalars.prefix(most).enumerated() {
        if isMarkup(scalar, at: index, in: scalars) { result += "\\" }
        result.unicodeScalars.append(scalar)
    }
    return scalars.count > most ? result + "…" : result
}

private func isMarkup(_ scalar: Unicode.Scalar, at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    switch scalar {
    case "\\", "`", "*", "<", ">", "[", "]", "|", "~", "&", "#", "$", "@": return true
    // Between letters and digits it is no emphasis; names are full of them.
    case "_":
        return index == 0 || index + 1 == scalars.count || !isInName(scalars[index - 1])
            || !isInName(scalars[index + 1])
    default: return false
    }
}

private func isInName(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
}
