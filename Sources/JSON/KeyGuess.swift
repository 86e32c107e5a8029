/// The keys of the last object in which all differed. Rows mostly have the same keys in the same order: to see that a known
/// key stands where it is expected costs less than to find its end, and then no two keys need be compared.
struct KeyGuess {
    private struct Key {
        /// The key's bytes with its quotes.
        var count: Int
        /// Where its words stand.
        var firstWord: Int
        /// Clears what lies behind the key in its last word.
        var lastMask: UInt64
    }

    /// All keys with their quotes, each begun at a new word and filled up with zeros.
    private var words: ContiguousArray<UInt64> = []
    private var keys: ContiguousArray<Key> = []

    private(set) var isASCII = true

    private static let maxKeys = 64
    private static let maxBytes = 256

    var count: Int { keys.count }

    /// The length of the key that is expected at a place in an object, with its quotes, if just that stands at a pointer.
    ///
    /// - Parameter readable: how many bytes may be read there.
    @inline(__always)
    func match(_ index: Int, at start: UnsafePointer<UInt8>, readable: Int) -> Int? {
        guard index < keys.count else { return nil }
        let key = keys[index]
        let last = (key.count - 1) >> 3
        guard last * 8 + 8 <= readable else { return nil }
        for word in 0..<last
        where UnsafeRawPointer(start + word * 8).loadUnaligned(as: UInt64.self) != words[key.firstWord + word] {
            return nil
        }
        let tail = UInt64(littleEndian: UnsafeRawPointer(start + last * 8).loadUnaligned(as: UInt64.self))
        return tail & key.lastMask == UInt64(littleEndian: words[key.firstWord + last]) ? key.count : nil
    }

    /// Takes the keys of an object as the known ones; none of them has escapes, no two are equal.
    mutating func remember(_ fields: JSONFields, in text: UnsafeRawBufferPointer) {
        words.removeAll(keepingCapacity: true)
        keys.removeAll(keepingCapacity: true)
        isASCII = true
        for field in fields.elements.prefix(Self.maxKeys) {
            let count = field.key.count + 2
            guard count <= Self.maxBytes else { break }
            let firstWord = words.count
            for start in stride(from: 0, to: count, by: 8) {
                var word: UInt64 = 0
                for index in start..<min(start + 8, count) {
                    word |= UInt64(text[field.key.lowerBound - 1 + index]) << UInt64((index - start) * 8)
                }
                if word & 0x8080_8080_8080_8080 != 0 { isASCII = false }
                words.append(word.littleEndian)
            }
            let used = UInt64((count - 1) & 7) + 1
            keys.append(Key(count: count, firstWord: firstWord, lastMask: used == 8 ? .max : 1 << (used * 8) - 1))
        }
    }
}
