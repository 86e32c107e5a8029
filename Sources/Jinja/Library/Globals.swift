/// Jinja2's functions. `lipsum` makes random text and is refused.
let standardGlobals: [String: Library.GlobalFunction] = [
    "range": { arguments, machine throws(JinjaError) in
        let values = try arguments.bound(to: ["start", "stop", "step"], required: 1, function: "range")
        let first = try machine.integer(values[0], "start")
        let second = try values.given(1).map { value throws(JinjaError) in try machine.integer(value, "stop") }
        let step = try values.given(2).map { value throws(JinjaError) in try machine.integer(value, "step") } ?? 1
        guard step != 0 else { throw JinjaError(.value, "range() arg 3 must not be zero") }
        let range = RangeObject(start: second == nil ? 0 : first, stop: second ?? first, step: step)
        if range.count! > machine.limits.rangeLength {
            throw JinjaError(
                .memoryLimit, "Range too big. The maximum size for a range is \(machine.limits.rangeLength).")
        }
        return .object(range)
    },
    "dict": { arguments, machine throws(JinjaError) in .dict(try machine.makeDict(arguments)) },
    "namespace": { arguments, machine throws(JinjaError) in .object(Namespace(try machine.makeDict(arguments))) },
    "cycler": { arguments, _ throws(JinjaError) in
        guard !arguments.positional.isEmpty else { throw JinjaError(.type, "at least one item has to be provided") }
        return .object(Cycler(arguments.positional))
    },
    "joiner": { arguments, _ throws(JinjaError) in
        .object(Joiner(try arguments.bound(to: ["sep"], function: "joiner").given(0) ?? .string(", ")))
    },
    "lipsum": { _, _ throws(JinjaError) in
        throw JinjaError(.type, "lipsum() makes random text, which hornbook's templates do not have")
    },
]

extension Machine {
    /// Python's `dict(…)`: from a mapping or pairs, and keywords.
    fileprivate func makeDict(_ arguments: CallArguments) throws(JinjaError) -> Dict {
        let result = Dict()
        if arguments.positional.count > 1 {
            throw JinjaError(.type, "dict expected at most 1 argument, got \(arguments.positional.count)")
        }
        if let first = arguments.positional.first { try update(result, from: first) }
        for (name, value) in arguments.keywords { result.set(name, to: value) }
        return result
    }

    /// Python's `dict.update`.
    func update(_ dict: Dict, from value: Value) throws(JinjaError) {
        if case .dict(let other) = value {
            for (key, item) in zip(other.keys, other.values) { try dict.set(key, to: item) }
            return
        }
        if case .undefined(let missing) = value { throw JinjaError(.undefined, missing.message, name: missing.name) }
        for pair in try iterate(value) {
            let items = try iterate(pair)
            guard items.count == 2 else {
                throw JinjaError(.value, "dictionary update sequence element has length \(items.count); 2 is required")
            }
            try dict.set(items[0], to: items[1])
        }
    }
}

/// PromptSource's `zip`.
let zipFunction: Library.GlobalFunction = { arguments, machine throws(JinjaError) in
    var sequences: [ContiguousArray<Value>] = []
    for value in arguments.positional { sequences.append(try machine.iterate(value)) }
    let count = sequences.map(\.count).min() ?? 0
    try machine.charge(count * (sequences.count + 4) * MemoryLayout<Value>.stride)
    return .object(
        Iterator(
            ContiguousArray((0..<count).map { index in .tuple(ContiguousArray(sequences.map { $0[index] })) }),
            name: "zip"))
}

/// `raise_exception(message)` of chat templates.
let raiseExceptionFunction: Library.GlobalFunction = { arguments, machine throws(JinjaError) in
    let message = try arguments.bound(to: ["message"], required: 1, function: "raise_exception")[0]
    throw JinjaError(.raised, try machine.text(of: message))
}

/// `strftime_now(format)` of chat templates, at the time that the caller fixed.
let strftimeNowFunction: Library.GlobalFunction = { arguments, machine throws(JinjaError) in
    let format = try arguments.bound(to: ["format"], required: 1, function: "strftime_now")[0]
    guard let now = machine.environment.now else {
        throw JinjaError(.value, "strftime_now() needs a fixed time, so that the same input gives the same output")
    }
    return .string(now.formatted(try machine.text(of: format)))
}

let promptSourceFilters: [LibraryFunction] = [
    LibraryFunction("choice") { machine, value, _ throws(JinjaError) in
        let items = try machine.iterate(value)
        guard !items.isEmpty else { throw JinjaError(.value, "Cannot choose from an empty sequence") }
        return items[machine.drawIndex(below: items.count)]
    },
    LibraryFunction("most_frequent") { machine, value, _ throws(JinjaError) in
        // Every item that occurs as often as the most frequent one, in the order of first occurrence.
        let counts = Dict()
        for item in try machine.iterate(value) {
            try machine.step()
            try counts.set(item, to: .int((try counts.value(item)?.asInt ?? 0) + 1))
        }
        // PromptSource's function returns nothing then.
        if counts.count == 0 { return .none }
        let most = counts.values.compactMap(\.asInt).max() ?? 0
        return .list(ContiguousArray(zip(counts.keys, counts.values).filter { $0.1.asInt == most }.map(\.0)))
    },
    LibraryFunction("highlight") { _, value, _ throws(JinjaError) in
        guard let text = value.asString else {
            throw JinjaError(.type, "can only concatenate str (not \"\(value.typeName)\") to str")
        }
        return .string("<span style='color: #F08080'>" + text + "</span>")
    },
]
