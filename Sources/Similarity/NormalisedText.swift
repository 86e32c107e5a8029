package enum NormalisedText {
    /// A text in lower case, its runs of white space one space each, none at the ends. As Swift's strings do, results compare by
    /// canonical equivalence: an accent may stand in its letter or behind it.
    package static func of(_ text: String) -> String { LowerASCII.of(text).map(ofASCII) ?? plain(text) }

    /// The same of a text in ASCII, which most text is, byte by byte.
    private static func ofASCII(_ lower: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: lower.count) { result in
            var count = 0
            var awaitsSpace = false
            for byte in lower {
                if LowerASCII.isWhiteSpace(byte) {
                    awaitsSpace = count > 0
                    continue
                }
                if awaitsSpace {
                    result[count] = UInt8(ascii: " ")
                    count += 1
                }
                awaitsSpace = false
                result[count] = byte
                count += 1
            }
            return count
        }
    }

    /// The same of any text.
    static func plain(_ text: String) -> String {
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

enum LowerASCII {
    /// The bytes of a text in lower case; nil if it is not all ASCII.
    static func of(_ text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { bytes in
            var all: UInt8 = 0
            for byte in bytes { all |= byte }
            guard all < 0x80 else { return nil }
            return bytes.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
        }
    }

    static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }

    /// Whether a byte in lower case is a letter or a digit.
    static func isWordByte(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 }
}

extension Unicode.Scalar {
    /// Whether it is white space. ASCII, which most text is, is not looked up in Unicode's tables.
    package var isWhiteSpace: Bool { isASCII ? self == " " || ("\t"..."\r").contains(self) : properties.isWhitespace }

    /// Runs over what it is in lower case: mostly one scalar.
    func forEachLowercase(_ body: (Unicode.Scalar) -> Void) {
        if isASCII {
            body(("A"..."Z").contains(self) ? Unicode.Scalar(UInt8(value) | 0x20) : self)
        } else {
            properties.lowercaseMapping.unicodeScalars.forEach(body)
        }
    }
}
