import System

/// Scores that can be counted in a text where no model has judged it: rough stand-ins, told as such.
package enum TextDifficulty: String, Sendable, CaseIterable {
    /// Characters of prompt and completion.
    case length
    /// Characters of the prompt.
    case promptLength = "prompt-length"
    /// Characters of the completion.
    case completionLength = "completion-length"
    /// Demands in the prompt: sentences, lines of lists, and words that bind (`must`, `only`, `exactly`, `at least` …).
    case constraints
    /// Steps of the completion: its lines and sentences.
    case steps
    /// The share of long words: letters in runs of nine or more over all letters in words.
    case longWords = "long-words"
    /// How little the text repeats itself: different runs of four characters over all of them.
    case variety
    /// How far the text can be compressed: `PhraseCount` of its first bytes.
    case compressionRatio = "compression-ratio"
    /// The share of words that are rare among those of all instances: `WordCounts`.
    case rareWords = "rare-words"

    /// So many bytes of the prompt and as many of the completion are looked at, where a text is compressed.
    private static let maxBytes = 32 << 10

    /// What is counted, in one line.
    package var summary: String {
        switch self {
        case .length: "characters of prompt and completion"
        case .promptLength: "characters of the prompt"
        case .completionLength: "characters of the completion"
        case .constraints:
            "sentences and list lines of the prompt, and its words that bind (must, only, exactly, without …)"
        case .steps: "lines and sentences of the completion"
        case .longWords: "the share of letters that stand in words of nine letters or more"
        case .variety: "different runs of four characters over all of them: low where a text repeats itself"
        case .compressionRatio:
            "c log2 c / 8n for n bytes in c phrases (Ziv and Lempel 1978): high where little comes again; of prompt and completion "
                + "32 KiB each; below some 20 bytes always low; texts in different scripts cannot be compared"
        case .rareWords:
            "the share of words that occur once in all lines, or at most once in 100,000 words; misspelt words and names are "
                + "rare, too; without meaning where no spaces part words"
        }
    }

    /// - Parameter counts: of the words of all instances; asked by `rareWords` only.
    package func score(prompt: String, completion: String, among counts: WordCounts = WordCounts()) -> Double {
        switch self {
        case .length: Double(prompt.unicodeScalars.count + completion.unicodeScalars.count)
        case .promptLength: Double(prompt.unicodeScalars.count)
        case .completionLength: Double(completion.unicodeScalars.count)
        case .constraints: Double(Self.sentences(prompt) + Self.bindingWords(prompt))
        case .steps: Double(Self.sentences(completion))
        case .longWords: Self.shareOfLongWords(prompt + " " + completion)
        case .variety: Self.variety(prompt + "\n" + completion)
        case .compressionRatio:
            PhraseCount.ratio(
                of: prompt.utf8.prefix(Self.maxBytes) + [UInt8(ascii: "\n")] + completion.utf8.prefix(Self.maxBytes))
        case .rareWords: counts.rareShare(of: WordCounts.words(prompt: prompt, completion: completion))
        }
    }

    /// Sentences and lines: places where one ends.
    private static func sentences(_ text: String) -> Int {
        var count = 0
        var isOpen = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case ".", "!", "?", "\n", "。", "！", "？", ";":
                if isOpen { count += 1 }
                isOpen = false
            default: if scalar.properties.isAlphabetic || scalar.properties.numericType != nil { isOpen = true }
            }
        }
        return count + (isOpen ? 1 : 0)
    }

    private static let binding: Set<String> = [
        "must", "should", "only", "exactly", "without", "least", "most", "not", "never", "always", "each", "every",
        "then",
        "between", "before", "after", "except", "unless", "format", "include", "avoid", "ensure",
    ]

    private static func bindingWords(_ text: String) -> Int { words(text).filter { binding.contains($0) }.count }

    /// Runs of letters, in lower case.
    static func words(_ text: String) -> [String] { text.lowercased().split { !$0.isLetter }.map(String.init) }

    private static func shareOfLongWords(_ text: String) -> Double {
        var (all, long) = (0, 0)
        for word in text.split(whereSeparator: { !$0.isLetter }) {
            all += word.count
            if word.count >= 9 { long += word.count }
        }
        return all > 0 ? Double(long) / Double(all) : 0
    }

    private static func variety(_ text: String) -> Double {
        let scalars = text.unicodeScalars.map(\.value)
        guard scalars.count >= 4 else { return 1 }
        var runs: Set<SIMD4<UInt32>> = []
        for index in 0...scalars.count - 4 {
            runs.insert(SIMD4(scalars[index], scalars[index + 1], scalars[index + 2], scalars[index + 3]))
        }
        return Double(runs.count) / Double(scalars.count - 3)
    }
}

/// How far texts can be compressed, by the phrases of Ziv and Lempel's parsing.
///
/// Source: Ziv and Lempel 1978, "Compression of Individual Sequences via Variable-Rate Coding": a text of n letters out of an
/// alphabet of a is divided, from left to right, into phrases, each the shortest one that was not there before. With c phrases, the
/// ratio of the compressed to the plain text is c log c / (n log a), beside terms that vanish as n grows. Letters here are bytes,
/// so that a is 256, and log a is 8 binary digits.
///
/// The terms left off (a byte's own eight digits for every phrase, among others) outweigh the rest in short texts, and would make the
/// ratio one of length: without them, English texts of 20 and of 10,000 bytes have the same mean, 0.41 to 0.43.
enum PhraseCount {
    /// The phrases of a text; the last one, which may have been there before, counts too.
    static func phrases(of bytes: [UInt8]) -> Int {
        // A phrase is an earlier one, by its number from 1 (0: the empty one), with a byte behind it.
        var numbers: [UInt32: UInt32] = [:]
        var count: UInt32 = 0
        var prefix: UInt32 = 0
        for byte in bytes {
            let phrase = prefix << 8 | UInt32(byte)
            if let known = numbers[phrase] {
                prefix = known
            } else {
                count += 1
                numbers[phrase] = count
                prefix = 0
            }
        }
        return Int(count) + (prefix > 0 ? 1 : 0)
    }

    /// c log2 c / 8n, for c phrases in n bytes; 0 for a text of one byte or none. To six decimals, so that no machine's logarithm makes
    /// another score.
    static func ratio(of bytes: [UInt8]) -> Double {
        let count = Double(phrases(of: bytes))
        return count > 1 ? (count * binaryLogarithm(count) / (8 * Double(bytes.count)) * 1e6).rounded() / 1e6 : 0
    }
}
