import Mixing

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

    /// Whether a record belongs to it.
    func holds(_ record: UnsafeRawBufferPointer) -> Bool {
        Int(RowHasher.recordKey(identity: record) % UInt64(count)) == number - 1
    }
}
