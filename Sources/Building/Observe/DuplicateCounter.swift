import Reports

/// Counts instances that are equal in prompt and completion, in bounded memory: of many texts it follows only those whose hashes
/// lie below a bound, which sinks as they come. Which ones are followed in the end depends on the texts alone, not on their order.
package final class DuplicateCounter {
    private let splits: [String]
    private let limit: Int
    // Without checks of exclusive access, as it is asked for every instance, by one thread at a time.
    /// Where the counts of a text begin, by its hash.
    @exclusivity(unchecked) private var places: [UInt64: Int] = [:]
    /// By text, then by split.
    @exclusivity(unchecked) private var counts: [UInt32] = []
    /// Hashes shifted right by so many bits must be 0.
    @exclusivity(unchecked) private var bits = 0

    /// - Parameter limit: how many texts are followed at most.
    init(splits: [String], limit: Int = 1 << 18) { (self.splits, self.limit) = (splits, limit) }

    /// - Parameter content: XXH3 of its prompt and completion.
    func add(_ content: UInt64, split: Int) {
        guard isFollowed(content) else { return }
        if let place = places[content] {
            counts[place + split] += 1
            return
        }
        if places.count == limit {
            sink()
            guard isFollowed(content) else { return }
        }
        places[content] = counts.count
        counts += repeatElement(0, count: splits.count)
        counts[counts.count - splits.count + split] = 1
    }

    private func isFollowed(_ content: UInt64) -> Bool { bits == 0 || content >> (64 - UInt64(bits)) == 0 }

    /// Gives up the upper half of what may be followed, until there is room.
    private func sink() {
        var kept: [UInt64: Int] = [:]
        var keptCounts: [UInt32] = []
        repeat { bits += 1 } while places.keys.allSatisfy(isFollowed) && bits < 63
        for (content, place) in places where isFollowed(content) {
            kept[content] = keptCounts.count
            keptCounts += counts[place..<place + splits.count]
        }
        (places, counts) = (kept, keptCounts)
    }

    /// What was found, raised to all texts where not all were followed.
    var result: DuplicateCounts {
        var within = Array(repeating: 0, count: splits.count)
        var across: [[Int]] = Array(repeating: Array(repeating: 0, count: splits.count), count: splits.count)
        for place in places.values {
            let present = splits.indices.filter { counts[place + $0] > 0 }
            for split in present { within[split] += Int(counts[place + split]) - 1 }
            for (index, one) in present.enumerated() {
                for other in present[(index + 1)...] { across[one][other] += 1 }
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
