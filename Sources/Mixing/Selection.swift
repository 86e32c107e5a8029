/// Where a row or an instance stands among the others of its dataset, for choosing the first so many.
///
/// The second number breaks ties between rows of one key (repeated ids); rows equal in both are equal in content, and
/// it does not matter which of them is taken.
public struct SelectionKey: Comparable, Hashable, Sendable {
    /// The row's, or the instance's, hash for selection.
    public var primary: UInt64
    /// Tells contents of one key apart.
    public var tie: UInt64

    /// A key; see the properties.
    public init(primary: UInt64, tie: UInt64) {
        self.primary = primary
        self.tie = tie
    }

    /// By the first number, then by the second.
    public static func < (a: SelectionKey, b: SelectionKey) -> Bool {
        a.primary != b.primary ? a.primary < b.primary : a.tie < b.tie
    }
}

/// Which keys are taken: all below a threshold, and so many of those that equal it.
public struct SelectionThreshold: Sendable, Equatable {
    /// The greatest key that is taken; nil if none is.
    public var last: SelectionKey?
    /// How many of those that equal `last` are taken.
    public var lastCount: Int

    /// - Parameter lastCount: how many keys equal to `last` are taken.
    public init(last: SelectionKey?, lastCount: Int) {
        self.last = last
        self.lastCount = lastCount
    }
}

/// Keeps the smallest keys of all that are added, in memory for at most `limit` of them.
public struct SmallestKeys: Sendable {
    private var keys: [SelectionKey] = []
    private let limit: Int

    /// - Parameter limit: how many keys are kept; `Int.max` keeps all.
    public init(limit: Int) {
        self.limit = limit
    }

    /// Adds a key.
    public mutating func add(_ key: SelectionKey) {
        guard limit > 0 else { return }
        keys.append(key)
        // Twice the limit before each cut: on the average, a key costs no more than a comparison or two.
        if limit < Int.max / 2, keys.count >= max(2 * limit, 1024) { cut() }
    }

    /// Adds all keys of another collection.
    public mutating func add(_ other: SmallestKeys) {
        for key in other.keys { add(key) }
    }

    private mutating func cut() {
        keys.sort()
        if keys.count > limit { keys.removeLast(keys.count - limit) }
    }

    /// The threshold under which exactly `count` keys lie.
    ///
    /// - Parameter count: at most `limit`, and at most the number of keys added.
    public mutating func threshold(for count: Int) -> SelectionThreshold {
        cut()
        guard count > 0, !keys.isEmpty else { return SelectionThreshold(last: nil, lastCount: 0) }
        let last = keys[min(count, keys.count) - 1]
        let first = keys.firstIndex(of: last)!
        return SelectionThreshold(last: last, lastCount: min(count, keys.count) - first)
    }
}

/// Applies a threshold to keys as they come; must see each key once.
public struct Selector: Sendable {
    private let threshold: SelectionThreshold
    private var takenOfLast = 0

    /// - Parameter threshold: which keys are taken.
    public init(_ threshold: SelectionThreshold) {
        self.threshold = threshold
    }

    /// Whether a key is taken.
    public mutating func takes(_ key: SelectionKey) -> Bool {
        guard let last = threshold.last else { return false }
        if key < last { return true }
        guard key == last, takenOfLast < threshold.lastCount else { return false }
        takenOfLast += 1
        return true
    }
}
