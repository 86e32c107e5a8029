/// Measures longest common subsequences of one text with many others, 64 tokens at a time.
///
/// A row of the usual table is held as a bit vector V whose zeros are the places where the length grows; for each token of
/// the other text, with the mask M of its places in the first one: V = (V + (V & M)) | (V & ~M). The zeros at the end are
/// the length (Crochemore et al. 2001; Hyyrö 2004).
struct CommonSubsequence {
    /// Where a token's masks begin; -1 of tokens that the text lacks.
    private var slots: [Int32]
    private var masks: [UInt64] = []
    private var row: [UInt64] = []
    private var text: [Int32] = []

    /// - Parameter tokens: how many different tokens there are.
    init(tokens: Int) { slots = Array(repeating: -1, count: tokens) }

    /// Takes the text that others are measured with.
    mutating func prepare(_ text: ArraySlice<Int32>) {
        for token in self.text { slots[Int(token)] = -1 }
        self.text = Array(text)
        let words = (text.count + 63) / 64
        masks.removeAll(keepingCapacity: true)
        row = Array(repeating: 0, count: words)
        for (place, token) in self.text.enumerated() {
            if slots[Int(token)] < 0 {
                slots[Int(token)] = Int32(masks.count)
                for _ in 0..<words { masks.append(0) }
            }
            masks[Int(slots[Int(token)]) + place >> 6] |= 1 << UInt64(place & 63)
        }
    }

    /// The length of the longest subsequence that the text has in common with another one.
    mutating func length(with other: ArraySlice<Int32>) -> Int {
        for word in row.indices { row[word] = ~0 }
        for token in other {
            let slot = Int(slots[Int(token)])
            guard slot >= 0 else { continue }
            var carry: UInt64 = 0
            for word in row.indices {
                let (old, mask) = (row[word], masks[slot + word])
                let (part, first) = old.addingReportingOverflow(old & mask)
                let (sum, second) = part.addingReportingOverflow(carry)
                carry = first || second ? 1 : 0
                row[word] = sum | old & ~mask
            }
        }
        return row.reduce(0) { $0 + (~$1).nonzeroBitCount }
    }
}
