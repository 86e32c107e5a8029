/// Filters whose results are made item by item; see `Iterator`.

/// Rows of so many items.
func batchFilter(
    _ machine: Machine, _ value: Value, _ arguments: ContiguousArray<Value>
) throws(JinjaError) -> Value {
    var isBegun = false
    return .object(
        try Iterator(over: value, CallArguments(arguments)) { source, arguments, machine throws(JinjaError) in
            // Python compares the size with the count of each row; what is no number is never reached.
            let size = arguments.positional[0].asInt ?? -1
            var row = ContiguousArray<Value>()
            while let item = try source.next(machine) {
                try machine.step()
                // The item that closed a row begins the next, whatever the size.
                if row.count == size, !isBegun {
                    isBegun = true
                    source.putBack(item)
                    return .list(row)
                }
                isBegun = false
                row.append(item)
            }
            if row.isEmpty { return nil }
            if let fill = arguments.positional.given(1), !fill.isNone, row.count < size {
                try machine.charge(size * MemoryLayout<Value>.stride)
                row.append(contentsOf: repeatElement(fill, count: size - row.count))
            }
            return .list(row)
        })
}

/// So many lists, as equal in length as can be.
func sliceFilter(
    _ machine: Machine, _ value: Value, _ arguments: ContiguousArray<Value>
) throws(JinjaError) -> Value {
    var count: Int?
    var number = 0
    return .object(
        try Iterator(over: value, CallArguments(arguments)) { source, arguments, machine throws(JinjaError) in
            if count == nil { count = try source.drain(machine) }
            let total = count ?? 0
            let slices = try machine.integer(arguments.positional[0], "slices")
            guard slices != 0 else { throw JinjaError(.value, "integer division or modulo by zero") }
            guard number < slices else { return nil }
            let hasOneMore = number < total % slices
            number += 1
            var row = ContiguousArray<Value>()
            for _ in 0..<total / slices + (hasOneMore ? 1 : 0) {
                if let item = try source.next(machine) { row.append(item) }
            }
            if let fill = arguments.positional.given(1), !fill.isNone, !hasOneMore { row.append(fill) }
            try machine.charge((row.count + 4) * MemoryLayout<Value>.stride)
            return .list(row)
        })
}

/// An attribute of each item, or each item passed through a filter.
func mapFilter(_ machine: Machine, _ value: Value, _ arguments: CallArguments) throws(JinjaError) -> Value {
    // What to do is looked up at the first item, as in a Python generator.
    var mapping: Mapping?
    return .object(
        try Iterator(over: value, arguments) { source, arguments, machine throws(JinjaError) in
            if mapping == nil {
                // Anything that is false, none among it, gives nothing.
                guard try source.isTrueAtStart(machine) else { return nil }
                mapping = try machine.takeMapping(&arguments)
            }
            guard let item = try source.next(machine) else { return nil }
            switch mapping {
            case .attribute(let path): return try machine.follow(path, item, default: arguments.positional.first)
            case .filter(let filter): return try filter.call(machine, item, arguments)
            case nil: return nil
            }
        })
}

/// Items that pass a test, or fail it.
func selectFilter(_ name: String, keeps: Bool, byAttribute: Bool) -> LibraryFunction {
    LibraryFunction(variadic: name) { machine, value, arguments throws(JinjaError) in
        var selection: (path: [Value]?, test: LibraryFunction?)?
        return .object(
            try Iterator(over: value, arguments) { source, arguments, machine throws(JinjaError) in
                if selection == nil {
                    guard try source.isTrueAtStart(machine) else { return nil }
                    selection = try machine.takeSelection(&arguments, byAttribute: byAttribute)
                }
                while let item = try source.next(machine) {
                    try machine.step()
                    let subject =
                        try selection?.path.map { path throws(JinjaError) in try machine.follow(path, item) } ?? item
                    let passes: Bool
                    if let test = selection?.test {
                        passes = try test.call(machine, subject, arguments).isTrue
                    } else {
                        passes = try machine.isTrue(subject)
                    }
                    if passes == keeps { return item }
                }
                return nil
            })
    }
}

/// What `map` does to each item.
private enum Mapping {
    case attribute([Value])
    case filter(LibraryFunction)
}

extension Machine {
    /// What `map` does; leaves the arguments of the filter, or an attribute's default.
    fileprivate func takeMapping(_ arguments: inout CallArguments) throws(JinjaError) -> Mapping {
        if arguments.positional.isEmpty, let position = arguments.keywords.firstIndex(where: { $0.name == "attribute" })
        {
            let path = try attributePath(arguments.keywords.remove(at: position).value)
            if let position = arguments.keywords.firstIndex(where: { $0.name == "default" }) {
                let fallback = arguments.keywords.remove(at: position).value
                if !fallback.isNone { arguments.positional.append(fallback) }
            }
            if let unexpected = arguments.keywords.first {
                throw JinjaError(.type, "Unexpected keyword argument '\(unexpected.name)'")
            }
            return .attribute(path)
        }
        guard let first = arguments.positional.first else { throw JinjaError(.type, "map requires a filter argument") }
        arguments.positional.removeFirst()
        let name = try text(of: first)
        guard let index = environment.library.filterIndexes[name] else {
            throw JinjaError(.type, "No filter named '\(name)'.")
        }
        return .filter(environment.library.filters[index])
    }

    /// How `select` and its kin look at an item; leaves the arguments of the test.
    fileprivate func takeSelection(
        _ arguments: inout CallArguments, byAttribute: Bool
    ) throws(JinjaError) -> (path: [Value]?, test: LibraryFunction?) {
        var path: [Value]?
        if byAttribute {
            guard let attribute = arguments.positional.first else {
                throw JinjaError(.type, "Missing parameter for attribute name")
            }
            path = try attributePath(attribute)
            arguments.positional.removeFirst()
        }
        guard let first = arguments.positional.first else { return (path, nil) }
        let name = try text(of: first)
        guard let index = environment.library.testIndexes[name] else {
            throw JinjaError(.type, "No test named '\(name)'.")
        }
        arguments.positional.removeFirst()
        return (path, environment.library.tests[index])
    }
}
