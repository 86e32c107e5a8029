/// Tells new hashes from those met before, up to a number of them; beyond, it gives up and lets its memory go.
///
/// A table with open addressing that is at most half full: eight bytes for each of its places.
struct DistinctHashes: Sendable {
    /// So many hashes are told apart.
    let limit: Int
    private(set) var count = 0
    /// Whether all hashes so far could be held.
    private(set) var isComplete = true

    /// Zero marks a free place.
    private var table: [UInt64] = []
    private var hasZero = false

    init(limit: Int) { self.limit = limit }

    /// Adds a hash; returns whether it was there before, or nil after giving up.
    mutating func insert(_ hash: UInt64) -> Bool? {
        guard isComplete else { return nil }
        if hash == 0 {
            if hasZero { return true }
            guard makeRoom() else { return nil }
            hasZero = true
            count += 1
            return false
        }
        if !table.isEmpty, table[place(of: hash)] == hash { return true }
        guard makeRoom() else { return nil }
        table[place(of: hash)] = hash
        count += 1
        return false
    }

    /// Where the hash stands, or the free place for it.
    private func place(of hash: UInt64) -> Int {
        let mask = table.count - 1
        // The hashes are evenly spread already.
        var place = Int(truncatingIfNeeded: hash) & mask
        while table[place] != 0, table[place] != hash { place = (place + 1) & mask }
        return place
    }

    private mutating func makeRoom() -> Bool {
        if count == limit {
            isComplete = false
            table = []
            return false
        }
        guard table.count < 2 * (count + 1) else { return true }
        let old = table
        table = Array(repeating: 0, count: max(64, old.count * 2))
        for hash in old where hash != 0 { table[place(of: hash)] = hash }
        return true
    }
}
