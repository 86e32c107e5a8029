/// A running loop, and what templates see of it as `loop`.
final class LoopObject: Object {
    /// The items; those of a list that the body changes follow it, as a Python loop does.
    @exclusivity(unchecked) var values: ContiguousArray<Value>
    /// The list or dictionary that is run over.
    @exclusivity(unchecked) private(set) var source: AnyObject?
    /// Whether the dictionary that is run over has got other keys, which ends the loop with an error.
    @exclusivity(unchecked) var hasLostKeys = false
    /// The current position, from 0; -1 before the first item.
    @exclusivity(unchecked) var position = -1
    let depth: Int
    /// Items kept by a loop filter.
    @exclusivity(unchecked) var kept: ContiguousArray<Value> = []
    @exclusivity(unchecked) private var lastChanged: ContiguousArray<Value>?
    /// Calls the loop again on a deeper level.
    var recurse: ((Value, Machine) throws(JinjaError) -> Value)?

    /// - Parameter sequence: what the values are those of.
    init(_ values: ContiguousArray<Value>, of sequence: Value, depth: Int) {
        self.values = values
        switch sequence {
        case .list(let list): source = list
        case .dict(let dict): source = dict
        case .object(let view as DictView): source = view.dict
        default: break
        }
        self.depth = depth
    }

    override func takeNested() -> ContiguousArray<Value> {
        var result = taken(&values)
        result.append(contentsOf: taken(&kept))
        if let last = lastChanged { result.append(contentsOf: last) }
        lastChanged = nil
        source = nil
        return result
    }

    deinit {
        // Most loops run over plain values, which need no care.
        guard values.contains(where: { $0.holdsValues }) || !kept.isEmpty || lastChanged != nil else { return }
        releaseNested(takeNested())
    }

    override var typeName: String { "LoopContext" }
    override var text: String { "<LoopContext \(position + 1)/\(values.count)>" }
    override var count: Int? { values.count }
    override var isCallable: Bool { recurse != nil }

    func attribute(_ attribute: LoopAttribute) -> Value {
        switch attribute {
        case .index: .int(position + 1)
        case .index0: .int(position)
        case .first: .bool(position == 0)
        case .last: .bool(position == values.count - 1)
        case .revindex: .int(values.count - position)
        case .revindex0: .int(values.count - position - 1)
        case .length: .int(values.count)
        }
    }

    override func attribute(_ name: String, _ machine: Machine) throws(JinjaError) -> Value? {
        if let attribute = LoopAttribute(name) { return self.attribute(attribute) }
        switch name {
        case "depth": return .int(depth)
        case "depth0": return .int(depth - 1)
        case "previtem":
            guard position > 0 else {
                return .undefined(Undefined(hint: "there is no previous item", name: "previtem"))
            }
            return values[position - 1]
        case "nextitem":
            guard position + 1 < values.count else {
                return .undefined(Undefined(hint: "there is no next item", name: "nextitem"))
            }
            return values[position + 1]
        case "cycle":
            return .object(
                NativeFunction("cycle", of: self) { [unowned self] arguments, _ throws(JinjaError) in
                    guard !arguments.positional.isEmpty else { throw JinjaError(.type, "no items for cycling given") }
                    return arguments.positional[position % arguments.positional.count]
                })
        case "changed":
            return .object(
                NativeFunction("changed", of: self) { [unowned self] arguments, _ throws(JinjaError) in
                    if let last = lastChanged, try isEqual(.tuple(last), .tuple(arguments.positional)) {
                        return .bool(false)
                    }
                    lastChanged = arguments.positional
                    return .bool(true)
                })
        default: return nil
        }
    }

    override func call(_ arguments: CallArguments, _ machine: Machine) throws(JinjaError) -> Value {
        guard let recurse else {
            throw JinjaError(.type, "The loop must have the 'recursive' marker to be called recursively.")
        }
        guard arguments.positional.count == 1, arguments.keywords.isEmpty else {
            throw JinjaError(.type, "loop() takes one argument, the items of the next level")
        }
        return try recurse(arguments.positional[0], machine)
    }
}
