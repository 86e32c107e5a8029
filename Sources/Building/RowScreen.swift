import Mixing

/// Tells by the bytes of a record, before it is decoded, whether its row can matter for a dataset of which only some rows are
/// taken. Serves where those bytes are the row's identity.
struct RowScreen: Sendable {
    /// What is done with a record.
    enum Use {
        /// It is decoded and handled.
        case row
        /// The same, but nothing is told of it if it is wrong: it was looked at only as a demonstration.
        case trial
        /// Nothing.
        case none
    }

    let keying: Keying
    /// The hashes for selection with which rows are wanted.
    var selection: ClosedRange<UInt64>
    /// The greatest hash for the pool with which rows may be demonstrations; nil: none of them may.
    var pool: UInt64?

    /// What is to be done with a record.
    func use(of record: UnsafeRawBufferPointer) -> Use { use(ofKey: Keying.recordKey(identity: record)) }

    /// What is to be done with the record of a key.
    func use(ofKey key: RecordKey) -> Use {
        if selection.contains(keying.hash(.selection, key)) { return .row }
        guard let pool, keying.hash(.pool, key) <= pool else { return .none }
        return .trial
    }

    /// The screen that wants all the rows that this one has not wanted; nil if there are none.
    var others: RowScreen? {
        guard selection.upperBound < .max else { return nil }
        return RowScreen(keying: keying, selection: selection.upperBound + 1...UInt64.max, pool: nil)
    }
}
