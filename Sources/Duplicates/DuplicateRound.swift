import Mixing

/// Decides on rows one after the other: a row is left out if it is like one that stays.
struct DuplicateRound {
    struct Duplicate {
        var entry: Int
        /// The entry of the row that stays; the same where of several rows with one key only one stays.
        var of: Int
        var rows: Int
        /// How like they are, 0 ... 1; nil: equal.
        var score: Double?
    }

    private let set: ComparedSet
    private let within: Bool
    private var near: any NearDuplicateIndex
    /// By text the first entry that stays; -1: none.
    private var staying: [Int32]
    /// By text in its dataset, once that is decided: the entry because of which it is left out, or its own first one.
    private var decisions: [(of: Int, score: Double)?]

    /// - Parameter near: knows the texts of the set's datasets.
    init(_ set: ComparedSet, within: Bool, _ near: any NearDuplicateIndex) {
        (self.set, self.within, self.near) = (set, within, near)
        staying = Array(repeating: -1, count: set.texts.reduce(0) { max($0, Int($1.text) + 1) })
        decisions = Array(repeating: nil, count: set.texts.count)
        firsts = Array(repeating: -1, count: set.texts.count)
    }

    /// By text in its dataset the first entry.
    private var firsts: [Int32]

    /// Decides on all, in their order.
    ///
    /// - Parameter take: takes what is left out.
    mutating func decide<Failure: Error>(_ take: (Duplicate) throws(Failure) -> Void) throws(Failure) {
        for index in set.entries.indices {
            let entry = set.entries[index]
            let copies = Int(entry.copies)
            let (text, dataset) = set.texts[Int(entry.text)]
            let isFirst = firsts[Int(entry.text)] < 0
            if isFirst { firsts[Int(entry.text)] = Int32(index) }
            let equal = Int(staying[Int(text)])
            if equal >= 0, within || set.entries[equal].dataset != dataset {
                try take(Duplicate(entry: index, of: equal, rows: copies, score: nil))
                continue
            }
            if equal < 0 {
                if isFirst, let found = near.near(Int(entry.text)) {
                    decisions[Int(entry.text)] = (Int(firsts[found.text]), found.score)
                }
                if let decision = decisions[Int(entry.text)] {
                    try take(Duplicate(entry: index, of: decision.of, rows: copies, score: decision.score))
                    continue
                }
                staying[Int(text)] = Int32(index)
                near.stay(Int(entry.text))
            }
            if within, copies > 1 { try take(Duplicate(entry: index, of: index, rows: copies - 1, score: nil)) }
        }
    }
}
