/// A stack of the machine: elements in raw memory, moved in and out without counting references.
struct RawStack<Element> {
    private var base: UnsafeMutablePointer<Element>
    private var capacity: Int
    private(set) var count = 0

    init() {
        capacity = 64
        base = .allocate(capacity: capacity)
    }

    /// Gives the memory back; the stack must not be used any more.
    func deallocate() {
        base.deinitialize(count: count)
        base.deallocate()
    }

    @inline(__always)
    mutating func append(_ value: consuming Element) {
        if count == capacity { grow() }
        (base + count).initialize(to: value)
        count &+= 1
    }

    /// Takes the top element. The code that the generator makes never takes more than it has put there.
    @inline(__always)
    mutating func removeLast() -> Element {
        assert(count > 0)
        count &-= 1
        return (base + count).move()
    }

    /// Takes the top elements, the lowest first.
    @inline(__always)
    mutating func removeLast(_ wanted: Int) -> ContiguousArray<Element> {
        if wanted == 0 { return [] }
        assert(count >= wanted)
        count &-= wanted
        return ContiguousArray(unsafeUninitializedCapacity: wanted) { buffer, initialized in
            buffer.baseAddress!.moveInitialize(from: base + count, count: wanted)
            initialized = wanted
        }
    }

    @inline(__always)
    mutating func drop() { _ = removeLast() }

    /// The top element, which stays.
    @inline(__always)
    var top: Element {
        @inline(__always) unsafeAddress { UnsafePointer(base + (count &- 1)) }
        @inline(__always) nonmutating unsafeMutableAddress { base + (count &- 1) }
    }

    /// An element counted from the top, which is 0; it stays.
    @inline(__always)
    subscript(fromTop depth: Int) -> Element {
        @inline(__always) unsafeAddress { UnsafePointer(base + (count &- 1 &- depth)) }
    }

    /// All elements, the lowest first.
    var elements: UnsafeMutableBufferPointer<Element> { UnsafeMutableBufferPointer(start: base, count: count) }

    mutating func removeAll() {
        base.deinitialize(count: count)
        count = 0
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
        capacity *= 2
    }
}
