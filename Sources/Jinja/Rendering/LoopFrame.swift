/// A running loop. Most loops need no more than this; a `LoopObject` stands beside it where the body does more with `loop`
/// than read its plain attributes.
struct LoopFrame {
    /// The items; those of a list that the body changes follow it, as a Python loop does.
    private(set) var values: ContiguousArray<Value>
    /// The current position, from 0; -1 before the first item.
    private(set) var position = -1
    /// The list or dictionary that is run over.
    let source: AnyObject?
    /// Whether the dictionary that is run over has got other keys, which ends the loop with an error.
    private(set) var hasLostKeys = false
    /// Items kept by a loop filter.
    var kept: ContiguousArray<Value> = []
    /// What the body sees as `loop`.
    let object: LoopObject?

    /// - Parameter sequence: what the values are those of.
    init(_ values: ContiguousArray<Value>, of sequence: Value, object: LoopObject?) {
        self.values = values
        source =
            switch sequence {
            case .list(let list): list
            case .dict(let dict): dict
            case .object(let view as DictView): view.dict
            default: nil
            }
        self.object = object
    }

    /// Moves to the next item.
    ///
    /// - Returns: whether there is one.
    @inline(__always)
    mutating func advance() -> Bool {
        position &+= 1
        if let object { object.position = position }
        return position < values.count
    }

    @inline(__always)
    var item: Value { values[position] }

    @inline(__always)
    func attribute(_ attribute: LoopAttribute) -> Value { attribute.value(at: position, of: values.count) }

    /// Takes other items for those of a list that has changed.
    mutating func follow(_ values: ContiguousArray<Value>) {
        self.values = values
        object?.values = values
    }

    /// Ends the loop: the dictionary has changed.
    mutating func loseKeys() {
        hasLostKeys = true
        follow([])
    }

    /// Takes nested values apart without recursion, once the loop is over.
    mutating func release() {
        // Most loops run over plain values, which need no care.
        guard values.contains(where: { $0.holdsValues }) else { return }
        releaseNested(taken(&values))
    }
}

extension LoopAttribute {
    /// The attribute's value in a loop over `count` items.
    @inline(__always)
    func value(at position: Int, of count: Int) -> Value {
        switch self {
        case .index: .int(position + 1)
        case .index0: .int(position)
        case .first: .bool(position == 0)
        case .last: .bool(position == count - 1)
        case .revindex: .int(count - position)
        case .revindex0: .int(count - position - 1)
        case .length: .int(count)
        }
    }
}
