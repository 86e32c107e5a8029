import JSON
import Mixing

/// The words of a target, which are looked for in texts. Reused from target to target.
final class WantedWords {
    private let words = LowerWords()
    /// Open addressing by XXH3: the first place of each word among the words, plus 1; 0 marks a free slot. Never more than half
    /// full.
    @exclusivity(unchecked) private var slots: [Int] = []
    /// How often each word is wanted, at its first place; 0 once it is found.
    @exclusivity(unchecked) private var counts: [Int] = []
    /// How many words are found, each as often as it is wanted.
    @exclusivity(unchecked) private var found = 0

    /// Whether half of the words are found; of none they are.
    var halfAreFound: Bool { found * 2 >= words.count }

    /// Wants the words of a text, UTF-8.
    func load(_ target: UnsafeRawBufferPointer) {
        words.load(target)
        found = 0
        var size = 16
        while size < words.count * 2 { size *= 2 }
        slots.removeAll(keepingCapacity: true)
        slots.append(contentsOf: repeatElement(0, count: size))
        counts.removeAll(keepingCapacity: true)
        counts.append(contentsOf: repeatElement(0, count: words.count))
        for place in 0..<words.count {
            let slot = slot(of: words.run(from: place))
            if slots[slot] == 0 { slots[slot] = place + 1 }
            counts[slots[slot] - 1] += 1
        }
    }

    /// Where a word stands, or would stand.
    private func slot(of word: UnsafeRawBufferPointer) -> Int {
        var slot = Int(truncatingIfNeeded: XXH3.hash(word)) & (slots.count - 1)
        while slots[slot] != 0, !Self.areEqual(words.run(from: slots[slot] - 1), word) {
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    /// Looks for words among those that are wanted.
    ///
    /// - Returns: whether all of them are.
    func find(_ others: LowerWords) -> Bool {
        var areAllWanted = true
        for place in 0..<others.count {
            let position = slots[slot(of: others.run(from: place))] - 1
            if position < 0 {
                areAllWanted = false
            } else {
                found += counts[position]
                counts[position] = 0
            }
        }
        return areAllWanted
    }

    /// Whether words stand among the wanted ones in a row; in time of their lengths (Knuth, Morris and Pratt).
    func hold(_ others: LowerWords) -> Bool {
        let part = others.bytes
        // Of each beginning of the part: how long a beginning stands at its end, too.
        var repeated = [0]
        var length = 0
        func follow(_ byte: UInt8) {
            while length > 0, part[length] != byte { length = repeated[length - 1] }
            if part[length] == byte { length += 1 }
        }
        for byte in part.dropFirst() {
            follow(byte)
            repeated.append(length)
        }
        length = 0
        return words.bytes.contains { byte in
            follow(byte)
            return length == part.count
        }
    }

    static func areEqual(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        guard a.count == b.count, let start = a.baseAddress, let other = b.baseAddress else {
            return a.isEmpty && b.isEmpty
        }
        return sameBytes(start, other, a.count)
    }
}
