import JSON

/// Of equal keys in an object, the last value wins at the first one's place.
enum DuplicateKeys {
    /// Up to so many keys are compared in pairs, which for the usual row is a few comparisons of lengths.
    private static let pairwise = 12

    /// Finds equal keys.
    ///
    /// - Parameters:
    ///   - count: how many keys there are.
    ///   - key: a key's bytes, in a form in which equal keys have equal bytes.
    /// - Returns: nil when all differ. Else for each index that of the member whose value stands there, or -1 where an
    ///   earlier key is equal.
    @inline(__always)
    static func resolve(count: Int, key: (Int) -> UnsafeRawBufferPointer) -> [Int]? {
        if count <= pairwise {
            for later in 0..<count {
                let laterKey = key(later)
                for earlier in 0..<later where equal(key(earlier), laterKey) {
                    return resolveByHash(count: count, key: key)
                }
            }
            return nil
        }
        return resolveByHash(count: count, key: key)
    }

    /// Linear in the keys' bytes, whatever they are: the hash is seeded anew in each process, and only tells equal
    /// from unequal, so that no output depends on it.
    @inline(never)
    private static func resolveByHash(count: Int, key: (Int) -> UnsafeRawBufferPointer) -> [Int]? {
        var slots = 16
        while slots < count * 2 { slots *= 2 }
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: slots) { table in
            table.initialize(repeating: -1)
            var sources: [Int]?
            for index in 0..<count {
                let bytes = key(index)
                var hasher = Hasher()
                hasher.combine(bytes: bytes)
                var slot = hasher.finalize() & (slots - 1)
                while table[slot] >= 0, !equal(key(Int(table[slot])), bytes) {
                    slot = (slot + 1) & (slots - 1)
                }
                if table[slot] < 0 {
                    table[slot] = Int32(truncatingIfNeeded: index)
                } else {
                    if sources == nil { sources = Array(0..<count) }
                    sources?[Int(table[slot])] = index
                    sources?[index] = -1
                }
            }
            return sources
        }
    }

    /// Whether two keys have the same bytes.
    @inline(__always)
    static func equal(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        a.count == b.count && (a.count == 0 || sameBytes(a.baseAddress!, b.baseAddress!, a.count))
    }
}
