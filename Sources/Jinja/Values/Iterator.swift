/// Something that is run through once: what `map`, `select` and their like return, `zip`, `reversed`.
///
/// The filters' iterators make each item when it is asked for, as Python's generators do, so that what nobody asks for
/// cannot fail.
final class Iterator: Object {
    /// Makes the next item from a cursor over the source and the filter's arguments, or nil at the end. It keeps no
    /// values of its own, since those must be found when iterators that hold one another are taken apart.
    typealias Step = (inout Cursor, inout CallArguments, Machine) throws(JinjaError) -> Value?

    private var cursor: Cursor
    private var arguments = CallArguments()
    private let step: Step?
    private let name: String
    /// How many iterators feed one another here; generators of generators nest calls.
    private let depth: Int

    /// An iterator over items that are there already.
    init(_ items: ContiguousArray<Value>, name: String = "generator") {
        cursor = Cursor(items)
        step = nil
        self.name = name
        depth = 1
    }

    /// An iterator that makes its items out of those of a source.
    ///
    /// - Parameter source: looked at when the first item is asked for.
    init(
        over source: Value, _ arguments: CallArguments = CallArguments(), _ step: @escaping Step
    ) throws(JinjaError) {
        cursor = Cursor(source)
        (self.arguments, self.step) = (arguments, step)
        name = "generator"
        if case .object(let inner as Iterator) = source { depth = inner.depth + 1 } else { depth = 1 }
        if depth > Self.depthLimit {
            throw JinjaError(.recursionLimit, "more than \(Self.depthLimit) filters feed one another")
        }
    }

    private static let depthLimit = 200

    override var typeName: String { name }
    override var text: String { "<\(name) object>" }

    func next(_ machine: Machine) throws(JinjaError) -> Value? {
        guard let step else { return try cursor.next(machine) }
        try machine.step()
        return try step(&cursor, &arguments, machine)
    }

    /// Everything not yet taken; nothing is left afterwards.
    func rest(_ machine: Machine) throws(JinjaError) -> ContiguousArray<Value> {
        guard step != nil else { return cursor.takeRest() }
        var result = ContiguousArray<Value>()
        while let value = try next(machine) {
            try machine.charge(MemoryLayout<Value>.stride)
            result.append(value)
        }
        return result
    }

    override func takeNested() -> ContiguousArray<Value> {
        var result = cursor.takeAll()
        result.append(contentsOf: arguments.positional)
        result.append(contentsOf: arguments.keywords.map(\.value))
        arguments = CallArguments()
        return result
    }

    deinit { releaseNested(takeNested()) }
}

/// A place in the items of a value.
struct Cursor {
    private var source: Value
    private var items: ContiguousArray<Value> = []
    private var position = 0
    private var hasStarted = false
    private var putBackItem: Value?

    init(_ source: Value) { self.source = source }

    init(_ items: ContiguousArray<Value>) {
        source = .none
        self.items = items
        hasStarted = true
    }

    /// Whether there is anything to run over, as Jinja's filters ask before they begin; asked once.
    mutating func isTrueAtStart(_ machine: Machine) throws(JinjaError) -> Bool {
        hasStarted ? true : try machine.isTrue(source)
    }

    mutating func next(_ machine: Machine) throws(JinjaError) -> Value? {
        if let item = putBackItem {
            putBackItem = nil
            return item
        }
        if !hasStarted {
            hasStarted = true
            if case .object(is Iterator) = source {} else { items = try machine.iterate(source) }
        }
        if case .object(let iterator as Iterator) = source { return try iterator.next(machine) }
        guard position < items.count else { return nil }
        position += 1
        return items[position - 1]
    }

    /// Runs through to the end; returns how many items there are to take again.
    mutating func drain(_ machine: Machine) throws(JinjaError) -> Int {
        var all = ContiguousArray<Value>()
        while let item = try next(machine) {
            try machine.charge(MemoryLayout<Value>.stride)
            all.append(item)
        }
        self = Cursor(all)
        return all.count
    }

    /// Puts an item back, which comes next again.
    mutating func putBack(_ item: Value) { putBackItem = item }

    /// The items not yet taken of a cursor over plain items.
    mutating func takeRest() -> ContiguousArray<Value> {
        defer { position = items.count }
        return position == 0 ? items : ContiguousArray(items[position...])
    }

    mutating func takeAll() -> ContiguousArray<Value> {
        var result: ContiguousArray<Value> = []
        swap(&result, &items)
        position = 0
        result.append(source)
        source = .none
        if let putBackItem { result.append(putBackItem) }
        putBackItem = nil
        return result
    }
}
