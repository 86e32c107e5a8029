import JSON

/// The keys of the last row in which all differed: rows mostly have the same keys in the same order, and comparing
/// with those is cheaper than looking for equal ones.
struct KnownKeys {
    private let text = ByteBuffer()
    private var ranges: [Range<Int>] = []

    /// Whether a row's keys are the known ones in the known order.
    func match(_ fields: JSONFields, in row: UnsafeRawBufferPointer) -> Bool {
        guard fields.count == ranges.count else { return false }
        let known = text.bytes
        for (field, range) in zip(fields, ranges)
        where !EqualKeys.equal(
            UnsafeRawBufferPointer(rebasing: row[field.key]), UnsafeRawBufferPointer(rebasing: known[range]))
        {
            return false
        }
        return true
    }

    /// Takes a row's keys as the known ones; none of them has escapes, no two are equal.
    mutating func remember(_ fields: JSONFields, in row: UnsafeRawBufferPointer) {
        text.removeAll()
        ranges.removeAll(keepingCapacity: true)
        for field in fields {
            let start = text.count
            text.append(UnsafeRawBufferPointer(rebasing: row[field.key]))
            ranges.append(start..<text.count)
        }
    }
}
