/// What templates see of a running loop as `loop`.
final class LoopObject: Object {
    /// The items; the frame keeps them up to date.
    @exclusivity(unchecked) var values: ContiguousArray<Value>
    /// The current position, from 0; -1 before the first item. The frame keeps it up to date.
    @exclusivity(unchecked) var position = -1
    private let depth: Int
    @exclusivity(unchecked) private var lastChanged: ContiguousArray<Value>?
    /// Calls the loop again on a deeper level.
    private let recurse: ((Value, Machine) throws(JinjaError) -> Value)?

    init(
        _ values: ContiguousArray<Value>, depth: Int, recurse: ((Value, Machine) throws(JinjaError) -> Value)?
    ) {
        (self.values, self.depth, self.recurse) = (values, depth, recurse)
    }

    override func takeNested() -> ContiguousArray<Value> {
        var result = taken(&values)
        if let last = lastChanged { result.append(contentsOf: last) }
        lastChanged = nil
        return result
    }

    deinit {
        // Most loops run over plain values, which need no care.
        guard values.contains(where: { $0.holdsValues }) || lastChanged != nil else { return }
        releaseNested(takeNested())
    }

    override var typeName: String { "LoopContext" }
    override var text: String { "<LoopContext \(position + 1)/\(values.count)>" }
    override var count: Int? { values.count }
    override var isCallable: Bool { recurse != nil }

    func attribute(_ attribute: LoopAttribute) -> Value { attribute.value(at: position, of: values.count) }

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
