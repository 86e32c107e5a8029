/// Finds which texts share a run of so many tokens in a row.
///
/// Runs are found by hashes and compared token by token. Those that can be in one text only, as a count of hashes tells, are
/// never entered: of most texts, that is nearly all.
package struct RunIndex: Sendable {
    private let runs: TextRuns
    private let origins: [Int32]
    /// The runs that are there, by their hashes; open addressing.
    private var entries: [Entry]
    private var count = 0
    /// How often hashes came up, 0, 1 or more, two bits each, four in a byte.
    private var sightings: [UInt8]
    private let sightingBits: Int

    /// A run with the first text that has brought it.
    private struct Entry: Sendable {
        var hash: UInt64 = 0
        /// -1: there is none.
        var text: Int32 = -1
        /// Where it begins in that text.
        var place: Int32 = 0
    }

    /// An index without texts.
    ///
    /// - Parameters:
    ///   - tokens: of all texts.
    ///   - texts: where the tokens of each text stand.
    ///   - length: how many tokens a run has, at least 1.
    ///   - origins: where each text comes from; texts of one origin are not compared with one another. Empty: all are.
    package init(tokens: [Int32], texts: [Range<Int>], length: Int, origins: [Int32] = []) {
        runs = TextRuns(tokens: tokens, texts: texts, length: length)
        self.origins = origins
        entries = Array(repeating: Entry(), count: 1 << 10)
        let count = texts.reduce(0) { $0 + max(0, $1.count - length + 1) }
        // Eight places a run and more: one run in eight is taken for a repeated one by chance, at most.
        var bits = 4
        while 1 << bits < 8 * count { bits += 1 }
        sightingBits = bits
        sightings = Array(repeating: 0, count: 1 << (bits - 2))
        for text in texts.indices { note(text) }
    }

    private mutating func note(_ text: Int) {
        let (bits, runs) = (sightingBits, runs)
        sightings.withUnsafeMutableBufferPointer { sightings in
            runs.forEach(of: text) { hash, _ in
                let place = Int(hash >> UInt64(64 - bits))
                let shift = UInt8(place & 3) * 2
                let seen = sightings[place >> 2] >> shift & 3
                if seen < 2 { sightings[place >> 2] += 1 << shift }
            }
        }
    }

    /// Whether a run may stand twice in the texts.
    private func mayRepeat(_ hash: UInt64) -> Bool {
        let place = Int(hash >> UInt64(64 - sightingBits))
        return sightings[place >> 2] >> (UInt8(place & 3) * 2) & 3 == 2
    }

    /// Adds the runs of a text. A run that is there already stays that of the text which brought it.
    package mutating func insert(_ text: Int) {
        var found: [Entry] = []
        runs.forEach(of: text) { hash, place in
            if mayRepeat(hash) { found.append(Entry(hash: hash, text: Int32(text), place: Int32(place))) }
        }
        for entry in found {
            let slot = slot(of: entry.hash, entry.text, Int(entry.place))
            guard entries[slot].text < 0 else { continue }
            entries[slot] = entry
            count += 1
            if 4 * count > 3 * entries.count { grow() }
        }
    }

    /// The slot of a run, or the empty one in which it would stand.
    private func slot(of hash: UInt64, _ text: Int32, _ place: Int) -> Int {
        var slot = Int(truncatingIfNeeded: hash) & (entries.count - 1)
        while entries[slot].text >= 0 {
            if entries[slot].hash == hash,
                runs.isEqual(Int(entries[slot].text), Int(entries[slot].place), Int(text), place)
            {
                return slot
            }
            slot = (slot + 1) & (entries.count - 1)
        }
        return slot
    }

    private mutating func grow() {
        let old = entries
        entries = Array(repeating: Entry(), count: 2 * old.count)
        for entry in old where entry.text >= 0 {
            var slot = Int(truncatingIfNeeded: entry.hash) & (entries.count - 1)
            while entries[slot].text >= 0 { slot = (slot + 1) & (entries.count - 1) }
            entries[slot] = entry
        }
    }

    /// The text of another origin that has brought most of the runs which stand in a given one; of several the one that was added
    /// first, as far as texts are added in their order. Nil if the text shares no run with any.
    package func best(for text: Int) -> SharedRuns? {
        var counts: [Int32: Int] = [:]
        var count = 0
        runs.forEach(of: text) { hash, place in
            count += 1
            guard mayRepeat(hash) else { return }
            let other = entries[slot(of: hash, Int32(text), place)].text
            guard other >= 0, origins.isEmpty || origins[Int(other)] != origins[text] else { return }
            counts[other, default: 0] += 1
        }
        let best = counts.min { a, b in a.value == b.value ? a.key < b.key : a.value > b.value }
        return best.map { SharedRuns(text: Int($0.key), shared: shared(text, with: Int($0.key)), runs: count) }
    }

    /// How many of a text's runs stand in another one, too.
    private func shared(_ text: Int, with other: Int) -> Int {
        var known: Set<UInt64> = []
        runs.forEach(of: other) { hash, _ in known.insert(hash) }
        var count = 0
        runs.forEach(of: text) { hash, _ in if known.contains(hash) { count += 1 } }
        return count
    }
}

/// The runs of texts, with their hashes.
private struct TextRuns: Sendable {
    let tokens: [Int32]
    let texts: [Range<Int>]
    let length: Int

    /// Runs over the hashes and places of a text's runs.
    @inline(__always)
    func forEach(of text: Int, _ body: (_ hash: UInt64, _ place: Int) -> Void) {
        let range = texts[text]
        guard range.count >= length else { return }
        tokens.withUnsafeBufferPointer { tokens in
            // A polynomial of the tokens' numbers modulo 2^64; the first token of a run is taken off as the next one comes.
            var first: UInt64 = 1
            for _ in 1..<length { first &*= Self.factor }
            var hash: UInt64 = 0
            for place in range.lowerBound..<range.lowerBound + length - 1 {
                hash = hash &* Self.factor &+ Self.spread(tokens[place])
            }
            for place in range.lowerBound...range.upperBound - length {
                hash = hash &* Self.factor &+ Self.spread(tokens[place + length - 1])
                body(Self.avalanche(hash), place - range.lowerBound)
                hash &-= Self.spread(tokens[place]) &* first
            }
        }
    }

    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func spread(_ token: Int32) -> UInt64 { avalanche(UInt64(UInt32(bitPattern: token)) &+ 1) }

    /// SplitMix64's output function.
    @inline(__always)
    private static func avalanche(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Whether the runs at two places of texts are the same.
    func isEqual(_ text: Int, _ place: Int, _ other: Int, _ otherPlace: Int) -> Bool {
        let (a, b) = (texts[text].lowerBound + place, texts[other].lowerBound + otherPlace)
        return a == b || (0..<length).allSatisfy { tokens[a + $0] == tokens[b + $0] }
    }
}

/// The runs that a text shares with another one.
package struct SharedRuns: Sendable, Equatable {
    /// The position of the other text.
    package var text: Int
    /// How many of the text's runs stand in the other one.
    package var shared: Int
    /// How many runs the text has.
    package var runs: Int

    /// The share of the text's runs.
    package var score: Double { runs == 0 ? 0 : Double(shared) / Double(runs) }
}
