/// Filters on sequences and mappings.
let sequenceFilters: [LibraryFunction] = {
    let length = LibraryFunction("length") { machine, value, _ throws(JinjaError) in .int(try machine.length(value)) }
    let defaultFilter = LibraryFunction("default", ["default_value", "boolean"]) {
        machine, value, arguments throws(JinjaError) in
        if value.isUndefined || (arguments.flag(1) && !value.isTrue) { return arguments.given(0) ?? .string("") }
        return value
    }
    return [
        length, length.named("count"), defaultFilter, defaultFilter.named("d"),
        LibraryFunction("list") { machine, value, _ throws(JinjaError) in .list(try machine.iterate(value)) },
        LibraryFunction("first") { machine, value, _ throws(JinjaError) in
            if case .object(let iterator as Iterator) = value { return try iterator.next(machine) ?? noItem("first") }
            return try machine.iterate(value).first ?? noItem("first")
        },
        LibraryFunction("last") { machine, value, _ throws(JinjaError) in
            if case .object(let object) = value, object.count == nil {
                throw JinjaError(.type, "'\(value.typeName)' object is not reversible")
            }
            if case .markup(let text) = value, let last = text.unicodeScalars.last { return .markup(String(last)) }
            return try machine.iterate(value).last ?? noItem("last")
        },
        LibraryFunction("random") { machine, value, _ throws(JinjaError) in
            let items = try machine.iterate(value)
            return items.isEmpty ? noItem("random") : items[machine.drawIndex(below: items.count)]
        },
        LibraryFunction("join", ["d", "attribute"], joinFilter),
        LibraryFunction("reverse") { machine, value, _ throws(JinjaError) in
            if let text = value.asString {
                var view = String.UnicodeScalarView()
                view.append(contentsOf: text.unicodeScalars.reversed())
                return keepMarkup(value, String(view))
            }
            if value.asDouble != nil { throw JinjaError(.type, "argument must be iterable") }
            if case .object(let iterator as Iterator) = value {
                // What cannot be run through from its end becomes a list.
                return .list(ContiguousArray(try iterator.rest(machine).reversed()))
            }
            return .object(
                Iterator(ContiguousArray(try machine.iterate(value).reversed()), name: "list_reverseiterator"))
        },
        LibraryFunction("items") { machine, value, _ throws(JinjaError) in
            if value.isUndefined { return .object(Iterator([])) }
            guard case .dict(let dict) = value else {
                throw JinjaError(.type, "Can only get item pairs from a mapping.")
            }
            return .object(Iterator(DictView(dict, .items).all))
        },
        LibraryFunction("batch", ["linecount", "fill_with"], required: 1, batchFilter),
        LibraryFunction("slice", ["slices", "fill_with"], required: 1, sliceFilter),
        LibraryFunction("sort", ["reverse", "case_sensitive", "attribute"]) {
            machine, value, arguments throws(JinjaError) in
            let key = try machine.sortKey(arguments.given(2), caseSensitive: arguments.flag(1))
            // Jinja2 sorts by lists of keys, in which equal keys, undefined ones among them, are never ordered.
            return .list(
                try machine.sorted(try machine.iterate(value), reverse: arguments.flag(0)) { item throws(JinjaError) in
                    let itemKey = try key(item)
                    switch itemKey {
                    case .bool, .int, .bigInt, .double, .string, .markup: return itemKey
                    default: return .tuple([itemKey])
                    }
                })
        },
        LibraryFunction("dictsort", ["case_sensitive", "by", "reverse"]) {
            machine, value, arguments throws(JinjaError) in
            let by = arguments.given(1)?.asString ?? "key"
            guard by == "key" || by == "value" else {
                throw JinjaError(.value, "You can only sort by either \"key\" or \"value\"")
            }
            guard case .dict(let dict) = value else {
                if case .undefined(let missing) = value {
                    throw JinjaError(.undefined, missing.message, name: missing.name)
                }
                throw JinjaError(.type, "'\(value.typeName)' object has no attribute 'items'")
            }
            let position = by == "key" ? 0 : 1
            let isCaseSensitive = arguments.flag(0)
            let pairs = try machine.sorted(DictView(dict, .items).all, reverse: arguments.flag(2)) {
                pair throws(JinjaError) in
                guard case .tuple(let tuple) = pair else { return pair }
                return isCaseSensitive ? tuple.items[position] : foldCase(tuple.items[position])
            }
            return .list(pairs)
        },
        LibraryFunction("unique", ["case_sensitive", "attribute"]) { machine, value, arguments throws(JinjaError) in
            let key = try machine.sortKey(arguments.given(1), caseSensitive: arguments.flag(0))
            return .object(
                try Iterator(over: value, CallArguments([.dict(Dict())])) { source, state, machine throws(JinjaError) in
                    guard case .dict(let seen) = state.positional[0] else { return nil }
                    while let item = try source.next(machine) {
                        try machine.step()
                        let itemKey = try key(item)
                        if try seen.value(itemKey) != nil { continue }
                        try machine.charge(4 * MemoryLayout<Value>.stride)
                        try seen.set(itemKey, to: .none)
                        return item
                    }
                    return nil
                })
        },
        extremeFilter("min") { order in order < 0 },
        extremeFilter("max") { order in order > 0 },
        LibraryFunction("groupby", ["attribute", "default", "case_sensitive"], required: 1, groupByFilter),
        LibraryFunction("attr", ["name"], required: 1) { machine, value, arguments throws(JinjaError) in
            let name = try machine.text(of: arguments[0])
            if case .undefined = value { return try machine.attribute(value, name) }
            return try machine.ownAttribute(value, name) ?? machine.missingAttribute(of: value, name)
        },
        LibraryFunction(variadic: "map", mapFilter),
        selectFilter("select", keeps: true, byAttribute: false),
        selectFilter("reject", keeps: false, byAttribute: false),
        selectFilter("selectattr", keeps: true, byAttribute: true),
        selectFilter("rejectattr", keeps: false, byAttribute: true),
    ]
}()

private func noItem(_ which: String) -> Value {
    .undefined(Undefined(hint: "No \(which) item, sequence was empty.", name: which))
}

/// A text in lower case; other values as they are.
func foldCase(_ value: Value) -> Value { value.asString.map { .string(lowercased($0)) } ?? value }

private func joinFilter(
    _ machine: Machine, _ value: Value, _ arguments: ContiguousArray<Value>
) throws(JinjaError) -> Value {
    let separator = arguments.given(0) ?? .string("")
    var items = try machine.iterate(value)
    if let attribute = arguments.given(1), !attribute.isNone {
        let path = try machine.attributePath(attribute)
        for index in items.indices { items[index] = try machine.follow(path, items[index]) }
    }
    if machine.autoescape, (items + [separator]).contains(where: { if case .markup = $0 { true } else { false } }) {
        var result = ""
        for (index, item) in items.enumerated() {
            if index > 0 { result += try machine.escapedText(separator) }
            result += try machine.escapedText(item)
        }
        try machine.charge(result.utf8.count)
        return .markup(result)
    }
    let start = machine.scratch.count
    defer { machine.scratch.truncate(to: start) }
    let glue = try machine.text(of: separator)
    for (index, item) in items.enumerated() {
        if index > 0 { machine.scratch.append(glue) }
        try writeText(item, to: machine.scratch, machine)
        if machine.scratch.count - start > machine.memoryLimit { try machine.charge(Int.max) }
    }
    try machine.charge(machine.scratch.count - start)
    return .string(machine.scratch.string(from: start, to: machine.scratch.count))
}

private func extremeFilter(_ name: String, _ isBetter: @escaping @Sendable (Int) -> Bool) -> LibraryFunction {
    LibraryFunction(name, ["case_sensitive", "attribute"]) { machine, value, arguments throws(JinjaError) in
        let key = try machine.sortKey(arguments.given(1), caseSensitive: arguments.flag(0))
        var best: (item: Value, key: Value)?
        for item in try machine.iterate(value) {
            let itemKey = try key(item)
            if let best, try !compare(itemKey, best.key, isBetter(-1) ? .less : .greater) { continue }
            best = (item, itemKey)
        }
        return best?.item
            ?? .undefined(
                Undefined(hint: "No aggregated item, sequence was empty.", name: name))
    }
}

private func groupByFilter(
    _ machine: Machine, _ value: Value, _ arguments: ContiguousArray<Value>
) throws(JinjaError) -> Value {
    let path = try machine.attributePath(arguments[0])
    let fallback = arguments.given(1).flatMap { $0.isNone ? nil : $0 }
    let isCaseSensitive = arguments.flag(2)
    func rawKey(_ item: Value) throws(JinjaError) -> Value { try machine.follow(path, item, default: fallback) }
    func key(_ item: Value) throws(JinjaError) -> Value {
        isCaseSensitive ? try rawKey(item) : foldCase(try rawKey(item))
    }
    var groups = ContiguousArray<Value>()
    var current: (key: Value, items: ContiguousArray<Value>)?
    func close() throws(JinjaError) {
        guard let group = current else { return }
        let grouper = isCaseSensitive ? group.key : try rawKey(group.items[0])
        groups.append(.tuple(Tuple([grouper, .list(group.items)], names: ["grouper", "list"])))
    }
    for item in try machine.sorted(try machine.iterate(value), reverse: false, key) {
        let itemKey = try key(item)
        if let open = current, try isEqual(open.key, itemKey) {
            current!.items.append(item)
        } else {
            try close()
            current = (itemKey, [item])
        }
    }
    try close()
    return .list(groups)
}

extension Machine {
    /// The steps of an attribute path: `"a.b.0"`, a number, or a name.
    func attributePath(_ value: Value) throws(JinjaError) -> [Value] {
        guard let text = value.asString else { return [value] }
        return text.split(separator: ".", omittingEmptySubsequences: false).map { part in
            !part.isEmpty && part.utf8.allSatisfy { $0 &- 0x30 < 10 }
                ? Int(part).map { .int($0) } ?? .string(String(part)) : .string(String(part))
        }
    }

    func follow(_ path: [Value], _ start: Value, default fallback: Value? = nil) throws(JinjaError) -> Value {
        var value = start
        for step in path {
            value = try item(value, step)
            if let fallback, value.isUndefined { value = fallback }
        }
        return value
    }

    /// The function that gives an item's key for sorting: itself or some of its attributes, without case unless wanted.
    func sortKey(
        _ attribute: Value?, caseSensitive: Bool
    ) throws(JinjaError) -> (Value) throws(JinjaError) -> Value {
        guard let attribute, !attribute.isNone else {
            return { item throws(JinjaError) in caseSensitive ? item : foldCase(item) }
        }
        let names =
            attribute.asString.map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map { Value.string(String($0)) }
            } ?? [attribute]
        var paths: [[Value]] = []
        for name in names { paths.append(try attributePath(name)) }
        return { [paths] item throws(JinjaError) in
            var keys = ContiguousArray<Value>()
            for path in paths {
                let key = try self.follow(path, item)
                keys.append(caseSensitive ? key : foldCase(key))
            }
            return keys.count == 1 ? keys[0] : .tuple(keys)
        }
    }

    /// A stable sort by a key.
    func sorted(
        _ items: ContiguousArray<Value>, reverse: Bool, _ key: (Value) throws(JinjaError) -> Value
    ) throws(JinjaError) -> ContiguousArray<Value> {
        var keyed: [(key: Value, position: Int)] = []
        for (position, item) in items.enumerated() { keyed.append((try key(item), position)) }
        try step(items.count)
        // Merge sort by hand: the standard sort takes no comparison with typed errors.
        var buffer = keyed
        var width = 1
        while width < keyed.count {
            var start = 0
            while start < keyed.count {
                let middle = min(start + width, keyed.count)
                let end = min(start + 2 * width, keyed.count)
                var (left, right) = (start, middle)
                for target in start..<end {
                    let takesRight: Bool
                    if left >= middle {
                        takesRight = true
                    } else if right >= end {
                        takesRight = false
                    } else {
                        // Reversed order keeps equal items as they stand, as Python does.
                        takesRight =
                            reverse
                            ? try compare(keyed[left].key, keyed[right].key, .less)
                            : try compare(keyed[right].key, keyed[left].key, .less)
                    }
                    buffer[target] = keyed[takesRight ? right : left]
                    if takesRight { right += 1 } else { left += 1 }
                }
                start = end
            }
            swap(&keyed, &buffer)
            width *= 2
        }
        return ContiguousArray(keyed.map { items[$0.position] })
    }
}
