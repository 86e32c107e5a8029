/// Where a row or an instance stands among the others of its dataset, for choosing the first so many.
///
/// The second number breaks ties between rows of one key (repeated ids); rows equal in both are equal in content, and
/// it does not matter which of them is taken.
@usableFromInline
package struct SelectionKey: Comparable, Hashable, Sendable {
    /// The row's, or the instance's, hash for selection.
    package var primary: UInt64
    /// Tells contents of one key apart.
    package var tie: UInt64

    package init(primary: UInt64, tie: UInt64) { (self.primary, self.tie) = (primary, tie) }

    @usableFromInline
    package static func < (a: SelectionKey, b: SelectionKey) -> Bool {
        a.primary != b.primary ? a.primary < b.primary : a.tie < b.tie
    }
}

/// Which keys are taken: all below a threshold, and so many of those that equal it.
package struct SelectionThreshold: Sendable, Equatable {
    /// The greatest key that is taken; nil if none is.
    package var last: SelectionKey?
    /// How many of those that equal `last` are taken.
    package var lastCount: Int
    /// How many keys are taken in all.
    package var count = 0
    /// How many code points their instances have.
    package var characters = 0
    /// How much they are in the unit of the keys' limit.
    package var amount = 0

    package init(last: SelectionKey?, lastCount: Int) { (self.last, self.lastCount) = (last, lastCount) }
}

/// Keeps the smallest keys of all that are added, in memory for no more than a limit needs.
package struct SmallestKeys: Sendable {
    private struct Entry {
        var key: SelectionKey
        var size: InstanceSize
    }

    private var entries: [Entry] = []
    private let limit: Int
    private let unit: MixtureUnit
    /// How many entries are kept before the next cut.
    private var room = 1024

    /// - Parameters:
    ///   - limit: how much is kept; `Int.max` keeps all.
    ///   - unit: what the limit counts.
    package init(limit: Int, unit: MixtureUnit = .examples) { (self.limit, self.unit) = (limit, unit) }

    package mutating func add(_ key: SelectionKey, _ size: InstanceSize = InstanceSize()) {
        guard limit > 0 else { return }
        entries.append(Entry(key: key, size: size))
        // Twice what is kept before each cut: on the average, a key costs no more than a comparison or two.
        if limit < Int.max, entries.count >= room {
            cut()
            room = max(1024, 2 * entries.count)
        }
    }

    /// The keys that are kept, from the smallest, with the sizes of their instances.
    package var kept: [(key: SelectionKey, size: InstanceSize)] {
        var sorted = self
        sorted.cut()
        return sorted.entries.map { ($0.key, $0.size) }
    }

    package mutating func add(_ other: SmallestKeys) {
        for entry in other.entries { add(entry.key, entry.size) }
    }

    private mutating func cut() {
        entries.sort { $0.key < $1.key }
        var sum = 0
        guard limit < Int.max,
            let end = entries.firstIndex(where: { entry in
                defer { sum += entry.size.amount(in: unit) }
                return sum >= limit
            })
        else { return }
        entries.removeLast(entries.count - end)
    }

    /// The threshold under which keys lie whose instances amount to no more than so much, and as near to it as the next key
    /// allows.
    ///
    /// - Parameter amount: at most `limit`, and at most what was added.
    package mutating func threshold(for amount: Int) -> SelectionThreshold {
        cut()
        var result = SelectionThreshold(last: nil, lastCount: 0)
        var sum = 0
        for entry in entries {
            sum += entry.size.amount(in: unit)
            if sum > amount { break }
            result.lastCount = entry.key == result.last ? result.lastCount + 1 : 1
            result.last = entry.key
            result.count += 1
            result.characters += Int(entry.size.characters)
            result.amount = sum
        }
        return result
    }
}

/// Applies a threshold to keys as they come; must see each key once.
package struct Selector: Sendable {
    private let threshold: SelectionThreshold
    private var takenOfLast = 0

    package init(_ threshold: SelectionThreshold) { self.threshold = threshold }

    package mutating func takes(_ key: SelectionKey) -> Bool {
        guard let last = threshold.last else { return false }
        if key < last { return true }
        guard key == last, takenOfLast < threshold.lastCount else { return false }
        takenOfLast += 1
        return true
    }
}
