import JSON

/// The words of a text, its runs of letters and digits, in lower case. Reused from text to text.
///
/// They stand in one run of bytes with a space before and behind each, so that a run of words is a run of bytes. Words are
/// equal if their bytes are: a letter of several scalars is another one than the single scalar that Unicode calls equivalent,
/// as in Korean syllables and their parts. (An accent that is a scalar of its own divides words, being no letter.)
final class LowerWords {
    private let text = ByteBuffer()
    /// Where the spaces stand in the text; one more than there are words.
    @exclusivity(unchecked) private var spaces: [Int] = []

    private enum Kind: UInt8 {
        /// Not asked for yet.
        case unknown
        /// Stands in words as it is.
        case lower
        case divider
        /// Has another lower case.
        case changing
    }

    /// What Unicode says of scalars below U+10000, as far as some text had them: to look it up costs more than all else. Empty
    /// while texts are ASCII, then 64 KiB.
    @exclusivity(unchecked) private var kinds: [Kind] = []

    var count: Int { spaces.count - 1 }

    /// All words, with a space before and behind each.
    var bytes: UnsafeRawBufferPointer { text.bytes }

    /// So many words from one on, with single spaces between them; valid until the next text is taken.
    ///
    /// - Parameter length: at least 1.
    func run(from start: Int, of length: Int = 1) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: text.bytes[spaces[start] + 1..<spaces[start + length]])
    }

    init() { begin() }

    private func begin() {
        text.removeAll()
        spaces.removeAll(keepingCapacity: true)
        divide()
    }

    /// Takes the words of a text, UTF-8, in the place of those before.
    func load(_ source: UnsafeRawBufferPointer) {
        begin()
        var index = 0
        while index < source.count {
            let byte = source[index]
            if byte >= 0x80 {
                let end = source[index...].firstIndex { $0 < 0x80 } ?? source.count
                takeBeyondASCII(UnsafeRawBufferPointer(rebasing: source[index..<end]))
                index = end
            } else {
                // Lower letters and digits have this bit already.
                if Self.isWordByte(byte) { text.append(byte | 0x20) } else { divideOnce() }
                index += 1
            }
        }
        divideOnce()
    }

    private func takeBeyondASCII(_ source: UnsafeRawBufferPointer) {
        for scalar in String(decoding: source, as: UTF8.self).unicodeScalars {
            switch kind(of: scalar) {
            case .lower: append(scalar)
            case .divider: divideOnce()
            case .changing, .unknown:
                // The lower case of a scalar does not depend on those around it; it may be several, and some of them divide.
                for lower in scalar.properties.lowercaseMapping.unicodeScalars {
                    if Self.isOfWord(lower) { append(lower) } else { divideOnce() }
                }
            }
        }
    }

    private func append(_ scalar: Unicode.Scalar) { for byte in UTF8.encode(scalar)! { text.append(byte) } }

    private func kind(of scalar: Unicode.Scalar) -> Kind {
        guard scalar.value < 0x10000 else { return .changing }
        if kinds.isEmpty { kinds = Array(repeating: .unknown, count: 0x10000) }
        let place = Int(scalar.value)
        if kinds[place] == .unknown {
            let isLower = scalar.properties.lowercaseMapping.unicodeScalars.elementsEqual([scalar])
            kinds[place] = !isLower ? .changing : Self.isOfWord(scalar) ? .lower : .divider
        }
        return kinds[place]
    }

    /// Ends a word, unless none has begun.
    @inline(__always)
    private func divideOnce() { if text.count - 1 > spaces[spaces.count - 1] { divide() } }

    private func divide() {
        spaces.append(text.count)
        text.append(UInt8(ascii: " "))
    }

    func load(_ source: String) {
        var source = source
        source.withUTF8 { load(UnsafeRawBufferPointer($0)) }
    }

    /// Whether there is a word in a text.
    static func stand(in text: String) -> Bool {
        text.utf8.contains(where: isWordByte) || text.lowercased().unicodeScalars.contains(where: isOfWord)
    }

    /// Whether an ASCII character is a letter or a digit.
    @inline(__always)
    private static func isWordByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
    }

    private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return isWordByte(UInt8(scalar.value)) }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}
