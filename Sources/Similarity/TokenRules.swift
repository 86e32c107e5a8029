/// How a text is cut into the tokens that ROUGE-L compares.
package enum TokenRules: String, Sendable, CaseIterable {
    /// Runs of `a` to `z` and `0` to `9` in the lower-cased text, as the Python package rouge-score 0.1.2 has them without its
    /// stemmer; everything else divides them.
    case ascii
    /// Runs of letters, digits and marks of any script, in lower case; a token for each character of scripts that are written
    /// without spaces. Tokens compare by canonical equivalence.
    case unicode

    /// The tokens of a text in their order.
    package func tokens(of text: String) -> [String] {
        LowerASCII.of(text).map(Self.tokens(ofASCII:)) ?? plainTokens(of: text)
    }

    /// The tokens of a text in ASCII, which most text is: by both rules the same.
    private static func tokens(ofASCII lower: [UInt8]) -> [String] {
        var tokens: [String] = []
        lower.withUnsafeBufferPointer { lower in
            var start = 0
            while start < lower.count {
                var end = start
                while end < lower.count, LowerASCII.isWordByte(lower[end]) { end += 1 }
                if end > start {
                    tokens.append(String(decoding: UnsafeBufferPointer(rebasing: lower[start..<end]), as: UTF8.self))
                }
                start = end + 1
            }
        }
        return tokens
    }

    /// The tokens of any text.
    func plainTokens(of text: String) -> [String] {
        var tokens: [String] = []
        var token = String.UnicodeScalarView()
        func finish() {
            guard !token.isEmpty else { return }
            tokens.append(String(token))
            token = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            // The two letters beyond ASCII whose lower case is an ASCII letter count as it does in the reference.
            scalar.forEachLowercase { lower in
                switch self {
                case .ascii:
                    if ("a"..."z").contains(lower) || ("0"..."9").contains(lower) {
                        token.append(lower)
                    } else {
                        finish()
                    }
                case .unicode:
                    switch Self.kind(of: lower) {
                    case .mark: if !token.isEmpty { token.append(lower) }
                    case .letter:
                        if token.first.map(Self.standsAlone) == true { finish() }
                        token.append(lower)
                    case .single:
                        finish()
                        token.append(lower)
                    case .other: finish()
                    }
                }
            }
        }
        finish()
        return tokens
    }

    private enum Kind { case letter, single, mark, other }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return .mark
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            return standsAlone(scalar) ? .single : .letter
        default: return .other
        }
    }

    /// Whether a letter belongs to a script without spaces: Han, Hiragana, Katakana, Thai, Lao, Khmer or Myanmar, by their
    /// blocks in Unicode. Digits of these scripts make runs.
    private static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.properties.numericType != .decimal else { return false }
        switch scalar.value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x19E0...0x19FF, 0x2E80...0x2FDF, 0x3005...0x3007,
            0x3021...0x3029, 0x3031...0x3035, 0x3038...0x303C, 0x3041...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF,
            0x4E00...0x9FFF, 0xA9E0...0xA9FF, 0xAA60...0xAA7F, 0xF900...0xFAFF, 0xFF66...0xFF9F, 0x1AFF0...0x1B16F,
            0x20000...0x3FFFF:
            return true
        default: return false
        }
    }
}
