/// The machine's operands: values in raw memory, moved in and out without counting references.
struct ValueStack {
    private var base: UnsafeMutablePointer<Value>
    private var capacity: Int
    /// How many values there are.
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
    mutating func append(_ value: consuming Value) {
        if count == capacity { grow() }
        (base + count).initialize(to: value)
        count &+= 1
    }

    /// Takes the top value. The code that the generator makes never takes more than it has put there.
    @inline(__always)
    mutating func removeLast() -> Value {
        assert(count > 0)
        count &-= 1
        return (base + count).move()
    }

    /// Takes the top values, the lowest first.
    @inline(__always)
    mutating func removeLast(_ wanted: Int) -> ContiguousArray<Value> {
        if wanted == 0 { return [] }
        assert(count >= wanted)
        count &-= wanted
        return ContiguousArray(unsafeUninitializedCapacity: wanted) { buffer, initialized in
            buffer.baseAddress!.moveInitialize(from: base + count, count: wanted)
            initialized = wanted
        }
    }

    /// The top value, which stays.
    @inline(__always)
    var top: Value { base[count &- 1] }

    mutating func removeAll() {
        base.deinitialize(count: count)
        count = 0
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<Value>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
        capacity *= 2
    }
}
