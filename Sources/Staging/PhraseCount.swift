import System

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
