import Reports

/// Counts instances that are equal in prompt and completion, in bounded memory: of many texts it follows only those whose hashes
/// lie below a bound, which sinks as they come. Which ones are followed in the end depends on the texts alone, not on their order.
package final class DuplicateCounter {
    private let splits: [String]
    private let limit: Int
    // Without checks of exclusive access, as it is asked for every instance, by one thread at a time.
    /// The hashes of texts, each at its slot or behind it where others are there already; 0 where there is none. A power of two.
    @exclusivity(unchecked) private var hashes: [UInt64]
    /// By slot, then by split.
    @exclusivity(unchecked) private var counts: [UInt32]
    @exclusivity(unchecked) private var texts = 0
    /// Hashes shifted right by so many bits must be 0.
    @exclusivity(unchecked) private var bits = 0
    /// What hashes are multiplied by to find their slots; odd. Another one in each run, so that no texts can be made up that all
    /// want the same slot.
    private let factor = UInt64.random(in: 0...UInt64.max) | 1

    /// - Parameter limit: how many texts are followed at most.
    init(splits: [String], limit: Int = 1 << 18) {
        (self.splits, self.limit) = (splits, limit)
        let slots = 1 << 10
        hashes = Array(repeating: 0, count: slots)
        counts = Array(repeating: 0, count: slots * splits.count)
    }

    /// - Parameter content: XXH3 of its prompt and completion; 0 counts as 1.
    func add(_ content: UInt64, split: Int) {
        let content = max(content, 1)
        guard isFollowed(content) else { return }
        var slot = slot(of: content)
        if hashes[slot] == 0 {
            if texts == limit {
                repeat { bits += 1 } while bits < 63 && hashes.allSatisfy { $0 == 0 || isFollowed($0) }
                rebuild(slots: hashes.count)
                guard isFollowed(content) else { return }
            } else if texts * 2 >= hashes.count {
                rebuild(slots: hashes.count * 2)
            }
            slot = self.slot(of: content)
            hashes[slot] = content
            texts += 1
        }
        counts[slot * splits.count + split] += 1
    }

    private func isFollowed(_ content: UInt64) -> Bool { bits == 0 || content >> (64 - UInt64(bits)) == 0 }

    /// Where a text stands, or would stand.
    private func slot(of content: UInt64) -> Int {
        var slot = Int((content &* factor) >> UInt64(64 - hashes.count.trailingZeroBitCount))
        while hashes[slot] != 0, hashes[slot] != content { slot = (slot + 1) & (hashes.count - 1) }
        return slot
    }

    /// Rebuilds the table from the texts that are followed.
    private func rebuild(slots: Int) {
        let (oldHashes, oldCounts) = (hashes, counts)
        hashes = Array(repeating: 0, count: slots)
        counts = Array(repeating: 0, count: slots * splits.count)
        texts = 0
        for (old, content) in oldHashes.enumerated() where content != 0 && isFollowed(content) {
            let new = slot(of: content)
            hashes[new] = content
            for split in splits.indices { counts[new * splits.count + split] = oldCounts[old * splits.count + split] }
            texts += 1
        }
    }

    /// What was found, raised to all texts where not all were followed.
    var result: DuplicateCounts {
        var within = Array(repeating: 0, count: splits.count)
        var across: [[Int]] = Array(repeating: Array(repeating: 0, count: splits.count), count: splits.count)
        for slot in hashes.indices where hashes[slot] != 0 {
            for one in splits.indices {
                let count = Int(counts[slot * splits.count + one])
                guard count > 0 else { continue }
                within[one] += count - 1
                for other in splits.indices where other > one && counts[slot * splits.count + other] > 0 {
                    across[one][other] += 1
                }
            }
        }
        let factor = 1 << bits
        var pairs: [DuplicateCounts.Pair] = []
        for one in splits.indices {
            for other in splits.indices where other > one {
                pairs.append(.init(splits: [splits[one], splits[other]], count: across[one][other] * factor))
            }
        }
        return DuplicateCounts(
            within: splits.enumerated().map { NamedCount(name: $1, count: within[$0] * factor) }, across: pairs,
            fraction: 1 / Double(factor))
    }
}
