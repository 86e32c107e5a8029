/// Where the parts of an instance stand; a list that is filled anew for every row, and so keeps its memory.
final class PartRanges {
    private var base: UnsafeMutablePointer<Range<Int>>
    @exclusivity(unchecked) private var capacity = 8
    @exclusivity(unchecked) private(set) var count = 0

    init() { base = .allocate(capacity: capacity) }

    deinit { base.deallocate() }

    subscript(index: Int) -> Range<Int> {
        get {
            precondition(index >= 0 && index < count)
            return base[index]
        }
        set {
            precondition(index >= 0 && index < count)
            base[index] = newValue
        }
    }

    func removeAll() { count = 0 }

    @inline(__always)
    func append(_ range: Range<Int>) {
        if count == capacity { grow() }
        (base + count).initialize(to: range)
        count &+= 1
    }

    private func grow() {
        let grown = UnsafeMutablePointer<Range<Int>>.allocate(capacity: capacity * 2)
        grown.moveInitialize(from: base, count: count)
        base.deallocate()
        base = grown
        capacity *= 2
    }
}
