/// Texts made comparable.
public enum NormalisedText {
    /// A text in lower case, its runs of white space one space each, none at the ends. As Swift's strings do, results compare by
    /// canonical equivalence: an accent may stand in its letter or behind it.
    public static func of(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var awaitsSpace = false
        for scalar in text.unicodeScalars {
            guard !scalar.properties.isWhitespace else {
                awaitsSpace = !result.isEmpty
                continue
            }
            if awaitsSpace { result.append(" ") }
            awaitsSpace = false
            result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
        return String(result)
    }
}
