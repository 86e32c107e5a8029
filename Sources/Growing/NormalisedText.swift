/// Texts made comparable.
public enum NormalisedText {
    /// A text in lower case, its runs of white space one space each, none at the ends. As Swift's strings do, results compare by
    /// canonical equivalence: an accent may stand in its letter or behind it.
    public static func of(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        var awaitsSpace = false
        for scalar in text.unicodeScalars {
            guard !scalar.isWhiteSpace else {
                awaitsSpace = !result.isEmpty
                continue
            }
            if awaitsSpace { result.unicodeScalars.append(" ") }
            awaitsSpace = false
            scalar.forEachLowercase { result.unicodeScalars.append($0) }
        }
        return result
    }
}

extension Unicode.Scalar {
    /// Whether it is white space. ASCII, which most text is, is not looked up in Unicode's tables.
    var isWhiteSpace: Bool {
        isASCII ? self == " " || ("\t"..."\r").contains(self) : properties.isWhitespace
    }

    /// Runs over what it is in lower case: mostly one scalar.
    func forEachLowercase(_ body: (Unicode.Scalar) -> Void) {
        if isASCII {
            body(("A"..."Z").contains(self) ? Unicode.Scalar(UInt8(value) | 0x20) : self)
        } else {
            properties.lowercaseMapping.unicodeScalars.forEach(body)
        }
    }
}
