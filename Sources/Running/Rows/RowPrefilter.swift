import Mixing

/// Tells by the bytes of a record, before it is decoded, whether its row can matter for a dataset of which only some rows are
/// taken. Serves where those bytes are the row's identity.
package struct RowPrefilter: Sendable {
    /// What is done with a record.
    package enum Use {
        /// It is decoded and handled.
        case row
        /// The same, but nothing is told of it if it is wrong: it was looked at only as a demonstration.
        case trial
        case none
    }

    private let selectionHash: PurposeHasher
    private let poolHash: PurposeHasher
    /// The hashes for selection with which rows are wanted.
    package var selection: ClosedRange<UInt64>
    /// The greatest hash for the pool with which rows may be demonstrations; nil: none of them may.
    package var pool: UInt64?

    package init(hasher: RowHasher, selection: ClosedRange<UInt64>, pool: UInt64? = nil) {
        (selectionHash, poolHash) = (hasher.hashing(.selection), hasher.hashing(.pool))
        (self.selection, self.pool) = (selection, pool)
    }

    /// The hashes of the row of a key; the one for the pool is the greatest of all where no row may be a demonstration.
    @inline(__always)
    package func hashes(ofKey key: RecordKey) -> (selection: UInt64, pool: UInt64) {
        (selectionHash(key), pool == nil ? .max : poolHash(key))
    }

    func use(of record: UnsafeRawBufferPointer) -> Use { use(ofKey: RowHasher.recordKey(identity: record)) }

    package func use(ofKey key: RecordKey) -> Use {
        let hashes = hashes(ofKey: key)
        if selection.contains(hashes.selection) { return .row }
        guard let pool, hashes.pool <= pool else { return .none }
        return .trial
    }

    /// The screen that wants all the rows that this one has not wanted; nil if there are none.
    package var others: RowPrefilter? {
        guard selection.upperBound < .max else { return nil }
        var others = self
        (others.selection, others.pool) = (selection.upperBound + 1...UInt64.max, nil)
        return others
    }
}

/// A part of the records of a dataset, by the hashes of their bytes, so that several processes can read the same files and none does
/// another's work.
package struct RecordShard: Sendable {
    /// From 1.
    package let number: Int
    package let count: Int

    /// - Returns: nil unless 1 <= number <= count.
    package init?(_ number: Int, of count: Int) {
        guard number >= 1, number <= count else { return nil }
        (self.number, self.count) = (number, count)
    }

    func holds(_ record: UnsafeRawBufferPointer) -> Bool {
        Int(RowHasher.recordKey(identity: record) % UInt64(count)) == number - 1
    }
}
